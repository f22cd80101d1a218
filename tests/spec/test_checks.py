"""Run the tables of `tests/spec/checks`: what each check finds, and what it leaves alone."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.support.study_data import Book, make_trial

from tubulus.study.checks.registry import list_checks

TABLES = Path(__file__).parent / "checks"
CHECKS = {check.id: check for check in list_checks()}
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['title']}")
    for path in sorted(TABLES.glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]


def write_book(case: dict[str, Any]) -> Book:
    study = make_trial(without=tuple(case.get("without", ())), more=case.get("study", ""))
    book = Book(study)
    for name, arm in case.get("enrolled", {}).items():
        book.enrol(name, arm)
    for record in case.get("records", []):
        cells = dict(record)
        place = [cells.pop("participant", "P1"), cells.pop("form"), cells.pop("visit", "")]
        book.write(*place, **cells)
    return book


@pytest.mark.parametrize("case", CASES)
def test_the_check_finds_what_the_table_says(case: dict[str, Any]) -> None:
    book = write_book(case)

    found = book.run(CHECKS[case["check"]])

    places = [f"{f.severity} {f.participant or '-'} {f.item or '-'}" for f in found]
    assert sorted(places) == sorted(case["finds"])


@pytest.mark.parametrize("case", CASES)
def test_every_finding_says_what_to_do(case: dict[str, Any]) -> None:
    for finding in write_book(case).run(CHECKS[case["check"]]):
        assert finding.message
        assert finding.remedy
        assert not finding.message.endswith(".")


def test_every_check_has_a_case_that_fires_and_one_that_does_not() -> None:
    # the cut of the data is no part of a study: its test stands in tests/unit
    tabled = set(CHECKS) - {"date-after-data-cut"}
    cases = [parameter.values[0] for parameter in CASES]

    assert {case["check"] for case in cases if case["finds"]} == tabled
    assert {case["check"] for case in cases if not case["finds"]} == tabled
