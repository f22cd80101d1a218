from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear.least_squares import LinearFit, compute_contrast_error, fit_least_squares


def test_hc3_of_a_mean_follows_the_formula_by_hand():
    # residuals -1, 0, 1 and leverage 1/3: variance = sum (e / 3 / (2/3))^2 = 2 / 4
    fit = fit_least_squares(np.ones((3, 1)), np.array([1.0, 2.0, 3.0]))

    assert isinstance(fit, LinearFit)
    assert fit.coefficients == pytest.approx([2.0])
    assert compute_contrast_error(fit, np.ones(1)) == pytest.approx(np.sqrt(0.5))


def test_columns_of_very_different_size_are_no_obstacle():
    x = np.arange(6.0)
    y = np.array([0.1, 0.9, 2.2, 2.8, 4.1, 5.0])
    small = fit_least_squares(np.column_stack([np.ones(6), x * 1e-9]), y)
    large = fit_least_squares(np.column_stack([np.ones(6), x * 1e9]), y)

    assert isinstance(small, LinearFit)
    assert isinstance(large, LinearFit)
    assert small.residuals == pytest.approx(large.residuals)


@pytest.mark.parametrize(
    ("design", "reason"),
    [
        (np.ones((2, 3)), "cannot determine"),
        (np.column_stack([np.ones(3), np.zeros(3)]), "zero for every"),
        (np.column_stack([np.ones(4), np.arange(4.0), 2.0 * np.arange(4.0) - 1.0]), "full rank"),
    ],
)
def test_a_design_that_cannot_be_fitted_says_why(design, reason):
    assert reason in fit_least_squares(design, np.arange(float(len(design))))


@pytest.mark.parametrize(
    ("design", "outcome", "reason"),
    [
        (np.eye(2), [1.0, 2.0], "as many coefficients"),
        (np.column_stack([np.ones(4), [0, 0, 0, 1]]), [1.0, 2.0, 4.0, 3.0], "leverage 1"),
        (np.ones((3, 1)), [5.1, 5.1, 5.1], "does not vary"),
        (np.ones((3, 1)), [0.0, 0.0, 0.0], "does not vary"),
    ],
)
def test_a_fit_without_covariance_says_why(design, outcome, reason):
    fit = fit_least_squares(design, np.array(outcome))

    assert isinstance(fit, LinearFit)
    assert reason in fit.reason
