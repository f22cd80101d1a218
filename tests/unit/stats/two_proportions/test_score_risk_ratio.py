from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import optimize, stats

from tubulus.stats.two_proportions.score_risk_ratio import (
    compute_limits,
    fit_restricted_proportion,
)


def maximise_likelihood(x_1, n_1, x_0, n_0, ratio):
    def compute_slope(p):
        up = (x_1 + x_0) / p
        return up - (n_1 - x_1) * ratio / (1.0 - ratio * p) - (n_0 - x_0) / (1.0 - p)

    end = min(1.0, 1.0 / ratio)
    if x_1 + x_0 == 0:
        return 0.0
    if compute_slope(end * (1.0 - 1e-13)) >= 0.0:
        return end
    return optimize.brentq(compute_slope, 1e-13 * end, end * (1.0 - 1e-13), xtol=1e-16)


@pytest.mark.parametrize("ratio", [1e-6, 0.3, 1.0, 2.5, 1e6])
@pytest.mark.parametrize("table", [(9, 40, 0, 40), (0, 7, 0, 5), (7, 7, 3, 5), (7, 7, 5, 5)])
def test_the_quadratic_finds_the_maximum_of_the_likelihood(table, ratio):
    p_0 = float(fit_restricted_proportion(*table, ratio))

    assert p_0 == pytest.approx(maximise_likelihood(*table, ratio), rel=1e-9)


def test_thirty_seeded_tables_meet_the_score_equation_at_both_limits():
    generator, z = np.random.default_rng(31), stats.norm.ppf(0.95)
    for _ in range(30):
        n_1, n_0 = (int(n) for n in generator.integers(2, 60, 2))
        x_1, x_0 = int(generator.integers(1, n_1)), int(generator.integers(1, n_0))
        for limit, sign in zip(compute_limits(x_1, n_1, x_0, n_0, 0.9), (1, -1), strict=True):
            p_0 = maximise_likelihood(x_1, n_1, x_0, n_0, float(limit))
            p_1, total = limit * p_0, n_1 + n_0
            spread = p_1 * (1 - p_1) / n_1 + limit**2 * p_0 * (1 - p_0) / n_0
            score = (x_1 / n_1 - limit * x_0 / n_0) / math.sqrt(spread * total / (total - 1))
            assert score == pytest.approx(sign * z, abs=1e-8)
