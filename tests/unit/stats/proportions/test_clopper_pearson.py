from __future__ import annotations

import pytest
from scipy import stats

from tubulus.stats.proportions.clopper_pearson import compute_limits, compute_upper_limit


def test_each_limit_leaves_half_of_alpha_in_its_binomial_tail():
    low, high = compute_limits(9, 40, 0.9)

    assert stats.binom.sf(8, 40, low) == pytest.approx(0.05)
    assert stats.binom.cdf(9, 40, high) == pytest.approx(0.05)


def test_the_one_sided_limit_leaves_alpha_in_one_tail():
    assert stats.binom.cdf(9, 40, compute_upper_limit(9, 40, 0.95)) == pytest.approx(0.05)
