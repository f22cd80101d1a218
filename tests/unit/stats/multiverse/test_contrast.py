"""The contrast of one specification."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tubulus.stats.linear.ancova import estimate_ancova
from tubulus.stats.multiverse import estimate_specification

FIRST, OTHER = [4.0, 6.0, 7.0, 9.0], [1.0, 2.0, 2.0, 5.0, 3.0]
OUTCOME, ARM = np.array([*FIRST, *OTHER]), np.array([1.0] * 4 + [0.0] * 5)


def test_without_covariates_classical_errors_are_those_of_the_t_test():
    expected = stats.ttest_ind(FIRST, OTHER)

    found = estimate_specification(OUTCOME, ARM, errors="classical")

    limits = expected.confidence_interval(0.95)
    assert found.test.p_value == pytest.approx(expected.pvalue)
    assert (found.contrast.low, found.contrast.high) == pytest.approx((limits.low, limits.high))


def test_with_a_covariate_classical_errors_are_those_of_its_simple_regression():
    # Frisch-Waugh-Lovell: both residuals on the covariate, two degrees of freedom fewer than n - 1
    z = np.array([1.0, 3.0, 2.0, 5.0, 4.0, 1.0, 2.0, 6.0, 3.0])
    own = [v - np.polyval(np.polyfit(z, v, 1), z) for v in (ARM, OUTCOME)]
    slope = stats.linregress(*own)

    found = estimate_specification(OUTCOME, ARM, z[:, None], errors="classical")

    error = slope.stderr * np.sqrt(7 / 6)
    assert found.contrast.estimate == pytest.approx(slope.slope)
    assert found.contrast.high == pytest.approx(slope.slope + stats.t.ppf(0.975, 6) * error)


def test_robust_errors_are_those_of_ancova():
    assert estimate_specification(OUTCOME, ARM).contrast == estimate_ancova(OUTCOME, ARM).contrast


def test_missing_values_are_left_out_and_counted():
    outcome = np.where(np.arange(9) == 0, np.nan, OUTCOME)

    found = estimate_specification(outcome, ARM, errors="classical")

    assert found.n == 8
    assert found.contrast.estimate == pytest.approx(np.mean(FIRST[1:]) - np.mean(OTHER))


@pytest.mark.parametrize(
    ("outcome", "arm", "covariates"),
    [([], [], None), ([1.0, 2.0], [1.0, 1.0], None), (OUTCOME, ARM, ARM[:, None])],
)
def test_what_cannot_be_fitted_has_a_reason(outcome, arm, covariates):
    found = estimate_specification(outcome, arm, covariates, errors="classical")

    assert found.contrast.estimate is None
    assert found.contrast.reason
    assert found.test.p_value is None


@pytest.mark.parametrize("outcome", [[2.0, 1.0], [2.0, 2.0, 1.0, 1.0]])
def test_nothing_left_to_vary_leaves_an_estimate_without_limits(outcome):
    arm = [1.0] * (len(outcome) // 2) + [0.0] * (len(outcome) // 2)

    found = estimate_specification(outcome, arm, errors="classical")

    assert found.contrast.estimate == pytest.approx(1.0)
    assert found.contrast.low is None
