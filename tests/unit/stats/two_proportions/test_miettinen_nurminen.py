"""The score statistic is computed here anew: its likelihood is maximised by a root search."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import optimize, stats

from tubulus.stats.two_proportions.miettinen_nurminen import fit_restricted_proportion
from tubulus.stats.two_proportions.risk_difference import estimate_risk_difference


def maximise_likelihood(x_1, n_1, x_0, n_0, d):
    def compute_slope(p):
        up = (x_1 / (p + d) if x_1 else 0.0) + (x_0 / p if x_0 else 0.0)
        down = (n_1 - x_1) / (1.0 - p - d) if n_1 > x_1 else 0.0
        return up - down - ((n_0 - x_0) / (1.0 - p) if n_0 > x_0 else 0.0)

    low, high = max(0.0, -d), min(1.0, 1.0 - d)
    edge = 1e-13 * (high - low)
    if high - low < 1e-13 or compute_slope(low + edge) <= 0.0:
        return low
    if compute_slope(high - edge) >= 0.0:
        return high
    return optimize.brentq(compute_slope, low + edge, high - edge, xtol=1e-15)


def compute_z(x_1, n_1, x_0, n_0, d):
    p_0 = maximise_likelihood(x_1, n_1, x_0, n_0, d)
    p_1 = min(1.0, max(0.0, p_0 + d))
    total = n_1 + n_0
    variance = (p_1 * (1 - p_1) / n_1 + p_0 * (1 - p_0) / n_0) * total / (total - 1)
    return (x_1 / n_1 - x_0 / n_0 - d) / math.sqrt(variance)


def check_table(x_1, n_1, x_0, n_0, confidence=0.95):
    interval = estimate_risk_difference(x_1, n_1, x_0, n_0, confidence=confidence)
    z = stats.norm.ppf(0.5 + confidence / 2.0)

    assert -1.0 <= interval.low <= interval.estimate <= interval.high <= 1.0
    for limit, sign in ((interval.low, 1.0), (interval.high, -1.0)):
        if abs(limit) < 1.0:
            assert compute_z(x_1, n_1, x_0, n_0, limit) == pytest.approx(sign * z, abs=1e-6)
        else:
            assert limit == interval.estimate


def test_a_seeded_hundred_tables_meet_the_score_equation_at_both_limits():
    generator = np.random.default_rng(2024)
    for _ in range(100):
        n_1, n_0 = (int(n) for n in generator.integers(1, 60, 2))
        check_table(
            int(generator.integers(0, n_1 + 1)), n_1, int(generator.integers(0, n_0 + 1)), n_0, 0.9
        )


@pytest.mark.slow
def test_all_1681_tables_of_40_and_40_meet_the_score_equation_at_both_limits():
    for x_1 in range(41):
        for x_0 in range(41):
            check_table(x_1, 40, x_0, 40)


@pytest.mark.parametrize(
    "table", [(0, 40, 0, 40), (40, 40, 40, 40), (0, 1, 0, 1), (0, 3, 5, 5), (1, 1, 0, 1)]
)
def test_arms_where_all_or_none_have_the_event_need_no_special_case(table):
    check_table(*table)


def test_the_largest_difference_has_a_limit_at_the_end():
    interval = estimate_risk_difference(0, 4, 4, 4)

    assert interval.low == interval.estimate == -1.0 < interval.high < 0.0


@pytest.mark.parametrize("difference", [-0.9, -0.3, 0.0, 1e-9, 0.2, 0.999])
@pytest.mark.parametrize("table", [(9, 40, 0, 40), (0, 7, 0, 5), (7, 7, 3, 5), (3, 11, 2, 50)])
def test_the_cubic_finds_the_maximum_of_the_likelihood(table, difference):
    p_0 = float(fit_restricted_proportion(*table, difference))

    assert p_0 == pytest.approx(maximise_likelihood(*table, difference), abs=1e-7)
