import pytest
from tests.support.dock import make_peptide, make_structure

from tubulus.dock.preparation.glycosylation import (
    find_glycosylated,
    find_sequons,
    note_glycosylation,
)
from tubulus.dock.structures.structure import join_structures


@pytest.mark.parametrize(
    ("sequence", "found"),
    [
        ("ANGTA", (1,)),
        ("NASNAT", (0, 3)),
        ("NPS", ()),
        ("NGA", ()),
        ("NN", ()),
        ("NNSS", (0, 1)),
    ],
)
def test_sequons_follow_the_motif(sequence, found):
    assert find_sequons(make_peptide(sequence)) == found


def test_a_sequon_does_not_span_a_gap_or_two_chains():
    gap = join_structures([make_peptide("NG"), make_peptide("T", first=9, origin=(40, 0, 0))])
    chains = join_structures([make_peptide("NG"), make_peptide("T", chain="B", first=3)])

    assert find_sequons(gap) == find_sequons(chains) == ()


def glycosylated(distance):
    peptide = make_peptide("ANGTA")
    nitrogen = make_structure(
        [[5.2, 3.0, 2.0]],
        element=["N"],
        atom_name=["ND2"],
        residue_name=["ASN"],
        residue_number=[2],
    )
    sugar = make_structure(
        [[5.2, 3.0, 2.0 + distance]], atom_name=["C1"], residue_name=["NAG"],
        residue_number=[501], is_hetero=[True],
    )  # fmt: skip
    order = [*range(10), peptide.n_atoms, *range(10, peptide.n_atoms)]
    return join_structures([join_structures([peptide, nitrogen]).select(order), sugar])


def test_a_bound_glycan_is_seen_and_a_near_one_is_not():
    assert find_glycosylated(glycosylated(1.45)) == (1,)
    assert find_glycosylated(glycosylated(3.5)) == ()


def test_a_seen_glycan_is_not_a_mere_sequon():
    assert [note.kind for note in note_glycosylation(glycosylated(1.45))] == ["glycan"]
    assert [note.kind for note in note_glycosylation(make_peptide("ANGTA"))] == ["sequon"]
