import pytest

from tubulus.dock.structures.residue_kinds import classify_residue, derive_parent


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("GLU", "amino_acid"),
        ("MSE", "amino_acid"),
        ("HOH", "water"),
        ("DA", "nucleotide"),
        ("U", "nucleotide"),
        ("NAG", "glycan"),
        ("FUL", "glycan"),
        ("GDP", "cofactor"),
        ("ZN", "cofactor"),
        ("ZZ9", "cofactor"),
    ],
)
def test_components_are_told_by_their_code(name, kind):
    assert classify_residue(name) == kind


def test_an_unknown_code_with_a_backbone_is_an_amino_acid():
    assert classify_residue("ZZ9", frozenset({"N", "CA", "C", "O"})) == "amino_acid"


@pytest.mark.parametrize(
    ("name", "parent"), [("MSE", "MET"), ("SEP", "SER"), ("ALA", "ALA"), ("UNK", "UNK")]
)
def test_modified_amino_acids_have_a_parent(name, parent):
    assert derive_parent(name) == parent
