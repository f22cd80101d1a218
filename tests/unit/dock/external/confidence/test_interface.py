import numpy as np
from tests.support.predictions import FIXED, MOBILE, make_complex, make_errors

from tubulus.dock.external.confidence.interface import cut_interface
from tubulus.dock.external.confidence.tokens import read_tokens
from tubulus.dock.external.predictions import PredictedPair
from tubulus.dock.structures.writing import render_pdb

PAIR = PredictedPair("R", "L", ("A",), ("B",))


def read(tmp_path):
    path = tmp_path / "model.pdb"
    path.write_text(render_pdb(make_complex()), encoding="ascii")
    return read_tokens(path)


def test_partners_are_cut_out_of_the_matrix_in_both_directions(tmp_path):
    errors = make_errors()

    found = cut_interface(read(tmp_path), PAIR, errors=errors)

    assert np.array_equal(found.forward, errors[: len(FIXED), len(FIXED) :])
    assert np.array_equal(found.backward, errors[len(FIXED) :, : len(FIXED)])


def test_exchanging_the_partners_exchanges_the_directions(tmp_path):
    tokens = read(tmp_path)
    other = PredictedPair("L", "R", ("B",), ("A",))

    one = cut_interface(tokens, PAIR, errors=make_errors())
    two = cut_interface(tokens, other, errors=make_errors())

    assert np.array_equal(one.forward, two.backward)
    assert np.array_equal(one.contacts, two.contacts.T)


def test_confidence_that_is_given_replaces_that_of_the_model(tmp_path):
    given = np.arange(len(FIXED) + len(MOBILE), dtype=float)

    found = cut_interface(read(tmp_path), PAIR, errors=None, confidence=given)

    assert found.forward is None
    assert found.fixed_confidence.tolist() == given[: len(FIXED)].tolist()
    assert found.mobile_alpha_confidence.tolist() == given[len(FIXED) :].tolist()


def test_the_confidence_of_the_interface_is_that_of_residues_in_contact(tmp_path):
    found = cut_interface(read(tmp_path), PAIR, errors=None)

    touching = found.contacts.any(axis=1).sum() + found.contacts.any(axis=0).sum()
    assert 0 < touching < len(FIXED) + len(MOBILE)
    assert len(found.interface_confidence) == touching
