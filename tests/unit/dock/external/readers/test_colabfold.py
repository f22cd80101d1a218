from dataclasses import replace

import pytest
from tests.support.predictions import N_RESIDUES, make_complex, make_errors, write_colabfold

from tubulus.core.errors import InputError
from tubulus.dock.external.predictions import PredictedPair
from tubulus.dock.external.readers.colabfold import list_colabfold_models, read_colabfold_model

PAIR = PredictedPair("TGFBR2", "TGFB3")


def read(folder, pair=PAIR):
    (files,) = list_colabfold_models(sorted(folder.iterdir()))
    return read_colabfold_model(files, pair)


def test_a_model_is_read_with_its_version(tmp_path):
    write_colabfold(tmp_path)

    found = read(tmp_path)

    assert found.version == "alphafold2_multimer_v3"
    assert found.get_score("ranking_score").value == pytest.approx(0.8 * 0.6 + 0.2 * 0.7)


def test_a_single_chain_is_not_evaluable(tmp_path):
    model = make_complex().select_chains(["A"])
    plddt = model.b_factor[model.residue_starts]
    errors = [[1.0] * len(plddt)] * len(plddt)
    write_colabfold(tmp_path, structure=model, plddt=plddt.tolist(), pae=errors)

    found = read(tmp_path)

    assert found.state == "not_evaluable"
    assert found.reason == "the model holds one protein chain only (A)"
    assert [score.name for score in found.scores] == ["iptm", "ptm", "ranking_score"]


def test_chains_that_are_absent_are_refused(tmp_path):
    write_colabfold(tmp_path)

    with pytest.raises(InputError, match="no protein chain C; the chains are A, B"):
        read(tmp_path, PredictedPair("R", "L", ("A",), ("C",)))


def test_more_than_two_chains_must_be_named(tmp_path):
    model = make_complex()
    chains = model.chain.astype("U8")
    chains[model.residue_index > 70] = "C"
    write_colabfold(tmp_path, structure=replace(model, chain=chains))

    with pytest.raises(InputError, match=r"3 protein chains \(A, B, C\); say which chains"):
        read(tmp_path)
    named = read(tmp_path, PredictedPair("R", "L", ("A",), ("B", "C")))
    assert named.get_score("ipsae").value > 0


def test_an_uncertain_interface_is_not_evaluable_and_keeps_its_scores(tmp_path):
    write_colabfold(tmp_path, structure=make_complex(lowest=40.0))

    found = read(tmp_path)

    assert found.state == "not_evaluable"
    assert "pLDDT below 70" in found.reason
    assert found.get_score("ipsae").value > 0


def test_partners_that_do_not_touch_are_said(tmp_path):
    write_colabfold(tmp_path, structure=make_complex(apart=60.0))

    found = read(tmp_path)

    assert found.state == "evaluated"
    assert "do not touch" in found.reason
    assert found.get_score("interface_plddt").value is None


def test_scores_of_another_model_are_refused(tmp_path):
    write_colabfold(tmp_path, plddt=[50.0] * N_RESIDUES)

    with pytest.raises(InputError, match="its pLDDT is not that of the model file"):
        read(tmp_path)


def test_scores_without_errors_and_iptm_are_unknown(tmp_path):
    path = write_colabfold(tmp_path)
    path.write_text('{"ptm": 0.5}', encoding="utf-8")

    found = read(tmp_path)

    assert found.get_score("iptm").value is None
    assert found.get_score("ranking_score").value is None
    assert found.get_score("lis").value is None


def test_the_relaxed_model_is_taken_where_there_is_no_other(tmp_path):
    write_colabfold(tmp_path)
    path = next(tmp_path.glob("*_unrelaxed_*"))
    path.rename(path.with_name(path.name.replace("_unrelaxed_", "_relaxed_")))

    assert read(tmp_path).structure is not None


def test_errors_below_zero_are_refused(tmp_path):
    errors = make_errors()
    errors[3, 50] = -1.5
    write_colabfold(tmp_path, pae=errors.tolist())

    with pytest.raises(InputError, match=r"pae: the error -1\.5 lies below zero"):
        read(tmp_path)
