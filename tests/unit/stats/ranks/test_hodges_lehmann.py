from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.ranks.hodges_lehmann import estimate_shift, estimate_shift_ratio


def test_the_shift_is_the_median_of_all_differences():
    assert estimate_shift([1.0, 5.0], [0.0, 2.0]).shift.estimate == 2.0


def test_arms_too_small_for_the_confidence_have_no_limits():
    result = estimate_shift([1.0, 2.0, 3.0], [4.0, 5.0, 6.0])

    assert result.shift.estimate == -3.0
    assert result.shift.reason == "the extreme differences reach 0.9 confidence only"
    assert result.achieved_confidence.reason == result.shift.reason


def test_the_extreme_differences_are_limits_where_they_reach_the_confidence():
    shift = estimate_shift([1.0, 2.0, 3.0], [4.0, 5.0, 6.5], confidence=0.9)

    assert (shift.shift.low, shift.shift.high) == (-5.5, -1.0)
    assert shift.achieved_confidence.value == pytest.approx(0.9)


def test_equal_values_have_shift_zero_with_limits_zero():
    shift = estimate_shift([0.0] * 10, [0.0] * 10).shift

    assert (shift.estimate, shift.low, shift.high) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("first", "second"), [([], []), ([1.0], []), ([1.0], [np.nan])])
def test_an_empty_arm_is_not_estimable(first, second):
    result = estimate_shift(first, second)

    assert result.shift.state == result.achieved_confidence.state == "not estimable"
    assert "no participant" in result.shift.reason


def test_one_participant_in_each_arm_has_a_shift_without_limits():
    result = estimate_shift([3.0], [1.0])

    assert result.shift.estimate == 2.0
    assert "reach 0 confidence" in result.shift.reason


def test_a_ratio_leaves_out_and_counts_what_has_no_log():
    result = estimate_shift_ratio([2.0, 4.0, 0.0, np.nan], [1.0, 2.0, 8.0], confidence=0.5)

    assert (result.n_1, result.n_0, result.n_missing, result.n_not_positive) == (2, 3, 1, 1)
    assert result.shift.estimate == pytest.approx(2.0**0.5)
    assert result.shift.method.endswith("of logs")


def test_very_large_arms_take_normal_ranks_close_to_the_exact_ones():
    values = np.random.default_rng(2).normal(size=(2, 150))
    result = estimate_shift(*values)

    # Lehmann's rank: mn / 2 - z sqrt(mn (m + n + 1) / 12), rounded down
    rank = int(11250 - 1.959963984540054 * (150 * 150 * 301 / 12) ** 0.5)
    differences = np.sort(np.subtract.outer(*values), axis=None)
    assert result.shift.method == "Hodges-Lehmann, normal limits"
    assert result.shift.low == differences[rank - 1]
    assert 0.95 <= result.achieved_confidence.value < 0.951
