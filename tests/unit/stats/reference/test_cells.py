from __future__ import annotations

import pytest

from tubulus.stats.reference.cells import fill, read_cell, read_expected

ROW = {
    "n": "40",
    "p": "0.25",
    "word": "greater",
    "none": "NA",
    "flag": "TRUE",
    "list": "3|4|NA",
    "strata": "9/24/5/16 0/16/1/24",
    "place": "2",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [("n", 40), ("p", 0.25), ("word", "greater"), ("none", None), ("flag", True)],
)
def test_a_cell_is_read_as_what_it_looks_like(name, value):
    assert read_cell(f"${name}", ROW) == value


@pytest.mark.parametrize("value", ["plain", 3, [1], None])
def test_what_names_no_cell_stays_as_it_is(value):
    assert read_cell(value, ROW) is value


def test_lists_in_a_cell_are_split():
    assert fill({"cell": "list", "split": "|"}, ROW, {}) == [3, 4, None]
    strata = fill({"cell": "strata", "split": [" ", "/"]}, ROW, {})
    assert strata == [[9, 24, 5, 16], [0, 16, 1, 24]]
    assert fill({"cell": "list", "count": "|"}, ROW, {}) == 3


def test_a_cell_may_be_renamed_or_taken_from_one():
    renamed = {"cell": "word", "map": {"greater": "up"}}

    assert fill([renamed, {"cell": "n", "map": {}}], ROW, {}) == ["up", 40]
    assert fill({"cell": "p", "complement": True}, ROW, {}) == 0.75


def test_places_count_from_one_in_a_table_and_from_zero_in_a_result():
    assert fill("visits.{place}.low", ROW, {}) == "visits.1.low"


def test_columns_share_the_data_of_their_group_unless_they_name_their_own():
    filled = fill([{"column": "a"}, {"text": "b", "data": "own"}, {"x": 1}], ROW, {"data": "d"})

    assert filled == [{"data": "d", "column": "a"}, {"data": "own", "text": "b"}, {"x": 1}]


@pytest.mark.parametrize(
    ("source", "expected"),
    [("p", 0.25), ("list#2", 4.0), ("list#3", None), ("none", None), (7, 7.0)],
)
def test_a_reference_number_is_a_column_a_place_in_it_or_a_number(source, expected):
    assert read_expected(source, ROW) == expected
