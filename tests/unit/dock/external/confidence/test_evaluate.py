import numpy as np
import pytest

from tubulus.dock.external.confidence.evaluate import judge_interface, score_interface
from tubulus.dock.external.confidence.interface import PredictedInterface


def make_interface(plddt, distance=6.0, errors=4.0):
    plddt = np.asarray(plddt, dtype=float)
    half = len(plddt) // 2
    forward = None if errors is None else np.full((half, len(plddt) - half), errors)
    backward = None if forward is None else forward.T
    distances = np.full((half, len(plddt) - half), distance)
    parts = (plddt[:half], plddt[half:])
    return PredictedInterface(forward, backward, distances, distances, *parts, *parts)


def test_an_interface_of_which_most_is_uncertain_is_not_evaluable():
    state, reason = judge_interface(make_interface([60, 60, 60, 90]))

    assert state == "not_evaluable"
    assert reason == "3 of 4 residues of the interface have a pLDDT below 70"


@pytest.mark.parametrize("plddt", [[60, 60, 90, 90], [70, 70, 70, 70]])
def test_half_of_the_residues_and_a_plddt_of_70_are_enough(plddt):
    assert judge_interface(make_interface(plddt)) == ("evaluated", "")


def test_partners_that_do_not_touch_are_evaluated_and_said():
    state, reason = judge_interface(make_interface([50] * 4, distance=30.0))

    assert (state, reason) == ("evaluated", "the partners do not touch in this model")


def test_scores_without_errors_are_unknown_with_the_reason():
    scores = {s.name: s for s in score_interface(make_interface([90] * 4, errors=None), 10.0)}

    assert scores["pdockq"].value is not None
    for name in ("ipsae", "ipsae_min", "lis", "ilis", "pdockq2", "interface_pae", "pae_min"):
        assert scores[name].value is None
        assert "aligned error is not among" in scores[name].reason


def test_scores_in_angstrom_are_better_when_lower():
    scores = score_interface(make_interface([90] * 4), 10.0)

    assert {s.name for s in scores if not s.higher_is_better} == {"interface_pae", "pae_min"}
    assert {s.name for s in scores if s.unit == "Å"} == {"interface_pae", "pae_min"}


def test_the_limit_of_ipsae_is_said():
    source = score_interface(make_interface([90] * 4), 15.0)[0].formula_source

    assert "below 15 Å" in source
