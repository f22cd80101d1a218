import pytest

from tubulus.dock.preparation.membrane_segments import find_membrane_segments, guess_ectodomain

OUTSIDE = "DSKTNEQGRPDSKTNEQGRP" * 4
SEGMENT = "LLVILAVVLAGLLIVALLVLI"
INSIDE = "RKRKDESNQRRKRKDESNQR" * 2


def test_a_hydrophobic_stretch_is_found_about_where_it_lies():
    (found,) = find_membrane_segments(OUTSIDE + SEGMENT + INSIDE)

    assert found == (81, 101)


@pytest.mark.parametrize("sequence", ["", "LLLL", OUTSIDE])
def test_no_stretch_is_found_where_there_is_none(sequence):
    assert find_membrane_segments(sequence) == ()


def test_the_ectodomain_lies_between_signal_peptide_and_membrane():
    found = guess_ectodomain("MRR" + SEGMENT + OUTSIDE + SEGMENT + INSIDE)

    assert found == (25, 104)


@pytest.mark.parametrize(
    "sequence",
    [
        OUTSIDE,
        "MRR" + SEGMENT + OUTSIDE,
        OUTSIDE + SEGMENT + INSIDE + SEGMENT + INSIDE,
        "DSKTNEQGRPDSKTNEQGRPDSKTNEQGRP" + SEGMENT + INSIDE,
    ],
    ids=["soluble", "secreted", "crosses twice", "short before the membrane"],
)
def test_nothing_is_guessed_where_the_picture_differs(sequence):
    assert guess_ectodomain(sequence) is None
