from __future__ import annotations

from math import comb

from tubulus.stats.exact_tests.hypergeometric import compute_tail_weights, compute_weights


def test_weights_of_all_tables_add_up_to_the_ways_of_the_margin():
    weights = compute_weights(5, 3, 4)

    assert list(weights) == [1, 2, 3, 4]
    assert sum(weights.values()) == comb(8, 4)


def test_a_tail_holds_its_table_and_all_beyond():
    assert compute_tail_weights(2, 2, 2) == {2: 1, 1: 5, 0: 6}


def test_a_margin_of_zero_has_one_table():
    assert compute_weights(4, 3, 0) == {0: 1}
