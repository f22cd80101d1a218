from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.ranks.wilcoxon import compute_wilcoxon_test


def test_without_overlap_the_p_value_counts_both_extreme_deals():
    result = compute_wilcoxon_test([4.0, 5.0, 6.0], [1.0, 2.0, 3.0])

    assert result.wins.value == 9.0
    assert result.test.p_value == pytest.approx(2 / 20)


def test_a_tie_counts_half_a_win():
    assert compute_wilcoxon_test([1.0, 2.0], [1.0]).wins.value == 1.5


def test_two_sided_is_not_twice_one_sided_where_ties_skew_the_distribution():
    # one high value among six: the sums of two ranks are 8 or 12 halves, E = 28 / 3
    arms = [0.0, 1.0], [0.0, 0.0, 0.0, 0.0]
    greater = compute_wilcoxon_test(*arms, alternative="greater").test.p_value

    assert greater == pytest.approx(1 / 3)
    assert compute_wilcoxon_test(*arms).test.p_value == pytest.approx(1 / 3)


def test_equal_values_say_nothing_against_equal_arms():
    result = compute_wilcoxon_test([0.0] * 40, [0.0] * 40)

    assert result.test.p_value == 1.0
    assert result.wins.value == 800.0


def test_equal_values_in_very_large_arms_say_nothing_either():
    spread = np.arange(2000.0)
    assert "normal" in compute_wilcoxon_test(spread, spread).test.method
    assert compute_wilcoxon_test(np.zeros(2000), np.zeros(2000)).test.p_value == 1.0


@pytest.mark.parametrize(("first", "second"), [([], []), ([1.0], []), ([np.nan] * 3, [1.0, 2.0])])
def test_an_empty_arm_is_not_estimable(first, second):
    result = compute_wilcoxon_test(first, second)

    assert result.test.state == result.wins.state == "not estimable"
    assert result.test.reason == "no participant with a value in one arm"


def test_one_participant_in_each_arm_cannot_be_unusual():
    result = compute_wilcoxon_test([2.0], [1.0])

    assert result.test.p_value == 1.0
    assert compute_wilcoxon_test([2.0], [1.0], alternative="greater").test.p_value == 0.5


def test_missing_values_are_left_out_and_counted():
    result = compute_wilcoxon_test([1.0, np.nan, 2.0], [np.nan, 3.0, np.nan])

    assert (result.n_1, result.n_0, result.n_missing_1, result.n_missing_0) == (2, 1, 1, 2)
