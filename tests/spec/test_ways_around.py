"""Ways around the rules stay closed, from the table in ``ways_around.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.spec.test_checks import CHECKS, write_book
from tests.support.expression_study import make_participant, make_small_catalogue, show_value
from tests.support.study_data import Book

from tubulus.analysis.describe import describe_items
from tubulus.study.definition.reading import collect_study
from tubulus.study.derivations.examination import derive_more_sensitive
from tubulus.study.expressions.expression import compile_expression
from tubulus.study.snapshot import make_snapshot

TABLE = tomllib.loads((Path(__file__).parent / "ways_around.toml").read_text(encoding="utf-8"))
HEAD = """schema_version = 1
[study]
id = "small"
title = "A small study"
allocation = "single-arm"
masking = "open label"
"""


def list_cases(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["way"]) for case in TABLE[kind]]


@pytest.mark.parametrize("case", list_cases("expression"))
def test_an_expression_does_not_take_what_is_no_entry(case: dict[str, Any]) -> None:
    person, catalogue = make_participant(case["data"]), make_small_catalogue()

    for text, wanted in case["gives"]:
        compiled = compile_expression(text, catalogue, expects="any")

        assert show_value(compiled.evaluate(person)) == wanted, text


@pytest.mark.parametrize("case", list_cases("finding"))
def test_a_check_is_not_evaded(case: dict[str, Any]) -> None:
    found = write_book(case).run(CHECKS[case["check"]])

    places = [f"{f.severity} {f.participant} {f.item}" for f in found]
    assert sorted(places) == sorted(case["finds"])


@pytest.mark.parametrize("case", list_cases("definition"))
def test_a_study_that_switches_checks_off_is_refused(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(HEAD + case["forms"], encoding="utf-8")

    _, problems = collect_study(tmp_path)

    texts = [str(problem) for problem in problems]
    for part in case["problems"]:
        assert [text for text in texts if part in text], part


@pytest.mark.parametrize("case", list_cases("effort"))
def test_a_search_that_may_have_been_harder_is_flagged(case: dict[str, Any]) -> None:
    book = Book()
    for visit, ejaculates in (("baseline", case["before"]), ("month-6", case["after"])):
        for cells in ejaculates:
            book.write("P1", "semen", visit, sperm_seen="none", **cells)

    verdict = derive_more_sensitive(book.data, ["baseline"], "month-6")["P1"]

    assert verdict.flagged == bool(case["reason"])
    assert case["reason"] in verdict.reason


def test_two_allocations_leave_a_man_in_no_arm_in_whatever_order() -> None:
    arms = set()
    for order in (("cells", "hormones"), ("hormones", "cells")):
        book = Book()
        for arm in order:
            book.write("P1", "allocation", arm=arm)
        arms.add(book.data.participants["P1"].arm)

    assert arms == {""}


def test_a_description_lists_no_text_that_identifies_a_person() -> None:
    book = Book().enrol("P1")
    book.write("P1", "disposition", status="completed", note="Secret remark")
    book.write("P1", "consent", taken_by="Secret name")

    described = describe_items(make_snapshot(book.study, book.records))

    assert described.filter(form="disposition", item="note")["n"].to_list() == [1]
    assert "Secret" not in described.write_csv()
