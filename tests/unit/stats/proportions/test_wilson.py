from __future__ import annotations

import math

import pytest

from tubulus.stats.proportions.wilson import compute_limits


def test_each_limit_is_rejected_exactly_at_the_level():
    # 1.959963985 is the 97.5 % quantile of the normal distribution
    for limit in compute_limits(9, 40, 0.95):
        z = (9 / 40 - limit) / math.sqrt(limit * (1.0 - limit) / 40)
        assert abs(z) == pytest.approx(1.959963985, rel=1e-8)
