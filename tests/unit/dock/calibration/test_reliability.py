"""Rates of p on non-partners and their standard errors over shared rows and columns."""

import numpy as np
import pytest

from tubulus.dock.calibration.reliability import compute_rate_se, tabulate_reliability


def test_rates_are_counted_on_non_partners_with_a_p():
    p = np.array([[0.001, 0.04], [0.2, np.nan]])
    non_partner = np.array([[False, True], [True, True]])

    table = tabulate_reliability(p, non_partner, (0.05, 0.5))

    assert table["n"].to_list() == [2, 2]
    assert table["rate"].to_list() == [0.5, 1.0]


def test_hits_that_share_a_row_have_a_larger_error_than_scattered_ones():
    tested = np.ones((10, 10), dtype=bool)
    gathered = np.zeros((10, 10), dtype=bool)
    gathered[0] = True

    assert compute_rate_se(gathered, tested) == pytest.approx(0.09)
    assert compute_rate_se(np.eye(10, dtype=bool), tested) == pytest.approx(0.03)


def test_a_broken_promise_is_told():
    p = np.full((20, 20), 0.9)
    p[np.random.default_rng(0).random((20, 20)) < 0.2] = 0.01

    table = tabulate_reliability(p, np.ones((20, 20), dtype=bool), (0.01, 0.05, 0.5))

    assert table["held"].to_list() == [False, False, True]


def test_a_level_that_no_p_could_reach_was_not_tested():
    p = np.random.default_rng(0).uniform(0.1, 1.0, (20, 20))

    table = tabulate_reliability(
        p, np.ones((20, 20), dtype=bool), (0.01, 0.05, 0.5), smallest_p=np.full((20, 20), 0.02)
    )

    assert table["held"].to_list() == [None, True, True]


def test_without_a_pair_nothing_is_told():
    table = tabulate_reliability(np.full((2, 2), np.nan), np.ones((2, 2), dtype=bool))

    assert table["rate"].to_list() == [None] * 3
    assert table["held"].to_list() == [None] * 3
