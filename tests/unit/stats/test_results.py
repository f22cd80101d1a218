from __future__ import annotations

import math

import pytest

from tubulus.stats.results import HypothesisTest, Interval, Statistic


def test_a_number_that_is_not_there_needs_a_reason():
    with pytest.raises(ValueError, match="reason"):
        Statistic(None, "mean")


def test_a_number_that_is_there_has_no_reason():
    with pytest.raises(ValueError, match="reason"):
        Statistic(1.0, "mean", "no value")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_nan_and_infinity_cannot_leave_as_a_result(value):
    with pytest.raises(ValueError, match="finite"):
        Statistic(value, "mean")
    with pytest.raises(ValueError, match="finite"):
        Interval(0.0, value, 1.0, 0.95, "t")


def test_the_upper_limit_alone_may_be_infinite():
    assert Interval(4.0, 1.5, math.inf, 0.95, "t").has_limits
    with pytest.raises(ValueError, match="finite"):
        Interval(math.inf, 1.5, math.inf, 0.95, "t")
    with pytest.raises(ValueError, match="finite"):
        Interval(4.0, math.inf, math.inf, 0.95, "t")
    with pytest.raises(ValueError, match="finite"):
        Interval(4.0, -math.inf, 5.0, 0.95, "t")


def test_an_infinite_limit_may_stand_without_an_estimate_that_has_a_reason():
    interval = Interval(None, 1.5, math.inf, 0.95, "t", "no event in the comparator")

    assert (interval.state, interval.has_limits) == ("not estimable", True)
    with pytest.raises(ValueError, match="reason"):
        Interval(None, 1.5, math.inf, 0.95, "t")
    with pytest.raises(ValueError, match="both limits"):
        Interval(None, None, math.inf, 0.95, "t", "no event in the comparator")


def test_an_estimate_without_limits_is_estimated_and_says_why_there_are_none():
    interval = Interval(0.5, None, None, 0.95, "t", "one value")

    assert interval.state == "estimated"
    assert not interval.has_limits


def test_one_limit_alone_is_refused():
    with pytest.raises(ValueError, match="both limits"):
        Interval(0.5, 0.1, None, 0.95, "t", "one value")


def test_limits_without_an_estimate_are_refused():
    with pytest.raises(ValueError, match="estimate"):
        Interval(None, 0.1, 0.2, 0.95, "t", "one value")


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_a_confidence_level_in_percent_is_refused(confidence):
    with pytest.raises(ValueError, match="confidence"):
        Interval(0.5, 0.1, 0.9, confidence, "t")


def test_a_p_value_above_one_is_refused():
    with pytest.raises(ValueError, match="p-value"):
        HypothesisTest(1.5, "t")


def test_states_tell_whether_there_is_a_number():
    assert HypothesisTest(None, "t", reason="constant").state == "not estimable"
    assert HypothesisTest(0.5, "t").state == "estimated"
    assert Statistic(None, "mean", "no value").state == "not estimable"
    assert Statistic(0.0, "mean").state == "estimated"
    assert Interval(None, None, None, 0.95, "t", "no value").state == "not estimable"
