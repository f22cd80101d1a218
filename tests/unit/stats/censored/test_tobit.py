from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.censored.tobit import (
    estimate_censored_contrast,
    estimate_log_censored_contrast,
)

ARM = np.array([1, 1, 1, 1, 0, 0, 0, 0])
OUTCOME = np.array([3.0, 5.0, 4.0, 6.0, 1.0, 2.0, 4.0, 3.5])
NONE_BELOW = np.zeros(8, dtype=bool)
SOME_BELOW = np.array([False, False, False, False, True, True, False, False])


def test_with_nothing_below_a_limit_the_t_limits_are_those_of_least_squares():
    result = estimate_censored_contrast(OUTCOME, NONE_BELOW, ARM)
    difference = 4.5 - 2.625
    pooled = (np.var(OUTCOME[:4]) * 4 + np.var(OUTCOME[4:]) * 4) / 6

    assert result.contrast.estimate == pytest.approx(difference)
    assert result.standard_error.value == pytest.approx((pooled / 2) ** 0.5)
    assert result.df == 6


def test_a_value_below_its_limit_pulls_its_arm_down():
    at_the_limit = estimate_censored_contrast(OUTCOME, NONE_BELOW, ARM)
    below = estimate_censored_contrast(OUTCOME, SOME_BELOW, ARM)

    assert below.contrast.estimate > at_the_limit.contrast.estimate
    assert (below.n_below_1, below.n_below_0) == (0, 2)


def test_normal_limits_are_narrower_and_carry_their_name():
    t = estimate_censored_contrast(OUTCOME, SOME_BELOW, ARM).contrast
    z = estimate_censored_contrast(OUTCOME, SOME_BELOW, ARM, reference="normal").contrast

    assert z.high - z.low < t.high - t.low
    assert (t.method[-1], z.method[-1]) == ("t", "z")


def test_the_sandwich_has_the_same_estimate_and_another_error():
    observed, sandwich = (
        estimate_censored_contrast(OUTCOME, SOME_BELOW, ARM, covariance=name)
        for name in ("observed", "sandwich")
    )

    assert observed.contrast.estimate == sandwich.contrast.estimate
    assert observed.standard_error.value != pytest.approx(sandwich.standard_error.value, rel=1e-3)


@pytest.mark.parametrize(
    ("outcome", "below", "arm", "reason"),
    [
        ([], [], [], "no complete participant in one arm"),
        ([1.0], [False], [1], "no complete participant in one arm"),
        ([np.nan] * 2, [False] * 2, [1, 0], "no complete participant in one arm"),
        ([1.0, 2.0], [False, False], [1, 0], "do not vary around the fit"),
        ([1.0, 2.0, 1.0], [True, True, True], [1, 0, 0], "every value is below its limit"),
        ([1.0, 2.0, 3.0], [True, False, False], [1, 0, 0], "all of one arm are below their limits"),
        ([1.0, 2.0, 2.0], [True, False, False], [1, 0, 0], "do not vary around the fit"),
    ],
)
def test_what_is_not_estimable_has_a_reason(outcome, below, arm, reason):
    result = estimate_censored_contrast(outcome, below, arm)

    assert result.contrast.state == result.test.state == "not estimable"
    assert reason in result.contrast.reason
    assert result.residual_sd.reason == result.standard_error.reason == result.contrast.reason


def test_a_hidden_arm_keeps_a_test_and_a_limit_on_the_finite_side():
    below = ARM == 0
    limits = np.where(below, 2.5, OUTCOME)
    here = estimate_censored_contrast(limits, below, ARM)
    there = estimate_censored_contrast(limits, below, 1 - ARM)

    assert here.contrast.state == "not estimable"
    assert here.likelihood_ratio_test.p_value < 0.05
    assert here.finite_limit.value > 0.0
    assert there.finite_limit.value == pytest.approx(-here.finite_limit.value)
    assert there.likelihood_ratio_test.p_value == pytest.approx(here.likelihood_ratio_test.p_value)


def test_the_finite_limit_of_a_weak_contrast_lies_beyond_no_difference():
    below = ARM == 0
    result = estimate_censored_contrast(np.where(below, 5.5, OUTCOME), below, ARM)

    assert result.likelihood_ratio_test.p_value > 0.05
    assert result.finite_limit.value < 0.0


def test_the_likelihood_ratio_test_is_close_to_walds_where_both_exist():
    result = estimate_censored_contrast(OUTCOME, SOME_BELOW, ARM, reference="normal")

    assert "finite" in result.finite_limit.reason
    assert result.likelihood_ratio_test.p_value == pytest.approx(result.test.p_value, rel=0.8)


def test_a_covariate_that_repeats_the_arm_is_not_estimable():
    result = estimate_censored_contrast(OUTCOME, SOME_BELOW, ARM, ARM[:, None])

    assert "full rank" in result.contrast.reason


@pytest.mark.parametrize("below", [[True], [0.5] * 8])
def test_flags_of_another_length_or_kind_are_refused(below):
    with pytest.raises(ValueError, match="below"):
        estimate_censored_contrast(OUTCOME, below, ARM)


def test_what_has_no_log_or_is_missing_is_left_out_and_counted():
    outcome = np.array([3.0, 5.0, 4.0, 0.0, 1.0, 2.0, np.nan, 3.5])
    result = estimate_log_censored_contrast(outcome, SOME_BELOW, ARM)

    assert (result.n_1, result.n_0) == (3, 3)
    assert (result.n_missing, result.n_not_positive) == (1, 1)
    assert result.contrast.method == "censored normal regression, t, of logs"
