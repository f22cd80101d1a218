import math

import pytest
from tests.support.study_data import Book, make_study, make_trial

from tubulus.analysis.describe import describe_items, describe_wishes
from tubulus.analysis.plan.plan import read_plan
from tubulus.study.records.table import make_record_frame
from tubulus.study.snapshot import make_snapshot

TABLE = """
schema_version = 1
[study]
id = "table"
title = "A table"
allocation = "single-arm"
masking = "open label"
[[arms]]
id = "all"
label = "All"
role = "experimental"
[[visits]]
id = "visit"
label = "Visit"
[[forms]]
id = "blood"
label = "Blood"
identifying = false
visits = ["visit"]
items = [
  { id = "fsh", label = "FSH", kind = "number", unit = "IU/L" },
  { id = "inhibin", label = "Inhibin B", kind = "number", unit = "ng/L" },
  { id = "smoking", label = "Smoking", kind = "code", codes = { never = "Never", now = "Now" } },
]
[[forms]]
id = "semen"
label = "Semen"
identifying = false
visits = ["visit"]
items = [
  { id = "count", label = "Count", kind = "number", unit = "million/mL", not_quantifiable = true },
]
[describe]
correlations = [
  { first = "blood.fsh", second = "blood.inhibin", log = true },
  { first = "blood.fsh", second = "blood.inhibin", method = "spearman" },
]
counts = [{ label = "few", when = "semen.count < 15 [million/mL]", source = "a source" }]
"""


@pytest.fixture
def table():
    return Book(make_study(TABLE))


def freeze(book):
    return make_snapshot(book.study, make_record_frame(book.rows))


def find_row(book, item, visit="visit"):
    items = describe_items(freeze(book)).to_dicts()
    return next(row for row in items if (row["item"], row["visit"]) == (item, visit))


def describe_declared(book):
    return describe_wishes(freeze(book), read_plan(book.study)).to_dicts()


def test_numbers_are_described_by_their_quantiles(table):
    for name, fsh in {"P1": "1", "P2": "2", "P3": "3", "P4": "4", "P5": "10"}.items():
        table.write(name, "blood", "visit", fsh=fsh)

    row = find_row(table, "fsh")

    assert (row["n"], row["minimum"], row["median"], row["maximum"]) == (5, 1.0, 3.0, 10.0)
    assert row["mean"] == pytest.approx(4.0)


def test_values_that_are_no_exact_numbers_are_told_apart_and_enter_no_mean(table):
    for name, count in {
        "P1": "20",
        "P2": "",
        "P3": "<1",
        "P4": "SNQ",
        "P5": "NA",
        "P6": "x",
    }.items():
        table.write(name, "semen", "visit", count=count)

    row = find_row(table, "count")

    assert (row["n"], row["missing"], row["other"]) == (1, 1, 4)
    states = "below limit: 1; not applicable: 1; not quantifiable: 1; unreadable: 1"
    assert row["other_states"] == states
    assert row["mean"] == 20.0


def test_who_has_no_entry_of_a_form_that_is_due_is_missing(table):
    table.write("P1", "blood", "visit", fsh="1").write("P1", "semen", "visit", count="20")
    table.write("P2", "blood", "visit", fsh="2")

    row = find_row(table, "count")

    assert (row["n"], row["missing"]) == (1, 1)


def test_an_item_that_nobody_has_is_described_as_missing_in_everybody(table):
    table.write("P1", "blood", "visit", fsh="1")

    row = find_row(table, "inhibin")

    assert (row["n"], row["missing"], row["mean"]) == (0, 1, None)


def test_a_form_of_one_arm_is_missing_in_nobody_else():
    book = Book(make_trial()).enrol("P1", "cells").enrol("P2", "hormones")
    book.write("P1", "semen", "baseline", volume="2")

    volume, given = find_row(book, "volume", "baseline"), describe_items(freeze(book))

    assert (volume["n"], volume["missing"]) == (1, 1)
    # the injection is a log: nobody can be said to lack an entry
    assert "given_on" not in given["item"].to_list()


def test_who_is_in_no_arm_lacks_no_form_of_a_later_visit():
    book = Book(make_trial()).enrol("P1", "cells")
    book.write("P9", "semen", "baseline", volume="2")

    later = find_row(book, "volume", "month-6")

    assert (later["n"], later["missing"]) == (0, 1)


def test_levels_are_counted(table):
    for name, smoking in {"P1": "never", "P2": "now", "P3": "never"}.items():
        table.write(name, "blood", "visit", smoking=smoking)

    assert find_row(table, "smoking")["levels"] == "never: 2; now: 1"


def test_nobody_is_described_by_rows_without_numbers(table):
    assert describe_items(freeze(table)).height == 0


def test_a_correlation_of_logs_says_what_it_leaves_out(table):
    pairs = [("1", "100"), ("2", "50"), ("4", "20"), ("8", "15"), ("0", "30"), ("5", "")]
    for number, (fsh, inhibin) in enumerate(pairs):
        table.write(f"P{number}", "blood", "visit", fsh=fsh, inhibin=inhibin)

    row = describe_declared(table)[0]

    x, y = [0, 1, 2, 3], [math.log2(v) for v in (100, 50, 20, 15)]
    mean = sum(y) / 4
    covered = sum((a - 1.5) * (b - mean) for a, b in zip(x, y, strict=True))
    expected = covered / math.sqrt(5 * sum((b - mean) ** 2 for b in y))
    assert row["value"] == pytest.approx(expected)
    assert (row["n"], row["missing"]) == (4, 1)
    assert row["note"] == "left out because a value is not positive: 1"
    assert row["low"] < row["value"] < row["high"]


def test_a_rank_correlation_needs_no_positive_values(table):
    for number, (fsh, inhibin) in enumerate([("0", "9"), ("1", "7"), ("2", "5"), ("3", "6")]):
        table.write(f"P{number}", "blood", "visit", fsh=fsh, inhibin=inhibin)

    row = describe_declared(table)[1]

    assert row["value"] == pytest.approx(-0.8)
    assert row["n"] == 4


def test_two_participants_give_no_correlation_but_a_reason(table):
    table.write("P1", "blood", "visit", fsh="1", inhibin="2")
    table.write("P2", "blood", "visit", fsh="2", inhibin="3")

    row = describe_declared(table)[0]

    assert row["value"] is None
    assert "three are needed" in row["reason"]


def test_a_count_leaves_out_of_its_denominator_whom_nothing_is_known_of(table):
    for name, count in {"P1": "14.9", "P2": "15", "P3": "<1", "P4": "", "P5": "SNQ"}.items():
        table.write(name, "semen", "visit", count=count)

    row = describe_declared(table)[2]

    # below a limit of 1 is below 15; "seen, not quantifiable" could be either
    assert (row["n"], row["denominator"], row["missing"]) == (2, 3, 2)
    assert row["note"] == "a source"
