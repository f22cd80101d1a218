from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.ranks.van_elteren import compute_van_elteren_test

OUTCOME = [3.0, 1.0, 2.0, 5.0, 4.0, 4.0, 6.0, 0.0]
ARM = [1, 0, 1, 0, 1, 0, 1, 0]
STRATUM = [0, 0, 0, 0, 1, 1, 1, 1]


def test_each_stratum_weighs_by_its_participants_plus_one():
    result = compute_van_elteren_test([2.0, 1.0, 2.0, 3.0, 1.0], [1, 0, 1, 0, 0], [0, 0, 1, 1, 1])

    # rank sums 2 and 2 against 1.5 and 2, variances 1 / 4 and 2 / 3
    expected = (0.5 / 3) / (0.25 / 9 + (2 / 3) / 16) ** 0.5
    assert result.statistic.value == pytest.approx(expected)


def test_a_shift_of_a_whole_stratum_changes_nothing():
    shifted = np.array(OUTCOME) + 100.0 * np.array(STRATUM)

    assert compute_van_elteren_test(shifted, ARM, STRATUM) == compute_van_elteren_test(
        OUTCOME, ARM, STRATUM
    )


def test_swapping_the_arms_negates_the_statistic():
    there = compute_van_elteren_test(OUTCOME, ARM, STRATUM, alternative="greater")
    back = compute_van_elteren_test(OUTCOME, 1 - np.array(ARM), STRATUM, alternative="less")

    assert back.statistic.value == pytest.approx(-there.statistic.value)
    assert back.test.p_value == pytest.approx(there.test.p_value)


def test_a_stratum_with_one_arm_is_left_out_and_counted():
    result = compute_van_elteren_test([*OUTCOME, 9.0, 8.0], [*ARM, 1, 1], [*STRATUM, 2, 2])

    assert (result.n_strata, result.n_1, result.n_0, result.n_alone) == (2, 4, 4, 2)


def test_participants_with_anything_missing_are_left_out_and_counted():
    outcome, stratum = [np.nan, *OUTCOME[1:]], [*STRATUM[:7], np.nan]
    result = compute_van_elteren_test(outcome, ARM, stratum)

    assert (result.n_1, result.n_0, result.n_missing) == (3, 3, 2)


@pytest.mark.parametrize(
    ("outcome", "arm", "stratum", "reason"),
    [
        ([], [], [], "no participant with a value in one arm"),
        ([1.0], [1], [0], "no participant with a value in one arm"),
        ([np.nan, 1.0], [1, 0], [0, 0], "no participant with a value in one arm"),
        ([1.0, 2.0], [1, 0], [0, 1], "no stratum has participants of both arms"),
    ],
)
def test_without_both_arms_in_a_stratum_there_is_no_test(outcome, arm, stratum, reason):
    result = compute_van_elteren_test(outcome, arm, stratum)

    assert result.test.reason == result.statistic.reason == reason


def test_equal_values_say_nothing_against_equal_arms():
    result = compute_van_elteren_test([0.0] * 8, ARM, STRATUM)

    assert (result.test.p_value, result.statistic.value) == (1.0, 0.0)
