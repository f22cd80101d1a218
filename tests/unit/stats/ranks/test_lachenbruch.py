from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from tubulus.stats.ranks.lachenbruch import (
    compute_two_part_permutation_test,
    compute_two_part_test,
)

FIRST, SECOND = [0.0, 2.0, 5.0, 3.0], [0.0, 0.0, 1.0, 4.0]


def test_both_parts_add_up():
    result = compute_two_part_test(FIRST, SECOND)

    # shares 3/4 and 2/4; ranks 2, 3, 5 of five against 1, 4
    assert result.share_part.value == pytest.approx(0.25**2 / (5 / 8 * 3 / 8 * 0.5))
    assert result.amount_part.value == pytest.approx(1.0 / 3.0)
    assert result.df == 2
    assert result.statistic.value == result.share_part.value + result.amount_part.value


def test_without_a_zero_only_the_amounts_are_compared():
    result = compute_two_part_test([1.0, 2.0], [3.0, 4.0])

    assert result.df == 1
    assert result.share_part.reason == "every amount is above zero"
    assert result.statistic.value == pytest.approx(2.4)


def test_nobody_above_zero_in_one_arm_leaves_the_shares():
    result = compute_two_part_test([1.0, 2.0, 0.0], [0.0, 0.0])

    assert (result.df, result.n_any_1, result.n_any_0) == (1, 2, 0)
    assert result.amount_part.reason == "nobody is above zero in one arm"


def test_equal_amounts_leave_the_shares():
    result = compute_two_part_test([2.0, 2.0, 0.0], [2.0, 0.0])

    assert result.amount_part.reason == "all amounts above zero are equal"
    assert result.df == 1


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ([], [], "no participant with a value in one arm"),
        ([np.nan], [1.0], "no participant with a value in one arm"),
        ([0.0] * 5, [0.0] * 5, "every amount is zero"),
        ([2.0], [2.0], "every amount is above zero"),
    ],
)
def test_without_either_part_there_is_no_test(first, second, reason):
    result = compute_two_part_test(first, second)

    assert result.test.state == result.statistic.state == "not estimable"
    assert result.test.reason == reason
    assert result.df == 0


def test_a_negative_amount_is_refused():
    with pytest.raises(ValueError, match="zero or above"):
        compute_two_part_test([-1.0], [1.0])


def test_the_permutation_test_equals_relabelling_one_by_one():
    pooled, observed = np.array([*FIRST, *SECOND]), compute_two_part_test(FIRST, SECOND)
    statistics = []
    for members in combinations(range(8), 4):
        is_first = np.isin(np.arange(8), members)
        statistic = compute_two_part_test(pooled[is_first], pooled[~is_first]).statistic
        statistics.append(statistic.value)
    test = compute_two_part_permutation_test(FIRST, SECOND, generator=np.random.default_rng(1))

    expected = np.mean(np.array(statistics) >= observed.statistic.value - 1e-9)
    assert test.p_value == pytest.approx(expected)


def test_equal_amounts_have_a_permutation_p_value_of_one():
    test = compute_two_part_permutation_test(
        [0.0] * 5, [0.0] * 5, generator=np.random.default_rng(1)
    )

    assert test.p_value == 1.0


def test_an_empty_arm_has_no_permutation_test():
    test = compute_two_part_permutation_test([], [1.0], generator=np.random.default_rng(1))

    assert test.state == "not estimable"
