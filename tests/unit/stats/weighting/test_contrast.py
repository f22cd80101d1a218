from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.weighting.contrast import (
    METHODS,
    estimate_weighted_contrast,
    estimate_weighted_ratio,
    estimate_weighted_risk_difference,
)
from tubulus.stats.weighting.targets import TARGETS

ARM = [1, 1, 1, 1, 0, 0, 0, 0]
X = np.array([5.0, 3.0, 2.0, 1.5, 2.5, 1.0, 0.5, 1.0])[:, None]
Y = [5.0, 4.0, 6.0, 3.0, 2.0, 4.0, 1.0, 3.0]
NONE = np.empty((8, 0))


@pytest.mark.parametrize("target", TARGETS)
def test_without_covariates_every_target_is_the_difference_of_means(target):
    result = estimate_weighted_contrast(Y, ARM, NONE, target=target)
    error = np.sqrt(np.var(Y[:4]) / 4 + np.var(Y[4:]) / 4)

    assert result.contrast.estimate == pytest.approx(2.0)
    assert result.large_sample_error.value == pytest.approx(error)
    assert result.standard_error.value == pytest.approx(error * np.sqrt(8 / 6))
    assert (result.df, result.n_1, result.n_0, result.n_missing) == (6, 4, 4, 0)
    assert result.contrast.method == METHODS[target].name


@pytest.mark.parametrize("weighting", ["propensity", "entropy"])
def test_participants_with_anything_missing_are_left_out_and_counted(weighting):
    outcome = [*Y, np.nan, 9.0, 9.0]
    arm = [*ARM, 1, np.nan, 0]
    x = np.vstack([X, [[1.0]], [[1.0]], [[np.nan]]])
    more = estimate_weighted_contrast(outcome, arm, x, target="ATE", weighting=weighting)
    complete = estimate_weighted_contrast(Y, ARM, X, target="ATE", weighting=weighting)

    assert more.n_missing == 3
    assert more.contrast == complete.contrast


@pytest.mark.parametrize(
    ("outcome", "arm", "covariates", "reason"),
    [
        ([], [], np.empty((0, 1)), "no complete participant in one arm"),
        ([1.0], [1], [[1.0]], "no complete participant in one arm"),
        ([np.nan] * 4, [1, 1, 0, 0], [[1.0]] * 4, "no complete participant in one arm"),
        ([1.0] * 4, [1, 1, 0, 0], [[4.0], [3], [2], [1]], "separate the arms"),
        (Y, ARM, np.column_stack([X, 3.0 * X]), "full rank"),
    ],
)
def test_what_cannot_be_weighted_is_not_estimable(outcome, arm, covariates, reason):
    result = estimate_weighted_contrast(outcome, arm, covariates)

    assert result.contrast.state == "not estimable"
    assert reason in result.contrast.reason
    assert result.test.reason == result.standard_error.reason == result.contrast.reason
    assert result.effective_1.reason == result.contrast.reason


def test_firth_weighs_arms_that_the_covariates_separate():
    outcome, arm = [3.0, 4.0, 2.0, 1.0, 2.0, 0.0], [1, 1, 1, 0, 0, 0]
    x = np.arange(6.0)[::-1, None]
    result = estimate_weighted_contrast(outcome, arm, x, weighting="Firth propensity")

    assert result.contrast.has_limits
    assert "separate" in estimate_weighted_contrast(outcome, arm, x).contrast.reason


def test_an_outcome_that_does_not_vary_has_no_limits():
    result = estimate_weighted_contrast([5.1] * 8, ARM, X, target="ATE")

    assert result.contrast.estimate == pytest.approx(0.0, abs=1e-12)
    assert "does not vary" in result.contrast.reason


def test_two_participants_leave_nothing_to_measure_variation():
    result = estimate_weighted_contrast([1.0, 3.0], [1, 0], np.empty((2, 0)))

    assert result.contrast.estimate == pytest.approx(-2.0)
    assert "no variation is left" in result.test.reason
    assert result.df == 0


def test_the_ratio_is_that_of_geometric_means_and_counts_what_has_no_log():
    outcome = [2.0, 8.0, 0.0, 1.0, 1.0, 4.0, np.nan, -1.0]
    result = estimate_weighted_ratio(outcome, ARM, NONE)

    assert result.contrast.estimate == pytest.approx(16.0 ** (1 / 3) / 2.0)
    assert result.mean_0.value == pytest.approx(2.0)
    assert (result.n_1, result.n_0, result.n_missing, result.n_not_positive) == (3, 2, 1, 2)


def test_limits_of_a_risk_difference_are_cut_at_one():
    result = estimate_weighted_risk_difference([1, 1, 1, 0, 0, 0, 0, 1], ARM, NONE)
    wide = estimate_weighted_contrast([1, 1, 1, 0, 0, 0, 0, 1], ARM, NONE)

    assert wide.contrast.high > 1.0
    assert result.contrast.high == 1.0
    assert result.contrast.low == wide.contrast.low


def test_no_event_at_all_is_a_difference_without_limits():
    result = estimate_weighted_risk_difference([0] * 8, ARM, X)

    assert result.contrast.estimate == 0.0
    assert not result.contrast.has_limits


def test_all_events_in_one_arm_still_have_limits():
    result = estimate_weighted_risk_difference([1, 1, 0, 0, 0, 0, 0, 0], ARM, X)

    assert result.mean_0.value == 0.0
    assert result.contrast.has_limits


def test_an_arm_without_results_of_its_own_is_refused_in_the_ratio_too():
    result = estimate_weighted_ratio([0.0] * 4 + [1.0] * 4, ARM, NONE)

    assert result.mean_1.reason == "no complete participant in one arm"
    assert (result.n_not_positive, result.n_missing) == (4, 0)


@pytest.mark.parametrize(
    "options",
    [{"target": "all"}, {"target": "ATO", "weighting": "entropy"}, {"confidence": 95.0}],
)
def test_unknown_options_are_refused(options):
    with pytest.raises(ValueError, match=r"target|entropy|confidence"):
        estimate_weighted_contrast(Y, ARM, X, **options)


def test_events_in_percent_are_refused():
    with pytest.raises(ValueError, match="an event is 1, 0"):
        estimate_weighted_risk_difference([100] * 8, ARM, X)
