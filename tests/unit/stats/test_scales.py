from __future__ import annotations

import math

import numpy as np
import pytest

from tubulus.stats.results import Interval
from tubulus.stats.scales import compute_exponential, compute_logarithm


def test_zero_and_negative_values_have_no_log_and_are_told_from_missing_ones():
    logs, dropped = compute_logarithm([math.e, 0.0, -1.0, np.nan])

    assert logs[0] == pytest.approx(1.0)
    assert np.isnan(logs[1:]).all()
    assert dropped.tolist() == [False, True, True, False]


def test_a_difference_of_logs_becomes_a_ratio():
    ratio = compute_exponential(Interval(0.0, -1.0, 1.0, 0.9, "t"), "ratio")

    assert ratio.estimate == 1.0
    assert ratio.low == pytest.approx(1.0 / ratio.high)
    assert (ratio.confidence, ratio.method) == (0.9, "ratio")


def test_a_limit_too_large_for_a_float_leaves_the_estimate():
    ratio = compute_exponential(Interval(0.0, -800.0, 800.0, 0.95, "t"), "ratio")

    assert (ratio.estimate, ratio.low, ratio.high) == (1.0, None, None)
    assert "exceeds" in ratio.reason


def test_an_estimate_too_large_for_a_float_is_not_estimable():
    ratio = compute_exponential(Interval(800.0, None, None, 0.95, "t", "one value"), "ratio")

    assert ratio.state == "not estimable"


def test_the_reason_is_kept_on_the_way_back():
    ratio = compute_exponential(Interval(0.0, None, None, 0.95, "t", "one value"), "ratio")

    assert (ratio.estimate, ratio.reason) == (1.0, "one value")
