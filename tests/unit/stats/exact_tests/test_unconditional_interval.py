from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.exact_tests.score_region import ScoreRegion
from tubulus.stats.exact_tests.unconditional_interval import estimate_exact_risk_difference


def compute_tail(counts, difference):
    regions = ScoreRegion(*counts)
    return regions.find_supremum(regions.find_extreme(difference), difference)


@pytest.mark.parametrize("confidence", [0.8, 0.95])
@pytest.mark.parametrize(
    "counts", [(9, 40, 1, 40), (3, 20, 11, 31), (0, 7, 0, 5), (4, 4, 0, 9), (1, 13, 0, 12)]
)
def test_no_difference_further_out_is_kept_by_the_one_sided_test(counts, confidence):
    result, tail = estimate_exact_risk_difference(*counts, confidence=confidence), 1 - confidence
    swapped = (*counts[2:], *counts[:2])

    for arms, limit in ((counts, result.low), (swapped, -result.high)):
        beyond = np.linspace(-1.0, limit, 62)[1:-1]
        if limit > -1.0:
            assert max(compute_tail(arms, float(at)) for at in beyond) <= tail / 2.0
            assert compute_tail(arms, limit + 2e-9) >= tail / 2.0 - 1e-7


def test_swapping_the_arms_mirrors_the_interval():
    one = estimate_exact_risk_difference(9, 40, 2, 31)
    other = estimate_exact_risk_difference(2, 31, 9, 40)

    assert (one.low, one.high) == (-other.high, -other.low)


def test_counting_those_without_the_event_mirrors_the_interval():
    one = estimate_exact_risk_difference(9, 40, 2, 31)
    other = estimate_exact_risk_difference(31, 40, 29, 31)

    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-7)


@pytest.mark.parametrize("n", [1, 2, 40])
def test_the_largest_difference_has_a_limit_at_the_end(n):
    result = estimate_exact_risk_difference(0, n, n, n)

    assert result.low == result.estimate == -1.0 < result.high < 1.0


def test_one_participant_in_each_arm_gives_limits():
    # p(d) is the probability of (1, 0), (0, 0) and (1, 1): highest at p0 = 0 or p1 = 1
    result = estimate_exact_risk_difference(0, 1, 0, 1)

    assert (result.low, result.high) == pytest.approx((-0.975, 0.975), abs=1e-9)


def test_an_empty_arm_is_not_estimable():
    result = estimate_exact_risk_difference(0, 0, 1, 4)

    assert (result.state, result.reason) == ("not estimable", "no participant in one arm")


def test_a_level_in_percent_and_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="confidence"):
        estimate_exact_risk_difference(1, 4, 1, 4, confidence=95.0)
    with pytest.raises(ValueError, match="events"):
        estimate_exact_risk_difference(5, 4, 1, 4)


def test_a_crossing_on_a_short_range_of_differences_is_not_stepped_over():
    # p(d) exceeds 0.025 from 0.1037 to 0.1045 only, then again from 0.1185
    result = estimate_exact_risk_difference(28, 40, 14, 40)

    assert result.low == pytest.approx(0.103727, abs=1e-5)
    assert compute_tail((28, 40, 14, 40), 0.104) > 0.025
    assert compute_tail((28, 40, 14, 40), 0.110) < 0.025
