from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear.ancova import estimate_ancova
from tubulus.stats.linear.arm_means import estimate_arm_means, estimate_log_arm_means

X = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
ARM = np.array([1, 1, 1, 0, 0, 0.0])
OUTCOME = 3 * ARM + 2 * X + np.array([1, -2, 1, -1, 2, -1.0]) / 4


def test_the_means_stand_at_the_covariate_mean_of_everybody_and_differ_by_the_contrast():
    means = estimate_arm_means(OUTCOME, ARM, X[:, None])
    contrast = estimate_ancova(OUTCOME, ARM, X[:, None]).contrast

    assert means.comparator.estimate == pytest.approx(2 * X.mean())
    assert means.first.estimate - means.comparator.estimate == pytest.approx(contrast.estimate)
    assert (means.df, means.n_1, means.n_0) == (3, 3, 3)


def test_without_covariates_an_adjusted_mean_is_the_mean():
    means = estimate_arm_means(OUTCOME, ARM)
    spread = np.sum(((OUTCOME[:3] - OUTCOME[:3].mean()) / 3 / (2 / 3)) ** 2)

    assert means.first.estimate == pytest.approx(OUTCOME[:3].mean())
    assert means.first_error.value == pytest.approx(np.sqrt(spread))


@pytest.mark.parametrize(
    ("outcome", "arm", "reason"),
    [
        ([], [], "no complete participant"),
        ([1.0], [1], "no complete participant"),
        ([np.nan, np.nan], [1, 0], "no complete participant"),
        ([1.0, 2.0], [1, 0], "as many coefficients"),
        ([2.0, 2.0, 2.0, 2.0], [1, 1, 0, 0], "does not vary"),
    ],
)
def test_means_that_cannot_be_estimated_say_why(outcome, arm, reason):
    means = estimate_arm_means(outcome, arm)

    assert reason in means.first.reason
    assert not means.comparator.has_limits


def test_geometric_means_have_the_unit_of_the_outcome():
    here = estimate_log_arm_means(np.exp(OUTCOME), ARM, np.exp(X))
    there = estimate_log_arm_means(10 * np.exp(OUTCOME), ARM, np.exp(X))

    assert there.first.estimate == pytest.approx(10 * here.first.estimate)
    assert there.comparator.low == pytest.approx(10 * here.comparator.low)


def test_a_mean_without_variation_in_its_arm_has_no_limits():
    means = estimate_arm_means([1.0, 1.0, 1.0, 2.0, 5.0, 3.0], ARM)

    assert "standard error is zero" in means.first.reason
    assert means.comparator.has_limits
