from dataclasses import replace

import gemmi
import numpy as np
import pytest
from tests.support.predictions import FIXED, N_RESIDUES, make_complex

from tubulus.core.errors import InputError
from tubulus.dock.external.confidence.tokens import read_tokens
from tubulus.dock.structures.writing import render_mmcif, render_pdb


def write_with_modified(tmp_path):
    """Write a complex whose third residue is modified, with an ion and a nucleotide behind it."""
    parsed = gemmi.read_pdb_string(render_pdb(make_complex()))
    parsed[0]["A"][2].name = "SEP"
    ion = parsed[0].add_chain(gemmi.Chain("C"))
    residue = gemmi.Residue()
    residue.name, residue.seqid, residue.het_flag = "CA", gemmi.SeqId(1, " "), "H"
    atom = gemmi.Atom()
    atom.name, atom.element = "CA", gemmi.Element("Ca")
    residue.add_atom(atom)
    ion.add_residue(residue)
    path = tmp_path / "model.pdb"
    path.write_text(parsed.make_pdb_string(), encoding="ascii")
    return path


@pytest.mark.parametrize(("render", "ending"), [(render_pdb, "pdb"), (render_mmcif, "cif")])
def test_each_amino_acid_is_one_token(tmp_path, render, ending):
    path = tmp_path / f"model.{ending}"
    path.write_text(render(make_complex()), encoding="ascii")

    tokens = read_tokens(path)

    assert tokens.n_tokens == N_RESIDUES
    assert tokens.token.tolist() == list(range(N_RESIDUES))
    assert tokens.protein_chains == ("A", "B")
    assert tokens.chain.tolist().count("A") == len(FIXED)


def test_glycine_is_placed_by_its_alpha_carbon(tmp_path):
    path = tmp_path / "model.pdb"
    path.write_text(render_pdb(make_complex()), encoding="ascii")

    tokens = read_tokens(path)
    glycine = FIXED.index("G")

    assert tokens.beta[glycine].tolist() == tokens.alpha[glycine].tolist()
    assert tokens.beta[0].tolist() != tokens.alpha[0].tolist()


def test_a_modified_residue_has_a_token_for_each_atom_and_stands_by_its_alpha_carbon(tmp_path):
    tokens = read_tokens(write_with_modified(tmp_path))

    # N, CA, C, O, CB: five tokens instead of one, and one for the ion
    assert tokens.n_tokens == N_RESIDUES + 4 + 1
    assert tokens.token[:5].tolist() == [0, 1, 3, 7, 8]


def test_an_ion_of_calcium_is_no_amino_acid(tmp_path):
    tokens = read_tokens(write_with_modified(tmp_path))

    assert tokens.protein_chains == ("A", "B")
    assert tokens.all_chains == ("A", "B", "C")


def test_confidence_from_0_to_1_is_multiplied(tmp_path):
    model = make_complex()
    path = tmp_path / "model.cif"
    path.write_text(render_mmcif(replace(model, b_factor=model.b_factor / 100)), encoding="ascii")

    expected = model.b_factor[model.residue_starts]
    assert read_tokens(path).alpha_confidence == pytest.approx(expected, abs=0.51)


def test_a_model_without_amino_acids_is_refused(tmp_path):
    path = tmp_path / "model.pdb"
    path.write_text(
        "HETATM    1 ZN    ZN A   1       0.000   0.000   0.000  1.00 20.00          ZN\nEND\n",
        encoding="ascii",
    )

    with pytest.raises(InputError, match="no amino acid"):
        read_tokens(path)


def test_alpha_and_beta_carbons_keep_their_own_confidence(tmp_path):
    path = tmp_path / "model.pdb"
    path.write_text(render_pdb(make_complex(by_atom=True)), encoding="ascii")

    tokens = read_tokens(path)

    assert np.any(tokens.alpha_confidence != tokens.beta_confidence)
