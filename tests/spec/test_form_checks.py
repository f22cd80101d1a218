"""What the rules of the built-in forms accept and refuse, from ``form_checks.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tubulus.study.definition.form_library import list_standard_forms
from tubulus.study.definition.reading import read_study
from tubulus.study.definition.study import Study
from tubulus.study.expressions import compile_expression, make_catalogue
from tubulus.study.records.parsing import parse_entry
from tubulus.study.records.participants import Entry, ParticipantData

TABLE = tomllib.loads((Path(__file__).parent / "form_checks.toml").read_text(encoding="utf-8"))
CASES = [
    pytest.param(case["form"], case["check"], cells, outcome, id=f"{case['check']}: {cells}")
    for case in TABLE["cases"]
    for outcome in ("holds", "broken", "silent")
    for cells in case[outcome]
]
HEAD = """
schema_version = 1
[study]
id = "all-forms"
title = "Every built-in form"
allocation = "single-arm"
masking = "open label"
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("all-forms")
    forms = "".join(f'[[forms]]\nuse = "{name}"\n' for name in list_standard_forms())
    (folder / "study.toml").write_text(HEAD + forms, "utf-8")
    return read_study(folder)


def judge(study: Study, form_id: str, check_id: str, cells: dict[str, str]) -> str:
    """Tell whether a rule holds in an entry, is broken, or says nothing."""
    form = study.find_form(form_id)
    assert form is not None
    check = next(c for c in form.checks if c.id == check_id)
    items = {item.id: item for item in form.items}
    values = {name: parse_entry(items[name], text).value for name, text in cells.items()}
    entry = Entry("P1", form_id, "", 1, values)
    participant = ParticipantData("P1", "", (entry,))

    def evaluate(text: str) -> bool | None:
        return compile_expression(text, make_catalogue(study), form=form_id).holds(
            participant, entry
        )

    if check.where and evaluate(check.where) is not True:
        return "silent"
    return {True: "holds", False: "broken", None: "silent"}[evaluate(check.require)]


@pytest.mark.parametrize(("form", "check", "cells", "outcome"), CASES)
def test_a_rule_of_a_form_judges_as_the_table_says(
    study: Study, form: str, check: str, cells: dict[str, str], outcome: str
) -> None:
    assert judge(study, form, check, cells) == outcome


def test_every_rule_of_every_form_stands_in_the_table(study: Study) -> None:
    written = {(form.id, check.id) for form in study.forms for check in form.checks}

    assert {(case["form"], case["check"]) for case in TABLE["cases"]} == written
