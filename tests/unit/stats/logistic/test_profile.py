from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.logistic.firth import fit_firth
from tubulus.stats.logistic.profile import compute_likelihood_ratio_test, compute_profile_limits

ARM = np.repeat([1.0, 0.0], 20)
EVENT = np.r_[np.ones(6), np.zeros(14), np.ones(2), np.zeros(18)]
DESIGN = np.column_stack([np.ones(40), ARM])


def search_height(slope):
    """Maximise the penalised likelihood over the intercept on a grid that closes in."""
    low, high = -10.0, 10.0
    for _ in range(40):
        grid = np.linspace(low, high, 41)
        p = 1 / (1 + np.exp(-(grid[:, None] + slope * ARM)))
        likelihood = np.sum(np.log(np.where(EVENT == 1, p, 1 - p)), axis=1)
        v = p * (1 - p)
        determinant = v.sum(axis=1) * v[:, :20].sum(axis=1) - v[:, :20].sum(axis=1) ** 2
        heights = likelihood + np.log(determinant) / 2
        best = int(np.argmax(heights))
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, 40)]
    return heights.max()


@pytest.mark.parametrize(("confidence", "quantile"), [(0.95, 3.841458820694124), (0.8, 1.642374)])
def test_at_the_limits_the_likelihood_has_fallen_by_the_quantile(confidence, quantile):
    fit = fit_firth(DESIGN, EVENT)
    limits = compute_profile_limits(DESIGN, EVENT, fit, 1, confidence=confidence)

    for limit in limits:
        drop = 2 * (fit.penalised_log_likelihood - search_height(limit))
        assert drop == pytest.approx(quantile, abs=1e-5)


def test_the_test_agrees_with_the_limits():
    fit = fit_firth(DESIGN, EVENT)
    p_value = compute_likelihood_ratio_test(DESIGN, EVENT, fit, 1)
    limits = compute_profile_limits(DESIGN, EVENT, fit, 1, confidence=1 - p_value)

    assert min(abs(limit) for limit in limits) == pytest.approx(0.0, abs=1e-8)


def test_weights_count_as_repeated_participants():
    cells = np.column_stack([np.ones(4), [1, 1, 0, 0]])
    events, weights = np.array([1, 0, 1, 0.0]), np.array([6, 14, 2, 18.0])
    fit = fit_firth(cells, events, weights)
    weighted = compute_profile_limits(cells, events, fit, 1, confidence=0.95, weights=weights)
    everybody = fit_firth(DESIGN, EVENT)

    limits = compute_profile_limits(DESIGN, EVENT, everybody, 1, confidence=0.95)
    assert weighted == pytest.approx(limits, rel=1e-9)
    p_value = compute_likelihood_ratio_test(cells, events, fit, 1, weights=weights)
    expected = compute_likelihood_ratio_test(DESIGN, EVENT, everybody, 1)
    assert p_value == pytest.approx(expected, rel=1e-9)


def test_limits_are_finite_under_separation():
    fit = fit_firth(DESIGN, ARM)
    low, high = compute_profile_limits(DESIGN, ARM, fit, 1, confidence=0.99)

    assert 0.0 < low < fit.coefficients[1] < high < np.inf


def test_a_single_coefficient_has_a_profile_too():
    fit = fit_firth(np.ones((40, 1)), EVENT)
    low, high = compute_profile_limits(np.ones((40, 1)), EVENT, fit, 0, confidence=0.95)

    assert low < np.log(8.5 / 32.5) < high
