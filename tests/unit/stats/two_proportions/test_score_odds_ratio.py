from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from tubulus.stats.two_proportions.score_odds_ratio import compute_limits, fit_restricted_events


@pytest.mark.parametrize("ratio", [1e-9, 1e-6, 0.3, 1.0, 2.5, 1e6, 1e9])
@pytest.mark.parametrize("arms", [(9, 40, 40), (60, 40, 40), (0, 3, 4), (7, 3, 4), (2, 1, 9)])
def test_expected_counts_have_the_odds_ratio_held(arms, ratio):
    events, n_1, n_0 = arms

    expected = float(fit_restricted_events(events, n_1, n_0, ratio))

    both = (expected * (n_0 - events + expected), ratio * (n_1 - expected) * (events - expected))
    assert max(0, events - n_0) <= expected <= min(n_1, events)
    assert both[0] == pytest.approx(both[1], abs=1e-6 * max(1.0, ratio))


def test_thirty_seeded_tables_meet_the_score_equation_at_both_limits():
    generator, z = np.random.default_rng(32), stats.norm.ppf(0.95)
    for _ in range(30):
        n_1, n_0 = (int(n) for n in generator.integers(2, 60, 2))
        x_1, x_0 = int(generator.integers(1, n_1)), int(generator.integers(1, n_0))
        for limit, sign in zip(compute_limits(x_1, n_1, x_0, n_0, 0.9), (1, -1), strict=True):
            p_1 = float(fit_restricted_events(x_1 + x_0, n_1, n_0, limit)) / n_1
            p_0 = (x_1 + x_0 - n_1 * p_1) / n_0
            shares = 1 / (n_1 * p_1 * (1 - p_1)) + 1 / (n_0 * p_0 * (1 - p_0))
            factor = (n_1 + n_0 - 1) / (n_1 + n_0)
            score = (x_1 - n_1 * p_1) * math.sqrt(shares * factor)
            assert score == pytest.approx(sign * z, abs=1e-7)


def test_odds_ratios_far_from_one_keep_their_digits():
    low, _ = compute_limits([39, 1], 40, [1, 0], [40, 1000000], 0.95)
    _, high = compute_limits([1, 39], 40, [39, 40], 40, 0.95)

    assert low[0] * high[0] == pytest.approx(1.0, rel=1e-12)
    assert np.isfinite(low).all()
