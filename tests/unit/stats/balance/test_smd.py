from __future__ import annotations

import math

import numpy as np
import pytest

from tubulus.stats.balance.smd import (
    compute_binary_smd,
    compute_categorical_smd,
    compute_continuous_smd,
)


def test_the_pooled_sd_does_not_weigh_the_arms_by_size():
    # variances 1 and 4, hence sqrt(2.5), whatever the sizes
    result = compute_continuous_smd([1.0, 2.0, 3.0], [0.0, 2.0, 4.0])
    shifted = compute_continuous_smd([2.0, 3.0, 4.0], [0.0, 2.0, 4.0])

    assert result.difference.value == 0.0
    assert shifted.difference.value == pytest.approx(1.0 / math.sqrt(2.5))


def test_missing_values_are_counted_by_arm():
    result = compute_continuous_smd([1.0, 2.0, np.nan], [np.nan, np.nan, 3.0, 5.0])

    assert (result.n_1, result.n_0, result.n_missing_1, result.n_missing_0) == (2, 2, 1, 2)


def test_two_arms_of_the_same_constant_do_not_differ():
    assert compute_continuous_smd([0.1] * 3, [0.1] * 3).difference.value == 0.0
    assert compute_binary_smd([1, 1], [1]).difference.value == 0.0
    assert compute_categorical_smd(["a", "a"], ["a"]).difference.value == 0.0


@pytest.mark.parametrize(
    "result",
    [
        compute_continuous_smd([1.0, 1.0], [2.0, 2.0]),
        compute_binary_smd([1, 1], [0, 0]),
        compute_categorical_smd(["a", "b"], ["c", "d"]),
    ],
)
def test_complete_separation_is_not_estimable(result):
    assert "unbounded" in result.difference.reason


@pytest.mark.parametrize(
    "result",
    [
        compute_continuous_smd([], [1.0, 2.0]),
        compute_continuous_smd([np.nan], [1.0, 2.0]),
        compute_binary_smd([], []),
        compute_categorical_smd([None], ["a"]),
    ],
)
def test_an_arm_without_values_is_not_estimable(result):
    assert result.difference.reason == "no value in one arm"


def test_one_participant_in_an_arm_has_no_standard_deviation():
    assert "one value" in compute_continuous_smd([1.0], [1.0, 2.0]).difference.reason


def test_a_binary_covariate_in_percent_is_refused():
    with pytest.raises(ValueError, match="binary"):
        compute_binary_smd([0, 100], [0, 1])


def test_two_levels_give_the_absolute_binary_difference():
    first, second = [0, 0, 1], [1, 1, 0, 1]
    binary = compute_binary_smd(first, second).difference.value
    levels = compute_categorical_smd(first, second).difference.value

    assert binary < 0.0
    assert levels == pytest.approx(-binary)


def test_missing_levels_are_none_or_nan():
    result = compute_categorical_smd(["a", None, float("nan"), "b"], np.array(["a", "b"]))

    assert (result.n_1, result.n_missing_1, result.n_0) == (2, 2, 2)
    assert result.difference.value == pytest.approx(0.0)


def test_the_distance_does_not_depend_on_the_names_of_the_levels():
    first, second = ["a", "b", "b", "c", "c"], ["a", "a", "b", "c", "d"]
    renamed = {"a": "z", "b": "y", "c": "x", "d": "w"}
    value = compute_categorical_smd(first, second).difference.value
    other = compute_categorical_smd(
        [renamed[level] for level in first], [renamed[level] for level in second]
    ).difference.value

    assert value == pytest.approx(other)
