from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear.ancova import estimate_ancova
from tubulus.stats.linear.standardisation import (
    estimate_log_standardised_contrast,
    estimate_standardised_contrast,
)

# within arms the outcome is 1 + 3 x in the first and 2 + x in the comparator, but for +-1
X = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])
ARM = np.array([1, 1, 1, 1, 0, 0, 0, 0.0])
NOISE = np.array([1, -1, -1, 1, -1, 1, 1, -1.0])
OUTCOME = np.where(ARM == 1, 1 + 3 * X, 2 + X) + NOISE


@pytest.mark.parametrize(("target", "mean"), [("ATE", 3.5), ("ATT", 1.5), ("ATU", 5.5)])
def test_the_contrast_is_the_gap_between_both_lines_at_the_mean_of_the_target(target, mean):
    result = estimate_standardised_contrast(OUTCOME, ARM, X[:, None], target=target)

    assert result.contrast.estimate == pytest.approx(-1 + 2 * mean)
    assert result.first_mean.estimate == pytest.approx(1 + 3 * mean)
    assert result.comparator_mean.estimate == pytest.approx(2 + mean)
    assert (result.n_1, result.n_0, result.df) == (4, 4, 4)


def test_covariates_that_vary_add_what_the_mean_moves():
    varying = estimate_standardised_contrast(OUTCOME, ARM, X[:, None])
    fixed = estimate_standardised_contrast(OUTCOME, ARM, X[:, None], covariates_vary=False)

    # the noise is uncorrelated with x, so that both parts add: (2 (x - 3.5) / 8)^2
    moved = np.sum((2 * (X - 3.5) / 8) ** 2)
    assert varying.contrast.estimate == fixed.contrast.estimate
    difference = varying.standard_error.value**2 - fixed.standard_error.value**2
    cross = 2.0 * _cross_terms()
    assert difference == pytest.approx(moved + cross)


def _cross_terms():
    centred = X - X.mean()
    design = np.column_stack([np.ones(8), ARM, centred, ARM * centred])
    weights = np.linalg.inv(design.T @ design) @ design.T
    leverages = np.einsum("ij,ji->i", design, weights)
    return float(np.sum(weights[1] * NOISE / (1 - leverages) * 2 * centred / 8))


def test_without_covariates_it_is_the_difference_of_means_of_ancova():
    standardised = estimate_standardised_contrast(OUTCOME, ARM)
    plain = estimate_ancova(OUTCOME, ARM)

    assert standardised.contrast.low == pytest.approx(plain.contrast.low)
    assert standardised.test.p_value == pytest.approx(plain.test.p_value)
    assert standardised.df == plain.df


@pytest.mark.parametrize(
    ("outcome", "arm", "covariates", "reason"),
    [
        ([], [], None, "no complete participant in one arm"),
        ([1.0], [1], None, "no complete participant in one arm"),
        ([np.nan] * 4, [1, 1, 0, 0], None, "no complete participant in one arm"),
        (OUTCOME, np.ones(8), X[:, None], "no complete participant in one arm"),
        (OUTCOME, ARM, ARM[:, None], "full rank"),
        (OUTCOME, ARM, np.column_stack([X, 2 * X]), "full rank"),
        (OUTCOME[:5], ARM[:5], X[:5, None], "full rank"),
        ([1.0, 0.0], [1, 0], [[1.0], [2.0]], "cannot determine"),
    ],
)
def test_what_cannot_be_estimated_says_why(outcome, arm, covariates, reason):
    result = estimate_standardised_contrast(outcome, arm, covariates)

    assert result.contrast.state == result.first_mean.state == "not estimable"
    assert reason in result.contrast.reason


def test_leverage_one_leaves_an_estimate_without_limits():
    result = estimate_standardised_contrast([1.0, 2.0, 4.0, 3.0], [0, 0, 0, 1])

    assert result.contrast.estimate == pytest.approx(3.0 - 7.0 / 3.0)
    assert "leverage 1" in result.contrast.reason


def test_the_log_scale_gives_geometric_means_and_counts_what_has_no_log():
    outcome = [2.0, 8.0, 0.0, 1.0, 1.0, 4.0, np.nan]
    result = estimate_log_standardised_contrast(outcome, [1, 1, 1, 0, 0, 0, 0])

    assert result.first_mean.estimate == pytest.approx(4.0)
    assert result.comparator_mean.estimate == pytest.approx(4.0 ** (1 / 3))
    assert result.contrast.estimate == pytest.approx(4.0 ** (2 / 3))
    assert (result.n_not_positive, result.n_missing) == (1, 1)


@pytest.mark.parametrize("options", [{"target": "ATO"}, {"confidence": 95}])
def test_unknown_options_are_refused(options):
    with pytest.raises(ValueError, match=r"target|confidence"):
        estimate_standardised_contrast(OUTCOME, ARM, **options)
