import pytest
from tests.support.dock import make_peptide

from tubulus.dock.assessment.residue_matching import match_residues
from tubulus.dock.structures.structure import join_structures

MODEL = make_peptide("MKTAYIAKQRQI")


def match(model, reference):
    ours, theirs = match_residues(model, reference)
    return list(zip(ours.tolist(), theirs.tolist(), strict=True))


def test_residues_of_one_number_and_type_belong_together():
    part = MODEL.select((MODEL.residue_number > 2) & (MODEL.residue_number != 7))

    assert match(MODEL, part) == [
        (2, 0),
        (3, 1),
        (4, 2),
        (5, 3),
        *((i, i - 3) for i in range(7, 12)),
    ]


def test_a_mutated_residue_is_left_out():
    assert len(match(MODEL, make_peptide("MKTAYIWKQRQI"))) == 11


def test_other_numbers_are_matched_by_sequence():
    assert match(MODEL, make_peptide("TAYIAKQ", first=901, chain="Z")) == [
        (i + 2, i) for i in range(7)
    ]


def test_the_same_numbers_for_other_residues_are_not_believed():
    shifted = make_peptide("KTAYIAKQRQIS", first=1)

    assert match(MODEL, shifted) == [(i, i - 1) for i in range(1, 12)]


def test_chains_in_another_order_find_their_partners():
    other = make_peptide("GWSDELPHNC", chain="B")
    model = join_structures([MODEL, other])
    reference = join_structures(
        [make_peptide("GWSDELPHNC", chain="H"), make_peptide("MKTAYIAKQRQI", chain="L")]
    )

    assert match(model, reference) == [
        *((i, i + 10) for i in range(12)),
        *((i + 12, i) for i in range(10)),
    ]


def test_copies_of_one_chain_are_paired_in_order():
    model = join_structures([MODEL, make_peptide("MKTAYIAKQRQI", chain="B")])
    reference = join_structures(
        [make_peptide("MKTAYIAKQRQI", chain="X"), make_peptide("MKTAYIAKQRQI", chain="Y")]
    )

    assert match(model, reference) == [(i, i) for i in range(24)]


def test_strangers_are_refused():
    with pytest.raises(ValueError, match="no residue of made is found"):
        match(MODEL, make_peptide("WWWWWW", chain="Z"))
