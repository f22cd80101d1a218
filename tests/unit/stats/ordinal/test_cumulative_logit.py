from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.ordinal.cumulative_logit import fit_cumulative_logit

GENERATOR = np.random.default_rng(5)
N = 40
DESIGN = np.column_stack([np.arange(N) % 2, GENERATOR.normal(size=N)]).astype(float)
LEVELS = np.unique(
    np.where(GENERATOR.random(N) < 0.5, 0.0, (DESIGN[:, 0] + GENERATOR.normal(size=N)).round(1)),
    return_inverse=True,
)[1]


def compute_log_likelihood(cuts, coefficients):
    padded = np.concatenate([[-np.inf], cuts, [np.inf]])
    eta = DESIGN @ coefficients
    upper, lower = (1 / (1 + np.exp(-(padded[LEVELS + k] - eta))) for k in (1, 0))
    return np.log(upper - lower).sum()


def test_without_covariates_the_cuts_are_the_logits_of_the_shares():
    fit = fit_cumulative_logit(np.array([0, 0, 0, 1, 2, 2]), np.empty((6, 0)))

    assert fit.intercepts == pytest.approx(np.log([3 / 3, 4 / 2]))
    assert fit.log_likelihood == pytest.approx(
        3 * np.log(1 / 2) + np.log(1 / 6) + 2 * np.log(1 / 3)
    )


def test_the_fit_is_a_maximum_of_the_likelihood_written_plainly():
    fit = fit_cumulative_logit(LEVELS, DESIGN)
    top = compute_log_likelihood(fit.intercepts, fit.coefficients)

    assert fit.has_converged
    assert fit.log_likelihood == pytest.approx(top, rel=1e-12)
    for k in range(fit.intercepts.size):
        for step in (-1e-4, 1e-4):
            cuts = fit.intercepts + step * (np.arange(fit.intercepts.size) == k)
            assert compute_log_likelihood(cuts, fit.coefficients) < top


def test_the_covariance_is_the_inverse_of_the_numerical_information():
    fit = fit_cumulative_logit(LEVELS, DESIGN)
    cut_count, step = fit.intercepts.size, 1e-4
    best = np.concatenate([fit.intercepts, fit.coefficients])

    def value(parameters):
        return compute_log_likelihood(parameters[:cut_count], parameters[cut_count:])

    size = best.size
    information = np.empty((size, size))
    for i in range(size):
        for j in range(size):
            a, b = step * np.eye(size)[i], step * np.eye(size)[j]
            bend = value(best + a + b) - value(best + a - b) - value(best - a + b)
            information[i, j] = -(bend + value(best - a - b)) / (4 * step**2)
    expected = np.linalg.inv(information)[cut_count:, cut_count:]

    assert fit.covariance == pytest.approx(expected, rel=1e-4)


def test_an_offset_is_held():
    fit = fit_cumulative_logit(LEVELS, DESIGN)
    held = fit_cumulative_logit(LEVELS, DESIGN[:, 1:], fit.coefficients[0] * DESIGN[:, 0])

    assert held.coefficients == pytest.approx(fit.coefficients[1:], rel=1e-8)
    assert held.log_likelihood == pytest.approx(fit.log_likelihood, rel=1e-12)


def test_an_infinite_maximum_raises_nothing():
    levels = np.array([0, 0, 1, 1, 2, 2])
    fit = fit_cumulative_logit(levels, levels[:, None].astype(float))

    assert not fit.has_converged or abs(fit.coefficients[0]) > 10.0


def test_cuts_stay_apart_where_the_linear_predictor_is_huge():
    levels = np.array([0, 1, 2, 3] * 2)
    arm = np.repeat([0.0, 1.0], 4)

    far = fit_cumulative_logit(levels, np.empty((8, 0)), 1e17 * arm)
    beside = fit_cumulative_logit(levels, np.arange(8.0)[:, None], 1e3 * arm)

    assert far.log_likelihood == pytest.approx(-3e17)
    assert np.isfinite(beside.log_likelihood)
