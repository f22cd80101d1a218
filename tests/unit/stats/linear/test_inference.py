from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear.inference import infer_combination
from tubulus.stats.linear.least_squares import fit_least_squares

MEAN = fit_least_squares(np.ones((3, 1)), np.array([1.0, 2.0, 3.0]))


def test_limits_of_a_mean_follow_by_hand():
    # HC3 standard error sqrt(1/2), t of 2 degrees of freedom
    interval, test, error = infer_combination(MEAN, np.ones(1), "mean", 0.95)

    assert error.value == pytest.approx(np.sqrt(0.5))
    assert interval.high == pytest.approx(2.0 + 4.302652729911275 * np.sqrt(0.5))
    assert test.p_value == pytest.approx(0.1055728, abs=1e-7)


def test_further_influence_is_added_before_squaring():
    further = np.array([0.5, 0.0, 0.0])
    _, _, error = infer_combination(MEAN, np.ones(1), "mean", 0.95, further_influence=further)

    # without it the influence is (-1/2, 0, 1/2): the first part cancels
    assert error.value == pytest.approx(0.5)


def test_what_has_no_fit_hands_its_reason_on():
    interval, test, error = infer_combination("too few", np.ones(1), "mean", 0.95)

    assert interval.reason == test.reason == error.reason == "too few"


def test_a_fit_with_an_obstacle_keeps_its_estimate():
    constant = fit_least_squares(np.ones((3, 1)), np.full(3, 5.0))
    interval, _, _ = infer_combination(constant, np.ones(1), "mean", 0.95)

    assert interval.estimate == pytest.approx(5.0)
    assert not interval.has_limits
