from __future__ import annotations

import tracemalloc
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from scipy import stats

from tubulus.stats.exact_tests.boschloo import _compute_tails, compute_boschloo_test
from tubulus.stats.exact_tests.hypergeometric import compute_tail_weights


def compute_by_enumeration(x_1, n_1, x_0, n_0):
    """Order tables by rounded Fisher p and take the highest of many binomial sums."""
    first, second = np.meshgrid(np.arange(n_1 + 1), np.arange(n_0 + 1), indexing="ij")
    fisher = stats.hypergeom.sf(first - 1, n_1 + n_0, first + second, n_1)
    extreme = fisher <= fisher[x_1, x_0] * (1.0 + 1e-9)
    return max(
        float((stats.binom.pmf(first, n_1, pi) * stats.binom.pmf(second, n_0, pi) * extreme).sum())
        for pi in np.linspace(0.0, 1.0, 801)
    )


@pytest.mark.parametrize(
    "table", [(9, 40, 1, 40), (3, 4, 1, 7), (6, 9, 2, 9), (12, 17, 4, 29), (2, 11, 3, 8)]
)
def test_one_sided_p_values_equal_the_enumeration_of_all_tables(table):
    p_value = compute_boschloo_test(*table, alternative="greater").p_value

    assert p_value == pytest.approx(compute_by_enumeration(*table), rel=1e-4)
    assert p_value >= compute_by_enumeration(*table) * (1.0 - 1e-12)


def test_two_sided_is_twice_the_smaller_one_sided():
    table = (9, 40, 2, 40)
    greater = compute_boschloo_test(*table, alternative="greater").p_value
    less = compute_boschloo_test(*table, alternative="less").p_value

    assert greater < less
    assert compute_boschloo_test(*table).p_value == 2.0 * greater


def test_two_sided_takes_the_smaller_side_whichever_it_is():
    generator = np.random.default_rng(8)
    for _ in range(60):
        n_1, n_0 = (int(n) for n in generator.integers(1, 30, 2))
        table = (int(generator.integers(0, n_1 + 1)), n_1, int(generator.integers(0, n_0 + 1)), n_0)
        sides = [
            compute_boschloo_test(*table, alternative=alternative).p_value
            for alternative in ("greater", "less")
        ]

        assert compute_boschloo_test(*table).p_value == min(1.0, 2.0 * min(sides))


@pytest.mark.parametrize(("n_1", "n_0"), [(1, 1), (1, 6), (6, 1), (7, 7), (5, 11), (12, 4)])
def test_the_largest_extreme_tails_are_those_of_all_tables_compared_as_fractions(n_1, n_0):
    fractions = [
        [
            Fraction(weight, comb(n_1 + n_0, margin))
            for weight in compute_tail_weights(n_1, n_0, margin).values()
        ]
        for margin in range(n_1 + n_0 + 1)
    ]
    for x_1 in range(n_1 + 1):
        for x_0 in range(n_0 + 1):
            ways = comb(n_1 + n_0, x_1 + x_0)
            observed = Fraction(compute_tail_weights(n_1, n_0, x_1 + x_0)[x_1], ways)
            expected = [
                float(max((tail for tail in tails if tail <= observed), default=0))
                for tails in fractions
            ]

            assert _compute_tails(x_1, n_1, x_0, n_0).tolist() == expected


def test_a_large_table_equals_the_sum_over_a_cut_off_in_each_row():
    x_1, n_1, x_0, n_0 = 120, 300, 80, 250
    first, second = np.meshgrid(np.arange(n_1 + 1), np.arange(n_0 + 1), indexing="ij")
    fisher = stats.hypergeom.sf(first - 1, n_1 + n_0, first + second, n_1)
    cuts = (fisher <= fisher[x_1, x_0] * (1.0 + 1e-9)).sum(axis=1) - 1
    expected = max(
        float(stats.binom.pmf(np.arange(n_1 + 1), n_1, pi) @ stats.binom.cdf(cuts, n_0, pi))
        for pi in np.linspace(0.0, 1.0, 4001)
    )

    p_value = compute_boschloo_test(x_1, n_1, x_0, n_0, alternative="greater").p_value

    assert p_value == pytest.approx(expected, rel=1e-6)
    assert p_value >= expected * (1.0 - 1e-11)


def test_a_thousand_in_each_arm_need_little_memory():
    tracemalloc.start()
    p_value = compute_boschloo_test(300, 1000, 250, 1000).p_value
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert 0.0 < p_value < 0.05
    assert peak_bytes < 50e6


def test_a_p_value_below_every_float_is_zero():
    assert compute_boschloo_test(1000, 1000, 0, 1000).p_value == 0.0


def test_a_seeded_dozen_tables_equal_scipy():
    generator = np.random.default_rng(5)
    for _ in range(12):
        n_1, n_0 = (int(n) for n in generator.integers(2, 20, 2))
        a, b = int(generator.integers(0, n_1 + 1)), int(generator.integers(0, n_0 + 1))
        expected = stats.boschloo_exact([[a, b], [n_1 - a, n_0 - b]], n=64).pvalue
        p_value = compute_boschloo_test(a, n_1, b, n_0).p_value
        assert p_value == pytest.approx(min(1.0, expected), rel=1e-6)


@pytest.mark.parametrize("table", [(0, 5, 0, 5), (5, 5, 5, 5), (0, 1, 0, 1)])
def test_all_or_none_give_a_p_value_of_one(table):
    assert compute_boschloo_test(*table).p_value == 1.0


@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
def test_an_empty_arm_is_not_estimable(alternative):
    result = compute_boschloo_test(0, 0, 1, 2, alternative=alternative)

    assert (result.alternative, result.reason) == (alternative, "no participant in one arm")
