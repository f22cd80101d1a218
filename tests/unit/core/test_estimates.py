import math

import polars as pl
import pytest

from tubulus.core.estimates import ESTIMATE_SCHEMA, Estimate, make_estimate_frame


def test_the_frame_keeps_order_values_and_types():
    rows = [
        Estimate(section="responders", statistic="share", value=0.225, n=9, denominator=40),
        Estimate(section="safety", statistic="share", value=0.0, n=0, denominator=40, high=0.088),
    ]

    frame = make_estimate_frame(rows)

    assert frame.schema == ESTIMATE_SCHEMA
    assert frame["section"].to_list() == ["responders", "safety"]
    assert frame["n"].to_list() == [9, 0]


def test_nobody_gives_an_empty_frame_with_all_columns():
    frame = make_estimate_frame([])

    assert frame.height == 0
    assert frame.schema == ESTIMATE_SCHEMA


def test_a_number_that_cannot_be_estimated_is_null_with_its_reason():
    row = Estimate(
        section="hormones", statistic="mean", state="not estimable", reason="one participant"
    )

    frame = make_estimate_frame([row])

    assert frame["value"].null_count() == 1
    assert frame.row(0, named=True)["reason"] == "one participant"


def test_an_infinite_limit_is_kept():
    row = Estimate(section="responders", statistic="odds ratio", value=3.0, low=1.0, high=math.inf)

    assert make_estimate_frame([row])["high"].to_list() == [math.inf]


def test_a_value_that_is_not_a_number_is_refused():
    with pytest.raises(ValueError, match=r"not a number.*not estimable"):
        Estimate(section="hormones", statistic="mean", value=math.nan)


def test_an_estimated_number_has_a_value():
    with pytest.raises(ValueError, match="has no value"):
        Estimate(section="hormones", statistic="mean")


def test_a_number_that_is_not_estimable_says_why():
    with pytest.raises(ValueError, match="reason"):
        Estimate(section="hormones", statistic="mean", state="not estimable")


def test_the_schema_gives_every_column_one_type():
    assert set(ESTIMATE_SCHEMA.dtypes()) == {pl.String(), pl.Float64(), pl.Int64()}
