from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tubulus.stats.censored.censored_normal import fit_censored_normal
from tubulus.stats.linear.least_squares import fit_least_squares

GENERATOR = np.random.default_rng(8)
N = 50
DESIGN = np.column_stack([np.ones(N), np.arange(N) % 2, GENERATOR.normal(size=N)])
TRUE = DESIGN @ [1.0, 0.5, -0.3] + GENERATOR.normal(size=N)
LIMITS = np.where(np.arange(N) < 25, 0.5, 0.9)
BELOW = TRUE < LIMITS
SEEN = np.where(BELOW, LIMITS, TRUE)


def compute_terms(parameters):
    mean, sd = DESIGN @ parameters[:-1], np.exp(parameters[-1])
    return np.where(BELOW, stats.norm.logcdf(SEEN, mean, sd), stats.norm.logpdf(SEEN, mean, sd))


def compute_log_likelihood(parameters):
    return compute_terms(parameters).sum()


def test_with_nothing_below_a_limit_it_is_least_squares():
    fit = fit_censored_normal(TRUE, np.zeros(N, dtype=bool), DESIGN)
    least = fit_least_squares(DESIGN, TRUE)

    assert fit.coefficients == pytest.approx(least.coefficients, rel=1e-9)
    assert fit.sd**2 == pytest.approx(np.mean(least.residuals**2), rel=1e-9)


def test_the_fit_is_a_maximum_of_the_likelihood_written_plainly():
    fit = fit_censored_normal(SEEN, BELOW, DESIGN)
    best = np.append(fit.coefficients, np.log(fit.sd))
    top = compute_log_likelihood(best)

    assert fit.log_likelihood == pytest.approx(top, rel=1e-12)
    for step in 1e-4 * np.vstack([np.eye(4), -np.eye(4)]):
        assert compute_log_likelihood(best + step) < top


def test_scores_and_covariance_equal_numerical_derivatives():
    fit = fit_censored_normal(SEEN, BELOW, DESIGN)
    best, step = np.append(fit.coefficients, np.log(fit.sd)), 1e-4 * np.eye(4)
    information = np.array(
        [
            [
                -(
                    compute_log_likelihood(best + a + b)
                    - compute_log_likelihood(best + a - b)
                    - compute_log_likelihood(best - a + b)
                    + compute_log_likelihood(best - a - b)
                )
                / 4e-8
                for a in step
            ]
            for b in step
        ]
    )

    assert fit.covariance == pytest.approx(np.linalg.inv(information), rel=1e-4)
    for k in range(4):
        slopes = (compute_terms(best + step[k]) - compute_terms(best - step[k])) / 2e-4
        assert fit.scores[:, k] == pytest.approx(slopes, abs=1e-6)


def test_a_limit_above_everything_says_nothing():
    outcome, below = np.append(SEEN, 1e3), np.append(BELOW, True)
    fit = fit_censored_normal(outcome, below, np.vstack([DESIGN, [1.0, 0.0, 0.0]]))
    without = fit_censored_normal(SEEN, BELOW, DESIGN)

    assert fit.coefficients == pytest.approx(without.coefficients, rel=1e-9)
    assert fit.covariance == pytest.approx(without.covariance, rel=1e-9)


def test_a_participant_far_below_everybody_is_fitted_without_overflow():
    outcome, below = np.append(SEEN, -1e3), np.append(BELOW, True)
    fit = fit_censored_normal(outcome, below, np.vstack([DESIGN, [1.0, 0.0, 0.0]]))

    assert 50.0 < fit.sd < 500.0
    assert fit.scores.sum(axis=0) == pytest.approx(np.zeros(4), abs=1e-6)


@pytest.mark.parametrize(
    ("outcome", "below", "arm", "reason"),
    [
        ([1.0, 2.0, 3.0, 4.0], [1, 1, 1, 1], [1, 1, 0, 0], "every value is below its limit"),
        ([1.0, 2.0, 3.0, 4.0], [1, 1, 0, 0], [1, 1, 0, 0], "do not determine the coefficients"),
        ([1.0, 2.0, 3.0, 4.0], [1, 0, 0, 1], [1, 1, 0, 0], "do not vary around the fit"),
        ([5.0, 5.0, 5.0, 5.0], [0, 0, 0, 0], [1, 1, 0, 0], "do not vary around the fit"),
        ([5.0, 5.0], [0, 0], [1, 1], "full rank"),
    ],
)
def test_what_cannot_be_fitted_says_why(outcome, below, arm, reason):
    design = np.column_stack([np.ones(len(arm)), arm])
    fit = fit_censored_normal(np.array(outcome), np.array(below, dtype=bool), design)

    assert reason in fit
