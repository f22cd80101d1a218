import pytest
from tests.support.dock import make_peptide
from tests.support.structure_sources import LIGAND, RECEPTOR, render_entry

from tubulus.core.errors import InputError
from tubulus.dock.partners.components import list_components
from tubulus.dock.structures.structure import join_structures
from tubulus.dock.structures.writing import render_pdb


def write(folder, *structures):
    path = folder / "x.pdb"
    path.write_text(render_pdb(join_structures(structures)))
    return path


def test_an_entry_tells_the_proteins_of_its_chains(tmp_path):
    path = tmp_path / "1KTZ.cif.gz"
    path.write_bytes(render_entry())

    found = list_components(path)

    assert [(c.chains, c.accession) for c in found] == [(("A",), "P10600"), (("B",), "P37173")]
    assert found[0].sequence == LIGAND


def test_copies_that_hold_together_are_one_partner(tmp_path):
    near = make_peptide(LIGAND, chain="B", origin=(0.0, 4.0, 0.0))
    far = make_peptide(LIGAND, chain="C", origin=(0.0, 60.0, 0.0))

    (found,) = list_components(write(tmp_path, make_peptide(LIGAND), near, far))

    assert (found.chains, found.n_copies) == (("A", "B"), 3)


def test_copies_apart_are_told_by_their_number(tmp_path):
    far = make_peptide(LIGAND, chain="B", origin=(0.0, 60.0, 0.0))

    (found,) = list_components(write(tmp_path, make_peptide(LIGAND), far))

    assert (found.chains, found.n_copies) == (("A",), 2)


def test_a_copy_that_lacks_some_residues_is_a_copy(tmp_path):
    part = make_peptide(LIGAND[5:60], chain="B", origin=(0.0, 60.0, 0.0))
    other = make_peptide(RECEPTOR, chain="C", origin=(0.0, 90.0, 0.0))

    found = list_components(write(tmp_path, make_peptide(LIGAND), part, other))

    assert [c.n_copies for c in found] == [2, 1]


def test_a_file_without_a_protein_is_refused(tmp_path):
    with pytest.raises(InputError, match="holds no protein"):
        list_components(write(tmp_path, make_peptide("AGA")))


def test_an_assembly_of_more_copies_is_counted(tmp_path):
    path = write(tmp_path, make_peptide(LIGAND))
    turns = "".join(
        f"REMARK 350   BIOMT{axis}   {copy}  {x:9.6f} {y:9.6f} {z:9.6f} {shift:14.5f}\n"
        for copy, sign, shift in ((1, 1.0, 0.0), (2, -1.0, 20.0))
        for axis, (x, y, z) in enumerate(((1.0, 0.0, 0.0), (0.0, sign, 0.0), (0.0, 0.0, sign)), 1)
    )
    head = "REMARK 350 BIOMOLECULE: 1\nREMARK 350 APPLY THE FOLLOWING TO CHAINS: A\n"
    path.write_text(head + turns + path.read_text())

    (found,) = list_components(path)

    assert (found.n_copies, found.n_in_assembly) == (1, 2)


def test_a_file_that_describes_no_assembly_counts_none(tmp_path):
    (found,) = list_components(write(tmp_path, make_peptide(LIGAND)))

    assert found.n_in_assembly == 0
