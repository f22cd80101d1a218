import numpy as np
from tests.support.dock import make_peptide

from tubulus.dock.preparation.completeness import (
    drop_incomplete_backbone,
    note_chain_breaks,
    note_chains_apart,
    note_cut_edges,
    note_missing_side_chains,
)
from tubulus.dock.structures.structure import join_structures

PEPTIDE = make_peptide("AGAGA")


def test_a_residue_without_its_backbone_is_dropped_and_named():
    without = PEPTIDE.select(~((PEPTIDE.residue_number == 3) & (PEPTIDE.atom_name == "C")))

    left, (note,) = drop_incomplete_backbone(without)

    assert left.n_residues == 4
    assert note.residues == ("A:ALA3",)


def test_a_whole_backbone_is_left_as_it_is():
    left, notes = drop_incomplete_backbone(PEPTIDE)

    assert (left.n_atoms, notes) == (PEPTIDE.n_atoms, ())


def test_cofactors_need_no_backbone():
    hetero = PEPTIDE.select(PEPTIDE.atom_name == "CA")
    hetero = make_peptide("AGAGA", is_hetero=np.ones(PEPTIDE.n_atoms, dtype=bool))

    assert drop_incomplete_backbone(hetero.select(hetero.atom_name == "CA"))[1] == ()


def test_missing_side_chain_atoms_are_counted():
    (note,) = note_missing_side_chains(make_peptide("AKG"))

    assert str(note) == "4 atoms of 1 residue missing, not built: A:LYS2"


def test_whole_side_chains_need_no_note():
    assert note_missing_side_chains(PEPTIDE) == ()


def test_a_break_is_where_residues_are_not_bonded_whatever_their_numbers():
    second = make_peptide("AG", first=6, origin=(40.0, 0, 0))
    bonded = make_peptide("AG", first=106, origin=(19.0, 0, 0))

    assert note_chain_breaks(join_structures([PEPTIDE, second]))[0].residues == (
        "A:ALA5 to A:ALA6",
    )
    assert note_chain_breaks(join_structures([PEPTIDE, bonded])) == ()


def test_two_chains_are_no_break():
    other = make_peptide("AG", chain="B", origin=(0, 50.0, 0))

    assert note_chain_breaks(join_structures([PEPTIDE, other])) == ()


def test_chains_that_do_not_touch_are_told_apart():
    near = make_peptide("AG", chain="B", origin=(0.0, 4.0, 0.0))
    far = make_peptide("AG", chain="C", origin=(0.0, 50.0, 0.0))

    (note,) = note_chains_apart(join_structures([PEPTIDE, near, far]))

    assert str(note).startswith("the chains A, B and C do not touch")
    assert note_chains_apart(join_structures([PEPTIDE, near])) == ()


def test_chains_may_touch_through_a_third():
    others = [
        make_peptide("AG", chain=chain, origin=(0.0, y, 0.0))
        for chain, y in (("B", 8.5), ("C", 4.0))
    ]

    assert len(note_chains_apart(join_structures([PEPTIDE, others[0]]))) == 1
    assert note_chains_apart(join_structures([PEPTIDE, *others])) == ()


def test_residues_up_to_three_along_the_chain_from_a_cut_one_are_named():
    whole = join_structures(
        [make_peptide("A" * 12), make_peptide("A" * 12, chain="B", origin=(0.0, 9.0, 0.0))]
    )
    left = whole.select(~((whole.chain == "A") & np.isin(whole.residue_number, (6, 7))))

    (note,) = note_cut_edges(whole, left)

    assert note.residues == tuple(f"A:ALA{number}" for number in (3, 4, 5, 8, 9, 10))
    assert note.count == 6
    assert note_cut_edges(whole, whole) == ()
