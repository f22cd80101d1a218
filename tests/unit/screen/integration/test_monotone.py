"""Tests of isotonic regression on partial orders."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression, minimize

from tubulus.screen.integration.monotone import find_upper_sets, fit_monotone

count = st.integers(0, 40)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(count, count), min_size=1, max_size=7))
def test_a_chain_is_fitted_as_by_pooling_adjacent_violators(cells):
    positives = np.array([c[0] for c in cells], dtype=float)
    weights = positives + np.array([c[1] for c in cells]) + 1.0

    fitted = fit_monotone(positives, weights, ((len(cells), True),))

    expected = isotonic_regression(positives / weights, weights=weights).x
    assert fitted == pytest.approx(expected, abs=1e-12)


def test_a_grid_is_fitted_as_by_a_general_optimiser(rng):
    weights = rng.uniform(1, 9, 9)
    totals = weights * rng.uniform(size=9)
    pairs = [(i, i + 1) for i in range(9) if i % 3 < 2] + [(i, i + 3) for i in range(6)]
    constraints = [{"type": "ineq", "fun": lambda x, a=a, b=b: x[b] - x[a]} for a, b in pairs]

    fitted = fit_monotone(totals, weights, ((3, True), (3, True)))

    found = minimize(
        lambda x: (weights * (x - totals / weights) ** 2).sum(),
        np.full(9, 0.5),
        constraints=constraints,
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 500},
    )
    assert fitted == pytest.approx(found.x, abs=1e-5)
    assert all(fitted[b] >= fitted[a] - 1e-12 for a, b in pairs)


def test_categories_without_an_order_are_left_as_they_are():
    fitted = fit_monotone(np.array([3.0, 1.0]), np.array([4.0, 4.0]), ((2, False),))
    assert fitted.tolist() == [0.75, 0.25]


def test_an_order_on_one_axis_does_not_touch_the_other():
    totals, weights = np.array([4.0, 1.0, 1.0, 2.0]), np.full(4, 4.0)
    fitted = fit_monotone(totals, weights, ((2, True), (2, False)))
    # cells 0 and 2 violate the order and are pooled; 1 and 3 rise already
    assert fitted.tolist() == [0.625, 0.25, 0.625, 0.5]


def test_the_upper_sets_of_a_grid_are_as_many_as_its_lattice_paths():
    assert len(find_upper_sets(((5, True), (5, True)))) == 252
    assert len(find_upper_sets(((4, True),))) == 5


def test_a_grid_that_is_too_fine_is_our_error():
    with pytest.raises(ValueError, match="fewer bins"):
        find_upper_sets(((7, True), (7, True)))
