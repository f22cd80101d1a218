from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.resampling.draws import (
    count_draws,
    draw_stratified_weights,
    iterate_stratified_weights,
)

STRATA = np.array(["b", "a", "b", "b", "a", "c"])


def test_every_stratum_keeps_its_size_in_every_draw():
    weights = draw_stratified_weights(STRATA, 200, np.random.default_rng(1))

    for stratum, size in (("a", 2), ("b", 3), ("c", 1)):
        assert (weights[:, stratum == STRATA].sum(axis=1) == size).all()


def test_counts_have_the_moments_of_a_multinomial():
    weights = draw_stratified_weights([0, 0, 0, 0], 40_000, np.random.default_rng(2))

    # mean 1, variance 3/4, covariance -1/4; Monte Carlo errors are below 0.01
    assert weights.mean(axis=0) == pytest.approx(1.0, abs=0.02)
    expected = np.eye(4) - 0.25
    assert np.cov(weights.T) == pytest.approx(expected, abs=0.03)


def test_more_draws_begin_with_the_same_ones():
    few = draw_stratified_weights(STRATA, 7, np.random.default_rng(3))
    many = draw_stratified_weights(STRATA, 50_000, np.random.default_rng(3))

    assert np.array_equal(few, many[:7])


def test_chunks_are_bounded_and_add_up():
    chunks = list(iterate_stratified_weights(np.zeros(80), 10_000, np.random.default_rng(4)))

    assert sum(len(chunk) for chunk in chunks) == 10_000
    assert max(chunk.nbytes for chunk in chunks) <= 2**20


def test_nobody_and_no_draw_give_no_weights():
    assert draw_stratified_weights([], 3, np.random.default_rng(5)).shape == (3, 0)
    assert draw_stratified_weights(STRATA, 0, np.random.default_rng(5)).shape == (0, 6)
    with pytest.raises(ValueError, match="not negative"):
        draw_stratified_weights(STRATA, -1, np.random.default_rng(5))


def test_drawn_participants_are_counted():
    assert count_draws(np.array([[0, 0, 2], [1, 1, 1]]), 4).tolist() == [
        [2.0, 0.0, 1.0, 0.0],
        [0.0, 3.0, 0.0, 0.0],
    ]
