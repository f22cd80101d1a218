from __future__ import annotations

import pytest
from scipy import integrate

from tubulus.stats.proportions.jeffreys import compute_limits


def test_the_limits_hold_the_stated_share_of_the_posterior():
    low, high = compute_limits(3, 10, 0.9)

    def compute_density(p):
        return p**2.5 * (1.0 - p) ** 6.5

    inside = integrate.quad(compute_density, low, high)[0]
    below = integrate.quad(compute_density, 0.0, low)[0]
    total = integrate.quad(compute_density, 0.0, 1.0)[0]
    assert inside / total == pytest.approx(0.9, abs=1e-8)
    assert below / total == pytest.approx(0.05, abs=1e-8)
