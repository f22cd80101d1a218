from __future__ import annotations

import math

import pytest

from tubulus.stats.bias.e_value import (
    compute_geometric_e_value,
    compute_mean_e_value,
    compute_odds_e_value,
    compute_risk_difference_e_value,
    compute_risk_ratio_e_value,
)
from tubulus.stats.results import Interval
from tubulus.stats.two_proportions import estimate_risk_ratio


def make_interval(estimate, low, high):
    reason = "" if low is not None else "no limits"
    return Interval(estimate, low, high, 0.95, "test", reason)


def test_a_ratio_and_its_inverse_have_one_e_value():
    above = compute_risk_ratio_e_value(make_interval(2.5, 1.25, 5.0))
    below = compute_risk_ratio_e_value(make_interval(0.4, 0.2, 0.8))

    assert below.estimate.value == pytest.approx(above.estimate.value)
    assert below.limit.value == pytest.approx(above.limit.value)


@pytest.mark.parametrize("ratio", [(1.4, 0.9, 2.1), (1.4, 1.0, 2.1), (1.0, 0.5, 2.0)])
def test_limits_that_hold_no_difference_have_one(ratio):
    assert compute_risk_ratio_e_value(make_interval(*ratio)).limit.value == 1.0


def test_no_difference_needs_no_confounder():
    assert compute_risk_ratio_e_value(make_interval(1.0, 0.9, 1.1)).estimate.value == 1.0


def test_no_finite_confounder_explains_a_ratio_of_zero():
    result = compute_risk_ratio_e_value(make_interval(0.0, 0.0, 0.7))

    assert "no finite confounder" in result.estimate.reason
    assert result.limit.state == "estimated"


def test_what_is_missing_keeps_its_reason():
    nothing = compute_risk_ratio_e_value(make_interval(None, None, None))
    no_limits = compute_mean_e_value(make_interval(0.5, None, None), 1.0)

    assert nothing.estimate.reason == nothing.limit.reason == "no limits"
    assert no_limits.estimate.state == "estimated"
    assert no_limits.limit.reason == "no limits"


def test_a_risk_difference_goes_through_the_risk_ratio():
    difference = compute_risk_difference_e_value(make_interval(0.2, 0.05, 0.35), 0.1)
    ratio = compute_risk_ratio_e_value(make_interval(3.0, 1.5, 4.5))

    assert difference.estimate.value == pytest.approx(ratio.estimate.value)
    assert difference.limit.value == pytest.approx(ratio.limit.value)


def test_a_limit_that_no_risk_allows_counts_as_a_ratio_of_zero():
    result = compute_risk_difference_e_value(make_interval(-0.05, -0.2, 0.1), 0.1)

    assert result.risk_ratio.low == 0.0
    assert result.limit.value == 1.0


def test_a_common_event_takes_the_root_of_the_odds_ratio():
    odds = make_interval(4.0, 2.25, 9.0)

    assert compute_odds_e_value(odds, rare=False).risk_ratio.estimate == 2.0
    assert compute_odds_e_value(odds, rare=True).risk_ratio.estimate == 4.0


def test_a_mean_is_standardised_first():
    result = compute_mean_e_value(make_interval(5.0, 1.0, 9.0), 10.0)

    assert result.risk_ratio.estimate == pytest.approx(math.exp(0.455))
    assert result.risk_ratio.low == pytest.approx(math.exp(0.091))


def test_a_ratio_of_geometric_means_is_a_mean_of_logs():
    ratio = compute_geometric_e_value(make_interval(1.5, 1.1, 2.0), 0.6)
    logs = compute_mean_e_value(make_interval(math.log(1.5), math.log(1.1), math.log(2.0)), 0.6)

    assert ratio.estimate.value == pytest.approx(logs.estimate.value)
    assert ratio.limit.value == pytest.approx(logs.limit.value)


def test_a_difference_beyond_computing_says_so():
    result = compute_mean_e_value(make_interval(5.0, 1.0, 1000.0), 1.0)
    beyond = compute_mean_e_value(make_interval(900.0, 800.0, 1000.0), 1.0)

    assert "limit of the risk ratio exceeds" in result.limit.reason
    assert "exceeds" in beyond.estimate.reason


def test_the_lower_limit_of_an_infinite_ratio_has_an_e_value():
    ratio = estimate_risk_ratio(9, 40, 0, 40)

    result = compute_risk_ratio_e_value(ratio)

    assert ratio.estimate is None
    assert result.estimate.value is None
    # RR + sqrt(RR (RR - 1)) of the lower limit, worked out by hand
    assert result.limit.value == pytest.approx(4.39, abs=0.005)


def test_the_limit_of_an_infinite_odds_ratio_goes_through_its_root():
    odds = Interval(None, 4.0, math.inf, 0.95, "test", "the denominator has no event")

    result = compute_odds_e_value(odds, rare=False)

    assert result.limit.value == pytest.approx(2.0 + math.sqrt(2.0))


@pytest.mark.parametrize(
    "call",
    [
        lambda: compute_risk_ratio_e_value(make_interval(-1.0, -2.0, 1.0)),
        lambda: compute_risk_ratio_e_value(make_interval(3.0, 1.0, 2.0)),
        lambda: compute_odds_e_value(make_interval(1.0, -2.0, 3.0), rare=False),
        lambda: compute_geometric_e_value(make_interval(1.0, 0.0, 3.0), 1.0),
        lambda: compute_risk_difference_e_value(make_interval(0.1, 0.0, 0.2), 0.0),
        lambda: compute_mean_e_value(make_interval(0.1, 0.0, 0.2), 0.0),
    ],
)
def test_impossible_figures_are_refused(call):
    with pytest.raises(ValueError, match=r"ratio|risk|deviation"):
        call()
