from __future__ import annotations

import dataclasses
import json

import pytest
from tests.support.command_line import make_caller

from tubulus.cli import methods
from tubulus.runs.methods import validate_methods
from tubulus.stats.reference import list_cases


@pytest.fixture
def call(capsys):
    return make_caller(capsys)


def test_methods_are_listed_for_people_and_for_scripts(call):
    told = call("methods", "list")
    listed = json.loads(call("methods", "list", "--json").out)

    assert told.status == 0
    assert "Boschloo exact" in told.out
    assert {"name", "gives", "limits", "source", "numbers"} == listed[0].keys()


def test_numbers_that_are_met_end_with_status_0(call, tmp_path):
    out = tmp_path / "wilson.html"
    answer = call("methods", "validate", "--method", "wilson", "--out", out)

    assert answer.status == 0
    assert "26 numbers: 26 within tolerance, 0 outside" in answer.out
    assert str(out) in answer.out
    assert out.is_file()


def test_a_falsified_number_ends_with_status_1_and_is_named(call, monkeypatch, tmp_path):
    wilson = [case for case in list_cases() if case.method == "Wilson"]
    false = [dataclasses.replace(wilson[0], expected=0.5), *wilson[1:]]
    monkeypatch.setattr(methods, "validate_methods", lambda name: validate_methods(name, false))

    answer = call("methods", "validate", "--out", tmp_path / "all.csv")

    assert answer.status == 1
    assert "Outside: Wilson: estimate_proportion(" in answer.out
    assert "the reference 0.5" in answer.out
    assert (tmp_path / "all.csv").read_text("utf-8").count("outside") == 1


def test_every_number_comes_as_json(call):
    rows = json.loads(call("methods", "validate", "--method", "E-value", "--json").out)

    assert {row["outcome"] for row in rows} == {"met"}
    assert "evalues" in rows[0]["reference_call"]


def test_what_is_not_recomputed_is_said_with_its_reason(call):
    answer = call("methods", "validate", "--method", "AIPW")

    assert answer.status == 0
    assert "Not recomputed: the published outcome model" in answer.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--method", "Bonferroni"], "no method is called 'Bonferroni'"),
        (["--method", "Wilson", "--out", "a.docx"], "must end in .html, .md, .csv"),
    ],
)
def test_a_name_or_an_ending_that_is_not_there_is_refused(call, words, says):
    answer = call("methods", "validate", *words)

    assert answer.status == 2
    assert says in answer.err
