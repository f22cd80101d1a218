from __future__ import annotations

import dataclasses
import math

import pytest

from tubulus.stats.reference import list_cases, summarise_methods, validate_cases
from tubulus.stats.reference.case import Tolerance


@pytest.fixture(scope="module")
def rows():
    return validate_cases(list_cases())


@pytest.fixture(scope="module")
def wilson():
    return next(case for case in list_cases() if case.method == "Wilson" and case.script)


def test_every_number_lies_within_its_tolerance(rows):
    assert [row.case.name for row in rows if row.outcome == "outside"] == []


def test_only_published_data_and_argued_cases_are_not_recomputed(rows):
    left = [row for row in rows if row.outcome == "not recomputed"]

    assert {row.case.table for row in left} == {"smoking_cessation.csv"}
    assert all(row.reason for row in left)


def test_a_falsified_number_is_outside(wilson):
    false = dataclasses.replace(wilson, expected=wilson.expected + 1e-6)
    (row,) = validate_cases([false])

    assert row.outcome == "outside"
    assert row.difference == pytest.approx(-1e-6, rel=1e-6)
    assert row.share_of_tolerance > 1.0


def test_a_result_without_a_number_is_outside(wilson):
    call = {"call": "estimate_proportion", "arguments": {"events": 0, "n": 0}}
    (row,) = validate_cases([dataclasses.replace(wilson, call=call, part="estimate")])

    assert (row.outcome, row.found, row.difference) == ("outside", None, None)
    assert "no number" in row.reason


def test_an_infinite_limit_is_met_by_an_infinite_one_alone(wilson):
    infinite = dataclasses.replace(wilson, expected=math.inf)

    assert infinite.is_met_by(math.inf)
    assert not infinite.is_met_by(1e300)
    assert not wilson.is_met_by(math.inf)


def test_a_data_set_that_is_given_is_used(wilson):
    call = {
        "call": "describe_values",
        "arguments": {"values": {"data": "mine", "column": "x"}},
    }
    case = dataclasses.replace(wilson, call=call, part="mean", expected=2.0, data=("mine",))

    assert validate_cases([case], {"mine": {"x": [1.0, 3.0]}})[0].outcome == "met"
    assert validate_cases([case])[0].reason == "data not installed: mine"


def test_the_larger_tolerance_holds():
    tolerance = Tolerance(0.01, 0.5, "both")

    assert [tolerance.compute_allowed(x) for x in (-100.0, 10.0)] == [1.0, 0.5]
    assert tolerance.describe() == "0.01 relative or 0.5 absolute"
    assert Tolerance(0.0, 0.0, "a choice").describe() == "exact"


def test_a_summary_counts_what_was_met_and_finds_the_farthest(wilson):
    near = dataclasses.replace(wilson, name="near", expected=wilson.expected + 5e-10)
    far = dataclasses.replace(wilson, name="far", expected=wilson.expected + 1.0)
    (summary,) = summarise_methods(validate_cases([wilson, near, far]))

    assert (summary.n_numbers, summary.n_met, summary.n_outside, summary.n_skipped) == (3, 2, 1, 0)
    assert summary.largest_difference == pytest.approx(1.0)
    assert summary.largest_share == pytest.approx(1e9, rel=1e-6)
    assert summary.programs == (wilson.program,)
