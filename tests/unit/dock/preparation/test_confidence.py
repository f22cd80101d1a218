import numpy as np
import pytest
from tests.support.dock import make_peptide

from tubulus.dock.preparation.confidence import cut_low_confidence

CONFIDENCE = np.repeat([95.0, 70.0, 69.9, 30.0], 5)


def test_residues_below_the_limit_are_cut_and_the_limit_itself_stays():
    peptide = make_peptide("AAAA", b_factor=CONFIDENCE, is_predicted=True)

    left, (note,) = cut_low_confidence(peptide)

    assert left.residue_number[left.residue_starts].tolist() == [1, 2]
    assert note.residues == ("A:ALA3", "A:ALA4")
    assert str(note).startswith("2 of 4 residues cut, with pLDDT below 70")


@pytest.mark.parametrize("predicted", [False, True])
def test_nothing_is_cut_from_measured_or_confident_models(predicted):
    peptide = make_peptide(
        "AAAA", b_factor=[95.0 if predicted else 20.0] * 20, is_predicted=predicted
    )

    left, notes = cut_low_confidence(peptide)

    assert (left.n_residues, notes) == (4, ())
