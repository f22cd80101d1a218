from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from tubulus.stats.description.describe import describe_values

STATISTICS = (
    "mean",
    "sd",
    "minimum",
    "lower_quartile",
    "median",
    "upper_quartile",
    "maximum",
    "geometric_mean",
    "geometric_sd",
)


def test_quantiles_are_interpolated_as_type_7():
    description = describe_values([1.0, 2.0, 3.0, 10.0])

    assert description.lower_quartile.value == 1.75
    assert description.median.value == 2.5
    assert description.upper_quartile.value == 4.75


@pytest.mark.parametrize("values", [[], [np.nan, np.nan]])
def test_nobody_has_no_statistic_but_is_counted(values):
    description = describe_values(values)

    assert (description.n, description.n_missing) == (0, len(values))
    assert {getattr(description, name).reason for name in STATISTICS} == {"no value"}


def test_one_participant_has_a_mean_and_no_sd():
    description = describe_values([2.0])

    assert description.mean.value == description.geometric_mean.value == 2.0
    assert description.sd.state == description.geometric_sd.state == "not estimable"


def test_a_constant_has_no_spread():
    description = describe_values([0.1] * 7)

    assert description.sd.value == 0.0
    assert description.geometric_sd.value == 1.0


def test_a_zero_leaves_the_geometric_mean_undefined_and_says_how_many():
    description = describe_values([0.0, 1.0, 2.0])

    assert description.n_not_positive == 1
    assert description.geometric_mean.reason.startswith("1 of 3")
    assert description.mean.value == 1.0


def test_each_field_is_a_count_or_a_statistic():
    names = {field.name for field in fields(describe_values([]))}

    assert names == {"n", "n_missing", "n_not_positive", *STATISTICS}


def test_values_below_a_limit_rank_lowest_where_a_quantile_needs_no_number_of_theirs():
    described = describe_values([5.0, 7.0, 9.0, 11.0, np.nan], [2.0, 2.0])
    as_numbers = describe_values([1.0, 0.5, 5.0, 7.0, 9.0, 11.0])

    assert described.median.value == as_numbers.median.value == 6.0
    assert described.upper_quartile.value == as_numbers.upper_quartile.value
    assert described.lower_quartile.value is None
    assert "among the values below" in described.lower_quartile.reason
    assert (described.n, described.n_missing) == (4, 1)


def test_a_limit_above_the_quantile_leaves_it_open():
    described = describe_values([5.0, 7.0, 9.0], [8.0])

    assert "either side" in described.median.reason
    assert describe_values([], [1.0]).median.value is None
