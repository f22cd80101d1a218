from __future__ import annotations

import math

import pytest

from tubulus.stats.two_proportions.ratios import estimate_odds_ratio, estimate_risk_ratio

RUNNERS = [estimate_risk_ratio, estimate_odds_ratio]


@pytest.mark.parametrize("estimate", RUNNERS)
def test_swapping_the_arms_inverts_estimate_and_limits(estimate):
    one, other = estimate(9, 40, 4, 35), estimate(4, 35, 9, 40)

    found = (one.estimate, one.low, one.high)
    assert found == pytest.approx((1 / other.estimate, 1 / other.high, 1 / other.low), rel=1e-12)


def test_counting_those_without_the_event_inverts_the_odds_ratio():
    one, other = estimate_odds_ratio(9, 40, 4, 35), estimate_odds_ratio(31, 40, 31, 35)

    found = (one.estimate, one.low, one.high)
    assert found == pytest.approx((1 / other.estimate, 1 / other.high, 1 / other.low), rel=1e-12)


@pytest.mark.parametrize("estimate", RUNNERS)
def test_no_event_in_the_comparator_leaves_a_lower_limit_alone(estimate):
    result = estimate(9, 40, 0, 40)

    assert (result.estimate, result.high) == (None, math.inf)
    assert 1.0 < result.low < 10.0
    assert "no upper bound" in result.reason


@pytest.mark.parametrize("estimate", RUNNERS)
def test_no_event_in_the_first_arm_leaves_an_upper_limit_alone(estimate):
    result = estimate(0, 40, 9, 40)

    assert (result.estimate, result.low, result.reason) == (0.0, 0.0, "")
    assert 0.0 < result.high < 1.0


@pytest.mark.parametrize("estimate", RUNNERS)
@pytest.mark.parametrize("n", [1, 40])
def test_no_event_at_all_says_nothing_about_a_ratio(estimate, n):
    result = estimate(0, n, 0, n)

    assert (result.estimate, result.low, result.high) == (None, 0.0, math.inf)
    assert "zero over zero" in result.reason


def test_everybody_with_the_event_bounds_the_risk_ratio_but_not_the_odds_ratio():
    risks, odds = estimate_risk_ratio(40, 40, 40, 40), estimate_odds_ratio(40, 40, 40, 40)

    assert risks.low < risks.estimate == 1.0 < risks.high < 2.0
    assert (odds.estimate, odds.low, odds.high) == (None, 0.0, math.inf)


@pytest.mark.parametrize("estimate", RUNNERS)
def test_an_empty_arm_has_no_ratio(estimate):
    result = estimate(0, 0, 1, 4)

    assert (result.state, result.has_limits) == ("not estimable", False)
    assert result.reason == "no participant in one arm"


@pytest.mark.parametrize("estimate", RUNNERS)
def test_impossible_counts_are_refused(estimate):
    with pytest.raises(ValueError, match="events"):
        estimate(5, 4, 1, 4)
    with pytest.raises(ValueError, match="confidence"):
        estimate(1, 4, 1, 4, confidence=95.0)


@pytest.mark.parametrize("estimate", RUNNERS)
def test_a_higher_level_gives_wider_limits(estimate):
    narrow, wide = estimate(9, 40, 4, 35, confidence=0.8), estimate(9, 40, 4, 35, confidence=0.99)

    assert wide.low < narrow.low < narrow.estimate < narrow.high < wide.high
