"""Tests in a planned order: adjusted p-values by hand, and what a plan may ask for."""

from __future__ import annotations

import pytest
from tests.support.small_study import Man, make_men, make_small_study

GATE = """
[testing]
[[testing.hypotheses]]
estimand = "r1"
weight = 1.0
passes = { h-fsh = 0.5, h-testosterone = 0.5 }
[[testing.hypotheses]]
estimand = "h-fsh"
weight = 0.0
passes = { h-testosterone = 1.0 }
[[testing.hypotheses]]
estimand = "h-testosterone"
weight = 0.0
passes = { h-fsh = 1.0 }
"""
TESTED = {'estimator = "ancova"\n': 'estimator = "ancova"\ntest = "t"\n'}


def make(folder, *, responders=(9, 0), edits=TESTED, more=GATE, **differs):
    men = (*make_men("cells", 10, responders[0]), *make_men("control", 10, responders[1]))
    return make_small_study(folder, **{"men": men, **differs}, edits=edits, more=more)


def test_what_follows_an_open_gate_is_tested_by_holm(tmp_path):
    study = make(tmp_path)

    first, *family = study.tables["tests"].to_dicts()

    assert first["rejected"] == "yes"
    assert first["adjusted_p"] == first["p"]
    small, large = sorted(family, key=lambda row: row["p"])
    assert small["adjusted_p"] == pytest.approx(min(1.0, max(first["p"], 2 * small["p"])))
    assert large["adjusted_p"] == pytest.approx(min(1.0, max(small["adjusted_p"], large["p"])))


def test_behind_a_closed_gate_nothing_is_rejected(tmp_path):
    rows = make(tmp_path, responders=(1, 1)).tables["tests"].to_dicts()

    assert [row["rejected"] for row in rows] == ["no", "no", "no"]
    assert all(row["adjusted_p"] >= rows[0]["p"] for row in rows)


def test_each_adjusted_p_is_among_the_numbers_with_its_note(tmp_path):
    study = make(tmp_path)

    rows = study.find("adjusted p", section="testing")

    assert [row["estimand"] for row in rows] == ["r1", "h-fsh", "h-testosterone"]
    assert all(row["note"].startswith("exploratory, not randomised") for row in rows)


def test_in_a_randomised_trial_the_note_falls_away(tmp_path):
    rows = make(tmp_path, allocation="randomised").find("adjusted p")

    assert [row["note"] for row in rows] == ["for 3 planned tests"] * 3


def test_a_test_without_a_p_value_is_not_rejected_and_says_why(tmp_path):
    men = tuple(Man(arm=arm, fsh=("20", "")) for arm in ("cells", "control") for _ in range(3))

    row = make(tmp_path, men=men).tables["tests"].to_dicts()[1]

    assert row["rejected"] == "not estimable"
    assert row["adjusted_p"] is None
    assert row["reason"] == make_reason(tmp_path / "again", men)


def make_reason(folder, men):
    return make(folder, men=men).find_one("p", estimand="h-fsh")["reason"]


def test_a_plan_without_an_order_has_no_table(plain):
    assert "tests" not in plain.tables


def test_an_estimand_without_a_test_is_refused_at_its_place(tmp_path):
    problems = make(tmp_path, edits={}).problems

    assert [p.field for p in problems] == [
        "testing.hypotheses[2].estimand",
        "testing.hypotheses[3].estimand",
    ]


def test_several_comparators_are_refused(tmp_path):
    study = make(tmp_path, arms=("cells", "control", "other"))

    assert sum("several comparators" in p.message for p in study.problems) == 3


def test_the_methods_say_who_passes_what(tmp_path):
    text = " ".join(make(tmp_path).tables["methods"]["sentence"])

    assert "Responders starts with a share of 1 of alpha; once rejected it passes 0.5 to" in text
    assert "not adjusted for their number" not in text
