from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.ranks.placements import compute_placements, compute_variance


def test_wins_and_losses_count_for_the_first_arm():
    placements = compute_placements(np.array([1.0, 3.0]), np.array([1.0, 2.0, 4.0, 0.0]))

    assert placements.wins_1.tolist() == [0.25, 0.75]
    assert placements.losses_1.tolist() == [0.5, 0.25]
    assert placements.wins_0.tolist() == [0.5, 0.5, 0.0, 1.0]
    assert placements.losses_0.tolist() == [0.0, 0.5, 1.0, 0.0]


def test_equal_spread_and_size_have_the_degrees_of_freedom_of_both_arms():
    parts = np.array([0.0, 0.5, 1.0])
    variance, df = compute_variance(parts, parts)

    assert variance == pytest.approx(2 * 0.25 / 3)
    assert df == pytest.approx(4.0)


def test_equal_parts_have_no_variance_not_even_rounding():
    assert compute_variance(np.full(3, 0.1 + 0.2), np.array([0.3, 0.1 + 0.2])) == (0.0, 0.0)
