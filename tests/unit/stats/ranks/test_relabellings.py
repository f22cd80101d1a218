from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.ranks.relabellings import compute_permutation_p_value, count_relabellings

VALUES = np.arange(20.0)
FIRST = (VALUES >= 10.0).astype(float)


def sum_first(members):
    return members @ VALUES


def test_few_relabellings_are_all_taken_and_the_generator_is_left_alone():
    generator, other = np.random.default_rng(1), np.random.default_rng(1)
    p_value = compute_permutation_p_value(
        lambda members: members @ VALUES[:5],
        FIRST[-5:] * [0, 0, 0, 1, 1],
        draws=10,
        generator=generator,
    )

    assert count_relabellings(5, 2) == 10
    assert p_value == pytest.approx(1 / 10)
    assert generator.random() == other.random()


def test_drawn_relabellings_count_the_observed_one_too():
    p_value = compute_permutation_p_value(
        sum_first, FIRST, draws=99, generator=np.random.default_rng(1)
    )

    assert p_value == pytest.approx(1 / 100)


def test_the_same_seed_gives_the_same_p_value_over_several_chunks():
    observed = np.tile([1.0, 0.0], 10)
    first, second = (
        compute_permutation_p_value(
            sum_first, observed, draws=5000, generator=np.random.default_rng(3)
        )
        for _ in range(2)
    )

    assert first == second
    assert 0.4 < first < 0.9


def test_an_infinite_statistic_ties_with_itself():
    p_value = compute_permutation_p_value(
        lambda members: np.where(members[:, 0] == 1.0, np.inf, 0.0),
        np.array([1.0, 0.0, 0.0]),
        draws=10,
        generator=np.random.default_rng(1),
    )

    assert p_value == pytest.approx(1 / 3)


def test_no_draws_are_refused():
    with pytest.raises(ValueError, match="at least one draw"):
        compute_permutation_p_value(sum_first, FIRST, draws=0, generator=np.random.default_rng(1))
