from __future__ import annotations

import collections
from pathlib import Path

import pytest

from tubulus.stats.reference.plans import list_cases, list_exceptions, list_tables, read_cases
from tubulus.stats.registry import METHODS

ROOT = Path(__file__).resolve().parents[4]


def make_plan(**group):
    given = {
        "table": "proportions.csv",
        "method": "$method",
        "call": "estimate_proportion",
        "arguments": {"events": "$events", "n": "$n", "method": "$method"},
        "parts": {"low": "low", "high": "high"},
    }
    return {"script": "one.R", "groups": [{**given, **group}]}


def test_every_method_has_three_reference_numbers_or_a_reason_for_none():
    held = collections.Counter(case.method for case in list_cases())

    few = {name for name in METHODS if held[name] < 3 and name not in list_exceptions()}

    assert few == set()


def test_every_reference_number_belongs_to_a_method_of_the_registry():
    assert {case.method for case in list_cases()} <= METHODS.keys()
    assert list_exceptions().keys() <= METHODS.keys()


def test_reference_numbers_have_names_of_their_own():
    names = [case.name for case in list_cases()]

    assert len(names) >= 300
    assert len(set(names)) == len(names)


def test_every_reference_number_says_where_it_comes_from_and_why_it_may_differ():
    for case in list_cases():
        assert case.program
        assert case.tolerance.reason
        assert case.script.startswith("validation/r/") or not case.script


def test_every_script_that_a_plan_names_is_there():
    scripts = {case.script for case in list_cases()} - {""}

    assert [name for name in scripts if not (ROOT / name).is_file()] == []


def test_every_table_of_the_package_is_used():
    named = {case.table for case in list_cases()}
    named |= {f"{name}.csv" for case in list_cases() for name in case.data}
    # what these hold was made into the tables that are used
    named |= {"bootstrap_drawn.csv", "specifications.csv"}

    assert {table.name for table in list_tables()} == named - {"nhefs.csv"}


def test_rows_are_selected_by_their_cells_and_their_places():
    by_cell = list(read_cases("plan", make_plan(where={"method": "Wilson", "events": 9})))
    by_place = list(read_cases("plan", make_plan(rows=[2])))

    assert {case.method for case in by_cell} == {"Wilson"}
    assert [case.name for case in by_place] == [
        "plan 1, proportions.csv:2, low",
        "plan 1, proportions.csv:2, high",
    ]


def test_a_group_that_takes_no_row_is_refused():
    with pytest.raises(ValueError, match="takes no row"):
        list(read_cases("plan", make_plan(where={"method": "Wald"})))


def test_a_tolerance_may_stand_in_a_column():
    plan = make_plan(table="published.csv", rows=[1], absolute="$tolerance", parts={"low": "first"})
    (case,) = read_cases("plan", plan | {"groups": [plan["groups"][0] | {"arguments": {}}]})

    assert case.tolerance.absolute == 5.1e-7
    assert case.tolerance.describe() == "5.1e-07 absolute"
    assert case.script == ""
