from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tubulus.stats.exact_tests.fisher import compute_fisher_test


def test_a_seeded_hundred_tables_equal_scipy():
    generator = np.random.default_rng(7)
    for _ in range(100):
        n_1, n_0 = (int(n) for n in generator.integers(1, 45, 2))
        a, b = int(generator.integers(0, n_1 + 1)), int(generator.integers(0, n_0 + 1))
        expected = stats.fisher_exact([[a, n_1 - a], [b, n_0 - b]]).pvalue
        assert compute_fisher_test(a, n_1, b, n_0).p_value == pytest.approx(expected, rel=1e-9)


def test_equally_probable_tables_are_ties():
    # 1 of 2 against 1 of 2 is the most probable table, 2 v 0 and 0 v 2 are tied
    assert compute_fisher_test(2, 2, 0, 2).p_value == pytest.approx(2.0 / 6.0, abs=1e-15)


@pytest.mark.parametrize("table", [(0, 5, 0, 5), (5, 5, 5, 5)])
def test_all_or_none_give_a_p_value_of_one(table):
    assert compute_fisher_test(*table).p_value == 1.0


def test_an_empty_arm_is_not_estimable():
    assert compute_fisher_test(0, 0, 1, 2).reason == "no participant in one arm"


def test_responders_need_at_most_two_in_the_comparator_to_differ_from_nine_of_forty():
    p_values = [compute_fisher_test(9, 40, k, 40).p_value for k in range(5)]

    assert [p < 0.05 for p in p_values] == [True, True, True, False, False]
