from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from tubulus.stats.designs.group_sequential.boundaries import (
    compute_classical_boundary,
    compute_inflation,
    compute_power,
    compute_spending_boundary,
)


@pytest.mark.parametrize(("alpha", "sides"), [(0.05, 2), (0.025, 1)])
@pytest.mark.parametrize("shape", ["Pocock", "O'Brien-Fleming"])
def test_one_look_is_the_fixed_design(shape, alpha, sides):
    found = compute_classical_boundary(1, alpha, shape=shape, sides=sides)

    assert found.critical_values[0] == pytest.approx(-special.ndtri(0.025), rel=1e-14)
    spending = compute_spending_boundary([1.0], alpha, spending=shape, sides=sides)
    assert spending.critical_values == pytest.approx(found.critical_values, rel=1e-12)


@pytest.mark.parametrize("sides", [1, 2])
@pytest.mark.parametrize("shape", ["Pocock", "O'Brien-Fleming"])
def test_alpha_is_kept_and_all_of_it_is_spent(shape, sides):
    classical = compute_classical_boundary(4, 0.05, shape=shape, sides=sides)
    spending = compute_spending_boundary([0.2, 0.5, 1.0], 0.05, spending=shape, sides=sides)

    assert compute_power(classical, 0.0)[-1] == pytest.approx(0.05, rel=1e-11)
    assert compute_power(spending, 0.0) == pytest.approx(spending.spent, rel=1e-10)
    assert spending.spent[-1] == pytest.approx(0.05, rel=1e-12)


def test_forms_are_flat_or_fall_with_the_root_of_the_information():
    pocock = compute_classical_boundary(5, 0.05, shape="Pocock")
    fleming = compute_classical_boundary(5, 0.05, shape="O'Brien-Fleming")

    assert np.ptp(pocock.critical_values) == 0.0
    products = fleming.critical_values * np.sqrt(fleming.fractions)
    assert products == pytest.approx(np.full(5, 2.040073), abs=1e-6)


def test_nearly_no_information_spends_nearly_nothing():
    found = compute_spending_boundary([0.001, 0.01, 1.0], 0.05, spending="O'Brien-Fleming")

    assert np.all(np.isfinite(found.critical_values))
    assert found.critical_values[0] == 37.0
    assert found.critical_values[-1] == pytest.approx(-special.ndtri(0.025), rel=1e-9)


def test_a_plan_that_was_cut_leaves_alpha_unspent():
    found = compute_spending_boundary([0.4, 0.8], 0.05, spending="Pocock")

    assert found.spent[-1] < 0.05


def test_more_looks_cost_more_participants():
    sizes = [
        compute_inflation(compute_classical_boundary(looks, 0.05, shape="Pocock"), 0.9)
        for looks in (1, 2, 5)
    ]

    assert sizes[0] == pytest.approx(1.0, rel=1e-10)
    assert sizes == sorted(sizes)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: compute_classical_boundary(0, 0.05, shape="Pocock"), "at least one look"),
        (lambda: compute_classical_boundary(3, 0.05, shape="Haybittle"), "shape is one of"),
        (lambda: compute_classical_boundary(3, 0.05, shape="Pocock", sides=3), "sides is one of"),
        (lambda: compute_classical_boundary(3, 5, shape="Pocock"), "alpha lies"),
        (lambda: compute_spending_boundary([], 0.05, spending="Pocock"), "rise"),
        (lambda: compute_spending_boundary([0.5, 0.5], 0.05, spending="Pocock"), "rise"),
        (lambda: compute_spending_boundary([0.5, 0.5001], 0.05, spending="Pocock"), "one look"),
        (lambda: compute_spending_boundary([0.5, 50], 0.05, spending="Pocock"), "end at 1"),
        (lambda: compute_spending_boundary([0.5, 1], 0.05, spending="Kim"), "spending is one of"),
    ],
)
def test_plans_that_cannot_be_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("power", [0.01, 1.0])
def test_a_power_below_alpha_or_of_one_is_refused(power):
    boundary = compute_classical_boundary(2, 0.05, shape="Pocock")

    with pytest.raises(ValueError, match="between alpha and 1"):
        compute_inflation(boundary, power)
