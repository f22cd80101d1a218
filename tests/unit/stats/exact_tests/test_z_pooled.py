from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from tubulus.stats.exact_tests.z_pooled import compute_z_pooled_test


def compute_square(x_1, n_1, x_0, n_0):
    total, events = n_1 + n_0, x_1 + x_0
    distance = total * x_1 - n_1 * events
    size = Fraction(distance**2, events * (total - events)) if 0 < events < total else Fraction(0)
    return size if distance > 0 else -size


def compute_by_enumeration(table, alternative):
    """Compare z^2 with its sign in fractions and take the highest of many binomial sums."""
    _, n_1, _, n_0 = table
    observed = compute_square(*table)
    chosen = []
    for a in range(n_1 + 1):
        for b in range(n_0 + 1):
            z = compute_square(a, n_1, b, n_0)
            if alternative == "two-sided":
                chosen.append(abs(z) >= abs(observed))
            else:
                chosen.append(z >= observed if alternative == "greater" else z <= observed)
    region = np.reshape(chosen, (n_1 + 1, n_0 + 1)).astype(float)
    shares = np.linspace(0.0, 1.0, 4001)[:, np.newaxis]
    first = stats.binom.pmf(np.arange(n_1 + 1), n_1, shares)
    second = stats.binom.pmf(np.arange(n_0 + 1), n_0, shares)
    return float(((first @ region) * second).sum(axis=1).max())


@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
@pytest.mark.parametrize(
    "table", [(9, 40, 1, 40), (3, 4, 1, 7), (2, 9, 6, 9), (12, 17, 4, 29), (2, 4, 4, 8)]
)
def test_p_values_equal_the_enumeration_of_all_tables(table, alternative):
    p_value = compute_z_pooled_test(*table, alternative=alternative).p_value
    expected = compute_by_enumeration(table, alternative)

    assert p_value == pytest.approx(expected, rel=1e-5)
    assert p_value >= expected * (1.0 - 1e-12)


def test_a_tie_that_scipy_loses_is_kept():
    # Exact 3.3 gives 0.007956; scipy 1.17 barnard_exact 0.00693
    assert compute_z_pooled_test(9, 10, 3, 10).p_value == pytest.approx(0.007956, abs=5e-7)


def test_swapping_the_arms_changes_no_two_sided_p_value():
    one = compute_z_pooled_test(9, 40, 2, 31).p_value

    assert one == pytest.approx(compute_z_pooled_test(2, 31, 9, 40).p_value, rel=1e-12)


def test_equal_shares_give_a_p_value_of_one():
    assert compute_z_pooled_test(2, 4, 5, 10).p_value == 1.0


@pytest.mark.parametrize("table", [(0, 5, 0, 5), (5, 5, 5, 5), (0, 1, 0, 1)])
@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
def test_all_or_none_give_a_p_value_of_one(table, alternative):
    assert compute_z_pooled_test(*table, alternative=alternative).p_value == 1.0


def test_one_participant_in_each_arm_can_give_one_half():
    assert compute_z_pooled_test(1, 1, 0, 1).p_value == pytest.approx(0.5, abs=1e-12)


def test_a_p_value_below_every_float_is_zero():
    assert compute_z_pooled_test(1000, 1000, 0, 1000).p_value == 0.0


@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
def test_an_empty_arm_is_not_estimable(alternative):
    result = compute_z_pooled_test(0, 0, 1, 2, alternative=alternative)

    assert (result.alternative, result.reason) == (alternative, "no participant in one arm")


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="events"):
        compute_z_pooled_test(5, 4, 0, 3)
