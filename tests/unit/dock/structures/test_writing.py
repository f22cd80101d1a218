import gemmi
import numpy as np
import pytest
from tests.support.dock import make_peptide, make_structure

from tubulus.dock.structures import join_structures, read_structure, render_mmcif, render_pdb

COMPLEX = join_structures(
    [
        make_peptide("MKTAY"),
        make_peptide("GGSW", chain="B", first=-2, origin=(-50.0, 9.0, 100.0)),
        make_structure(
            [[1.0, 2.0, 3.0]],
            element=["ZN"],
            atom_name=["ZN"],
            residue_name=["ZN"],
            residue_number=[900],
            chain=["B"],
            is_hetero=[True],
        ),
    ]
)


@pytest.mark.parametrize(("render", "name"), [(render_pdb, "x.pdb"), (render_mmcif, "x.cif")])
def test_what_is_written_is_read_back(tmp_path, render, name):
    (tmp_path / name).write_text(render(COMPLEX))

    found = read_structure(tmp_path / name).structure

    np.testing.assert_allclose(found.positions, COMPLEX.positions, atol=5e-4)
    for key in ("element", "atom_name", "residue_name", "residue_number", "chain", "is_hetero"):
        assert getattr(found, key).tolist() == getattr(COMPLEX, key).tolist(), key


def test_chain_names_of_two_letters_do_not_fit_pdb():
    with pytest.raises(ValueError, match="write mmCIF"):
        render_pdb(make_peptide("AA", chain="A1"))


def test_coordinates_that_do_not_fit_pdb_columns_are_refused():
    with pytest.raises(ValueError, match="does not fit PDB columns"):
        render_pdb(make_peptide("AA", origin=(123456.0, 0, 0)))


@pytest.mark.parametrize(
    "wide",
    [
        {"residue_name": ["A1ABC"]},
        {"atom_name": ["CA123"]},
        {"b_factor": [1234.5]},
        {"residue_number": [10_000]},
        {"residue_number": [-1_000]},
    ],
)
def test_what_would_shift_the_columns_of_pdb_is_refused_and_fits_mmcif(wide):
    structure = make_structure([[11.0, 12.0, 13.0]], **wide)

    with pytest.raises(ValueError, match="does not fit PDB columns; write mmCIF"):
        render_pdb(structure)
    block = gemmi.cif.read_string(render_mmcif(structure)).sole_block()
    (atom,) = gemmi.make_structure_from_block(block)[0].all()
    assert atom.atom.pos.tolist() == [11.0, 12.0, 13.0]
    assert atom.residue.name == structure.residue_name[0]
