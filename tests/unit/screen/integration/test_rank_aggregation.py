"""Tests of robust rank aggregation and of its permutation null."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.stats import beta, kstest

from tubulus.screen.integration.rank_aggregation import (
    aggregate_ranks,
    compute_normal_ranks,
    compute_rho,
)


def test_rho_is_the_smallest_beta_probability_times_the_layers():
    ranks = np.array([[0.1, 0.9, 0.2]])
    expected = 3 * min(beta.cdf([0.1, 0.2, 0.9], [1, 2, 3], [3, 2, 1]))
    assert compute_rho(ranks) == pytest.approx([expected])


def test_a_missing_layer_leaves_a_row_one_layer_fewer():
    rho = compute_rho(np.array([[0.1, np.nan, 0.2], [np.nan, 0.3, np.nan]]))
    assert rho == pytest.approx([2 * min(beta.cdf([0.1, 0.2], [1, 2], [2, 1])), 0.3])


def test_a_row_that_no_layer_knows_has_neither_rho_nor_p():
    found = aggregate_ranks(np.array([[1.0, 2.0], [np.nan, np.nan], [0.0, np.nan]]))
    assert np.isnan(found.rho).tolist() == [False, True, False]
    assert np.isnan(found.p).tolist() == [False, True, False]


def test_ties_share_their_mid_rank_and_missing_rows_do_not_count():
    ranks = compute_normal_ranks(np.array([[3.0], [1.0], [1.0], [np.nan], [-np.inf]]))
    assert ranks[:, 0] == pytest.approx([0.25, 0.625, 0.625, np.nan, 1.0], nan_ok=True)


def test_nothing_to_rank_gives_nothing():
    assert aggregate_ranks(np.zeros((0, 3))).p.size == 0
    assert np.isnan(aggregate_ranks(np.zeros((2, 0))).p).all()


def test_rows_that_are_all_tied_cannot_be_told_apart():
    assert aggregate_ranks(np.ones((7, 3))).p.tolist() == [1.0] * 7


def test_one_row_alone_is_no_surprise():
    assert aggregate_ranks(np.ones((1, 3))).p.tolist() == [1.0]


def test_the_null_is_that_of_shuffling_each_layer(rng):
    strength = rng.integers(0, 4, (12, 3)).astype(float)
    strength[rng.random((12, 3)) < 0.2] = np.nan
    found = aggregate_ranks(strength)
    hits, shuffles = np.zeros(12), 4_000
    ranks = compute_normal_ranks(strength)
    for _ in range(shuffles):
        shuffled = ranks.copy()
        for layer in range(3):
            known = np.flatnonzero(~np.isnan(ranks[:, layer]))
            shuffled[known, layer] = rng.permutation(ranks[known, layer])
        hits += compute_rho(shuffled) <= found.rho * (1 + 1e-9)

    known = ~np.isnan(found.rho)
    # four standard errors of the shuffles
    assert found.p[known] == pytest.approx(hits[known] / shuffles, abs=4 * 0.5 / shuffles**0.5)


def test_randomised_p_of_null_rows_is_uniform():
    rng = np.random.default_rng(7)
    p = []
    for _ in range(120):
        strength = rng.integers(0, 5, (20, 4)).astype(float)
        strength[rng.random((20, 4)) < 0.3] = np.nan
        strength[0, 0] = 2.0
        found = aggregate_ranks(strength)
        # ties within the null: spread p over its jump, from above the equals to with them
        below = aggregate_below(strength, found, rng)
        p.append(below + rng.random() * (found.p[0] - below))
    assert kstest(p, "uniform").pvalue > 0.01


def aggregate_below(strength, found, rng):
    """Return the share of the null strictly below the first row's rho, from draws of its own."""
    ranks = compute_normal_ranks(strength)
    layers = np.flatnonzero(~np.isnan(ranks[0]))
    entries = [ranks[~np.isnan(ranks[:, layer]), layer] for layer in layers]
    null = compute_rho(np.column_stack([rng.choice(entry, 3_000) for entry in entries]))
    return float((null < found.rho[0] * (1 - 1e-9)).mean())


def test_p_never_exceeds_its_promise_on_null_rows():
    rng = np.random.default_rng(8)
    p = np.concatenate(
        [aggregate_ranks(rng.integers(0, 9, (30, 4)).astype(float)).p for _ in range(60)]
    )
    for alpha in (0.05, 0.2):
        se = np.sqrt(alpha * (1 - alpha) / p.size)
        assert (p <= alpha).mean() <= alpha + 4 * se


def test_p_is_the_share_of_all_combinations_of_entries_that_score_as_low():
    rng = np.random.default_rng(3)
    strength = rng.integers(0, 5, (9, 4)).astype(float)
    strength[rng.random((9, 4)) < 0.3] = np.nan
    found = aggregate_ranks(strength)
    ranks = compute_normal_ranks(strength)
    for row in np.flatnonzero(~np.isnan(found.rho)):
        layers = np.flatnonzero(~np.isnan(ranks[row]))
        entries = [ranks[~np.isnan(ranks[:, layer]), layer] for layer in layers]
        null = compute_rho(np.array(list(product(*entries))))
        assert found.p[row] == pytest.approx((null <= found.rho[row] * (1 + 1e-9)).mean())


def test_a_row_on_top_of_every_ranking_has_the_product_of_their_shares():
    strength = np.column_stack([np.arange(200.0)] * 6)
    assert aggregate_ranks(strength).p[-1] == pytest.approx(200.0**-6, rel=1e-9)


def test_rows_with_the_same_ranks_on_other_layers_have_the_same_p():
    strength = np.array([[2.0, 1.0, 0.0], [0.0, 2.0, 1.0], [1.0, 0.0, 2.0]])
    assert len(set(aggregate_ranks(strength).p)) == 1
