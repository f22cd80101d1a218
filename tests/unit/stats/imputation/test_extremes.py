from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.imputation.extremes import compute_extreme_cases
from tubulus.stats.linear.ancova import estimate_ancova
from tubulus.stats.two_proportions import estimate_risk_difference

ARM = np.repeat([1.0, 0.0], 10)
EVENTS = np.array([1, 1, 1, 0, 0, 0, 0, 0, np.nan, np.nan, 1, 0, 0, 0, 0, 0, 0, 0, 0, np.nan])


def test_all_four_ways_of_setting_missing_responses_are_counted():
    cases = compute_extreme_cases(EVENTS, ARM)

    assert [(case.event_1, case.event_0) for case in cases] == [
        (True, False),
        (False, True),
        (True, True),
        (False, False),
    ]
    assert [(case.events_1, case.events_0) for case in cases] == [(5, 1), (3, 2), (5, 2), (3, 1)]
    assert {(case.n_1, case.n_0) for case in cases} == {(10, 10)}


def test_the_best_case_is_the_contrast_of_data_completed_by_hand():
    completed = EVENTS.copy()
    completed[[8, 9, 19]] = [1.0, 1.0, 0.0]
    covariate = np.arange(20.0)[:, None] % 3
    best = compute_extreme_cases(EVENTS, ARM, covariate)[0]

    assert best.difference == estimate_risk_difference(5, 10, 1, 10)
    assert best.adjusted.contrast == estimate_ancova(completed, ARM, covariate).contrast


def test_nothing_missing_gives_four_equal_cases():
    cases = compute_extreme_cases(np.nan_to_num(EVENTS), ARM)

    assert len({case.difference for case in cases}) == 1


@pytest.mark.parametrize(("events", "arm"), [([], []), ([1.0, np.nan], [1.0, 1.0])])
def test_an_empty_arm_is_not_estimable(events, arm):
    cases = compute_extreme_cases(events, arm)

    assert all(case.difference.state == "not estimable" for case in cases)
    assert all(case.adjusted.contrast.state == "not estimable" for case in cases)


def test_everybody_missing_spans_all_there_is():
    best, worst, *_ = compute_extreme_cases([np.nan] * 20, ARM)

    assert (best.difference.estimate, worst.difference.estimate) == (1.0, -1.0)


def test_events_are_zero_or_one():
    with pytest.raises(ValueError, match="events hold"):
        compute_extreme_cases([0.5, 1.0], [1.0, 0.0])
