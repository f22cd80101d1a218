from __future__ import annotations

import pytest

from tubulus.stats.designs.sample_size.rank_power import (
    compute_rank_power,
    compute_win_probability,
    find_rank_sample_size,
)


def test_win_odds_of_one_are_no_effect():
    assert compute_win_probability(1.0) == 0.5
    assert compute_win_probability(3.0) == 0.75


def test_the_size_found_has_the_power_and_two_fewer_do_not():
    total = find_rank_sample_size(0.65, 0.05, 0.8)

    # even numbers of equal arms
    n = -(-total // 2)
    assert compute_rank_power(0.65, n, n, 0.05) >= 0.8
    assert compute_rank_power(0.65, n - 1, n - 1, 0.05) < 0.8


def test_both_directions_need_the_same():
    assert find_rank_sample_size(0.35, 0.05, 0.9) == find_rank_sample_size(0.65, 0.05, 0.9)


def test_unequal_arms_need_more():
    assert find_rank_sample_size(0.65, 0.05, 0.8, share_1=0.8) > find_rank_sample_size(
        0.65, 0.05, 0.8
    )


@pytest.mark.parametrize("win_odds", [0.0, -1.0, float("inf"), float("nan")])
def test_win_odds_outside_their_range_are_refused(win_odds):
    with pytest.raises(ValueError, match="win odds"):
        compute_win_probability(win_odds)


def test_no_effect_and_an_empty_arm_are_refused():
    with pytest.raises(ValueError, match="no effect"):
        find_rank_sample_size(0.5, 0.05, 0.8)
    with pytest.raises(ValueError, match="at least one participant"):
        compute_rank_power(0.6, 0, 5, 0.05)
    with pytest.raises(ValueError, match="one side or two"):
        compute_rank_power(0.6, 5, 5, 0.05, sides=0)
