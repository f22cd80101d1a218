from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special, stats

from tubulus.stats.designs.group_sequential import recursion
from tubulus.stats.designs.group_sequential.recursion import compute_crossing, find_finest_steps


@pytest.mark.parametrize("drift", [0.0, 1.5, -2.0])
@pytest.mark.parametrize("fraction", [0.1, 0.5, 0.9])
def test_two_looks_equal_the_bivariate_normal(fraction, drift):
    fractions, upper = np.array([fraction, 1.0]), np.array([2.2, 2.0])
    above, _ = compute_crossing(fractions, upper, None, drift)
    means = drift * np.sqrt(fractions)
    rho = math.sqrt(fraction)
    joint = stats.multivariate_normal([0.0, 0.0], [[1.0, rho], [rho, 1.0]])

    assert above[0] == pytest.approx(special.ndtr(means[0] - 2.2), rel=1e-13)
    stays = special.ndtr(2.2 - means[0]) - joint.cdf([2.2 - means[0], 2.0 - means[1]])
    assert above[1] == pytest.approx(stays, abs=1e-9)


def test_more_points_change_nothing(monkeypatch):
    fractions = np.array([0.05, 0.2, 0.21, 0.6, 1.0])
    upper = np.array([3.5, 2.9, 2.8, 2.4, 2.0])
    coarse = compute_crossing(fractions, upper, -upper, 1.0)
    monkeypatch.setattr(recursion, "_POINTS_PER_STEP", 16.0)
    monkeypatch.setattr(recursion, "_LEAST_POINTS", 128)
    fine = compute_crossing(fractions, upper, -upper, 1.0)

    assert coarse[0] == pytest.approx(fine[0], abs=1e-14)
    assert coarse[1] == pytest.approx(fine[1], abs=1e-14)


def test_a_first_look_at_hardly_any_information_costs_no_points_later():
    fractions, upper = np.array([1e-6, 0.5, 1.0]), np.array([5.0, 2.5, 2.0])

    assert find_finest_steps(fractions) == pytest.approx([1e-6, 0.499999, 0.5])
    late, _ = compute_crossing(fractions[1:], upper[1:])
    both, _ = compute_crossing(fractions, upper)
    assert both.sum() == pytest.approx(late.sum(), abs=1e-6)


def test_without_drift_both_sides_are_crossed_alike():
    fractions, upper = np.array([0.3, 0.7, 1.0]), np.array([2.5, 2.3, 2.1])
    above, below = compute_crossing(fractions, upper, -upper)

    assert above == pytest.approx(below, rel=1e-12)


def test_everybody_crosses_one_boundary_or_ends_between_them():
    fractions, upper = np.array([0.5, 1.0]), np.array([1.0, -0.5])
    above, below = compute_crossing(fractions, upper, np.array([-1.0, -0.5]))

    assert above.sum() + below.sum() == pytest.approx(1.0, abs=1e-14)


def test_boundaries_that_meet_leave_nobody_for_the_next_look():
    above, below = compute_crossing(
        np.array([0.5, 1.0]), np.array([0.3, 2.0]), np.array([0.3, -2.0])
    )

    assert above[0] + below[0] == pytest.approx(1.0)
    assert (above[1], below[1]) == (0.0, 0.0)
