"""A study with two visits after the start, analysed by one model of both."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from tests.support.small_study import SmallStudy, make_men, make_small_study

from tubulus.core.results import Results
from tubulus.report.figures.effects import draw_ratios
from tubulus.report.material import make_material
from tubulus.report.settings import ReportSettings
from tubulus.stats.mixed import estimate_mmrm

VISIT = '[[visits]]\nid = "month-6"'
MORE_VISITS = {
    VISIT: f'[[visits]]\nid = "month-3"\nlabel = "Month 3"\nday = 92\n{VISIT}',
    'use = "hormones"\nvisits = ["baseline", "month-6"]': (
        'use = "hormones"\nvisits = ["baseline", "month-3", "month-6"]'
    ),
}
PLAN = """
[[endpoints]]
id = "fsh-course"
label = "FSH"
kind = "repeated"
baseline = "hormones.fsh@baseline"
values = {{ month-3 = "hormones.fsh@month-3", month-6 = "hormones.fsh@month-6" }}
{of_endpoint}
[[estimands]]
id = "m1"
label = "FSH over time"
population = "all"
treatment = ["cells", "control"]
variable = "fsh-course"
summary = "ratio of geometric means at each visit"
estimator = "mmrm"
covariates = ["age"]
role = "secondary"
{of_estimand}
"""
MISSED = {"P003", "P015"}


def make(folder, of_estimand="", of_endpoint="", **differs) -> SmallStudy:
    men = (*make_men("cells", 10), *make_men("control", 10))
    more = PLAN.format(of_estimand=of_estimand, of_endpoint=of_endpoint)
    small = make_small_study(folder, men=men, edits=MORE_VISITS, more=more, **differs)
    path = folder / "data" / "hormones.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in [r for r in rows if r["visit"] == "month-6"]:
        number = int(row["participant"][1:])
        later = "" if row["participant"] in MISSED else str(14 + (7 * number) % 11)
        rows.append({**row, "visit": "month-3", "fsh": later})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return small


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return make(tmp_path_factory.mktemp("course"), 'test = "t"')


def test_each_visit_has_its_ratio_and_those_seen_there(course):
    rows = course.find("geometric mean ratio", estimand="m1")

    assert [(r["visit"], r["n"], r["missing"]) for r in rows] == [
        ("month-3", 18, 2),
        ("month-6", 20, 0),
    ]
    assert "10 and 10 with at least one visit" in rows[0]["note"]
    assert "adjusted for the value before at each visit, Age" in rows[0]["note"]


def test_the_ratio_is_that_of_the_model_of_the_logs(course):
    men = (*make_men("cells", 10), *make_men("control", 10))
    names = [f"P{i:03d}" for i in range(1, 21)]
    third = [np.nan if n in MISSED else 14 + (7 * int(n[1:])) % 11 for n in names]
    last, before = ([float(man.fsh[k]) for man in men] for k in (1, 0))
    ages = np.array([[float(man.age)] for man in men])
    arm = [float(man.arm == "cells") for man in men]
    expected = estimate_mmrm(
        np.log(np.column_stack([third, last])), arm, np.log(before), ages
    ).visits[0]

    row = course.find("geometric mean ratio", estimand="m1", visit="month-3")[0]

    assert row["value"] == pytest.approx(np.exp(expected.difference.estimate))
    assert row["high"] == pytest.approx(np.exp(expected.difference.high))


def test_the_ratio_is_that_of_the_adjusted_means(course):
    (ratio,) = course.find("geometric mean ratio", estimand="m1", visit="month-6")
    means = {
        row["arm"]: row["value"]
        for row in course.find("adjusted geometric mean", estimand="m1", visit="month-6")
    }

    assert ratio["value"] == pytest.approx(means["cells"] / means["control"])


def test_there_is_one_test_at_the_last_visit(course):
    (row,) = course.find("p", estimand="m1")

    assert row["visit"] == "month-6"
    assert row["note"].startswith("exploratory, not randomised; tested at this visit alone")


def test_the_visit_that_is_tested_can_be_named(tmp_path):
    (row,) = make(tmp_path, 'test = "t"', 'visit = "month-3"').find("p", estimand="m1")

    assert row["visit"] == "month-3"


def test_all_visits_can_be_tested_jointly(tmp_path):
    (row,) = make(tmp_path, 'test = "joint"').find("p", estimand="m1")

    assert row["visit"] == ""
    assert "of all visits jointly" in row["note"]


def test_without_a_wish_there_is_no_test(tmp_path):
    assert make(tmp_path).find("p", estimand="m1") == []


def test_every_visit_is_described_and_observed(course):
    before = course.find("median", estimand="m1", stratum="before")
    described = course.find("median", estimand="m1", stratum="after")
    observed = course.tables["observations"].filter(endpoint="fsh-course")

    assert [(row["arm"], row["visit"]) for row in before] == [("cells", ""), ("control", "")]
    assert {row["visit"] for row in described} == {"month-3", "month-6"}
    assert observed["visit"].unique(maintain_order=True).to_list() == [
        "baseline",
        "month-3",
        "month-6",
    ]


def test_the_methods_and_claims_name_the_visits(course):
    methods = " ".join(course.tables["methods"]["sentence"])
    claims = course.tables["claims"].filter(id="m1")["text"].to_list()

    assert "hormones.fsh@month-3 (month-3)" in methods
    assert "taken as missing at random" in methods
    assert [text.split(":")[0] for text in claims] == ["FSH at Month 3", "FSH at Month 6"]


def test_what_is_missing_is_counted_at_its_visit(course):
    assert "FSH, Cells arm and Control arm at Month 3: 2" in course.cautions["missing-values"]


def test_wishes_that_do_not_fit_are_refused(tmp_path):
    problems = [
        *make(tmp_path / "a", 'sensitivity = ["complete cases"]').problems,
        *make(tmp_path / "b", of_endpoint='visit = "baseline"').problems,
        *make(tmp_path / "c", of_endpoint='value = "hormones.fsh@month-6"').problems,
    ]
    told = " ".join(problem.message for problem in problems)

    assert "makes no use of 'sensitivity'" in told
    assert "has no value at its visit 'baseline'" in told
    assert "alone has 'values'" in told


def test_a_visit_that_the_study_does_not_have_is_refused(tmp_path):
    small = make(tmp_path)
    path = tmp_path / "study.toml"
    text = path.read_text("utf-8").replace("{ month-3 = ", "{ month-4 = ")
    path.write_text(text, encoding="utf-8")

    assert any("there is no visit 'month-4'" in p.message for p in small.problems)


def test_the_figure_names_the_visit_of_each_ratio(course):
    material = make_material(course.study, Results(course.tables, {}), ReportSettings())

    figure = draw_ratios(material, "hormones", "Hormones", "")

    assert figure is not None
    assert [part.split(":")[0] for part in figure.alternative.split("; ")] == [
        "FSH at month 6",
        "FSH, Month 3",
        "FSH, Month 6",
    ]
