"""False discovery rates by hand."""

import numpy as np
import pytest

from tubulus.dock.calibration.discovery_rates import compute_bh_q, compute_by_q

P = np.array([0.04, 0.01, 0.5, 0.03])


def test_bh_values_are_those_by_hand():
    assert compute_bh_q(P) == pytest.approx([0.16 / 3, 0.04, 0.5, 0.16 / 3])


def test_by_values_are_larger_by_the_harmonic_sum():
    assert compute_by_q(P) == pytest.approx(
        np.minimum(compute_bh_q(P) * (1 + 1 / 2 + 1 / 3 + 1 / 4), 1)
    )


def test_one_p_is_its_own_rate_and_none_gives_none():
    assert compute_bh_q(np.array([0.2])) == compute_by_q(np.array([0.2])) == 0.2
    assert compute_bh_q(np.array([])).size == compute_by_q(np.array([])).size == 0
