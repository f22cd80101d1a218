"""Baseline variables as columns."""

import numpy as np
from tests.support.small_study import Man, make_small_study

from tubulus.analysis.dataset import select_members
from tubulus.analysis.estimators.covariates import is_numeric, make_columns

MEN = (
    Man(age="30", infertility="primary", fsh=("1", "")),
    Man(age="", infertility="secondary", fsh=("0", "")),
    Man(age="50", infertility="", fsh=("4", "")),
)


def make_members(tmp_path):
    small = make_small_study(tmp_path, men=MEN)
    return select_members(small.snapshot, small.plan, "all")


def find(members, *names):
    return tuple(members.plan.find_covariate(name) for name in names)


def test_a_number_is_one_column_and_missing_is_nan(tmp_path):
    members = make_members(tmp_path)

    np.testing.assert_array_equal(
        make_columns(members, find(members, "age"))[:, 0], [30, np.nan, 50]
    )


def test_a_logarithm_of_nothing_positive_is_missing(tmp_path):
    members = make_members(tmp_path)

    column = make_columns(members, find(members, "fsh"))[:, 0]

    np.testing.assert_allclose(column, [0.0, np.nan, np.log(4.0)])


def test_levels_get_a_column_each_but_the_first(tmp_path):
    members = make_members(tmp_path)

    columns = make_columns(members, find(members, "infertility"))

    np.testing.assert_array_equal(columns, [[0.0], [1.0], [np.nan]])


def test_a_level_of_those_without_an_outcome_gets_no_column(tmp_path):
    members = make_members(tmp_path)

    columns = make_columns(members, find(members, "infertility"), np.array([True, False, True]))

    assert columns.shape == (3, 0)


def test_no_variable_gives_no_column(tmp_path):
    members = make_members(tmp_path)

    assert make_columns(members, ()).shape == (3, 0)


def test_numbers_are_told_from_levels(tmp_path):
    members = make_members(tmp_path)
    age, infertility = find(members, "age", "infertility")

    assert is_numeric(members, age)
    assert not is_numeric(members, infertility)
