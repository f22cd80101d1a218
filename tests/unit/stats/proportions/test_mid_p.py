from __future__ import annotations

import pytest
from scipy import stats

from tubulus.stats.proportions.mid_p import compute_limits


def test_each_limit_leaves_half_of_alpha_with_half_the_observed_probability():
    low, high = compute_limits(9, 40, 0.95)

    beyond = stats.binom.sf(9, 40, low) + stats.binom.pmf(9, 40, low) / 2.0
    below = stats.binom.cdf(8, 40, high) + stats.binom.pmf(9, 40, high) / 2.0
    assert (beyond, below) == pytest.approx((0.025, 0.025))
