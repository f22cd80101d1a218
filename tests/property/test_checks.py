"""What holds of the checks whatever was entered."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.study_data import Book, make_trial

from tubulus.study.checks.finding import FINDING_SCHEMA, SEVERITIES
from tubulus.study.checks.registry import list_checks, run_checks
from tubulus.study.definition.forms import Item
from tubulus.study.records.participants import make_study_data

TEXTS = ["", "NA", "SNQ", "<1", ">2", "0", "1", "2.5", "100", "-3", "1e9", "yes", "no", "P1", "L1"]
DAYS = ["2025-12-31", "2026-01-05", "2026-02-20", "2026-08-20", "1890-01-01", "20260101"]
FORMS = [form.id for form in make_trial().forms]


def draw_cell(draw: Callable[..., str], item: Item) -> str:
    if item.kind == "date":
        return draw(st.sampled_from(["", *DAYS]))
    if item.kind == "code":
        return draw(st.sampled_from(["", "NA", *item.codes]))
    return draw(st.sampled_from(TEXTS))


@st.composite
def books(draw: Callable[..., object]) -> Book:
    book = Book(make_trial())
    for _ in range(draw(st.integers(0, 6))):
        form = book.study.find_form(draw(st.sampled_from(FORMS)))
        assert form is not None
        visit = draw(st.sampled_from(["", "baseline", "month-6", "month-60"]))
        cells = {item.id: draw_cell(draw, item) for item in form.items}
        book.write(draw(st.sampled_from(["P1", "P2", "P3"])), form.id, visit, **cells)
    return book


def rename(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        pl.col(column).str.replace_all(r"\bP(\d)\b", "Q$1")
        for column in frame.columns
        if frame.schema[column] == pl.String
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_the_checks_take_whatever_was_entered(book):
    worst = {check.id: SEVERITIES.index(check.severity) for check in list_checks()}

    frame = run_checks(book.study, book.records, book.data)

    assert frame.schema == FINDING_SCHEMA
    assert frame.equals(run_checks(book.study, book.records, book.data))
    for row in frame.iter_rows(named=True):
        assert row["message"]
        assert SEVERITIES.index(row["severity"]) >= worst.get(row["check"], 0)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_the_names_of_the_participants_change_no_finding(book):
    renamed = rename(book.records)
    data = make_study_data(renamed, arm_role=("allocation", "arm"))

    again = run_checks(book.study, renamed, data)

    assert again.equals(rename(run_checks(book.study, book.records, book.data)))
