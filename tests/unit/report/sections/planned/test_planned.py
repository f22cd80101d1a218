"""Sections of planned tests, subgroups and multiverses show what the tables hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.small_study import make_men, make_small_study

from tubulus.core.results import Results
from tubulus.report.material import Material, make_material
from tubulus.report.sections.planned.multiverse import make_multiverse_section
from tubulus.report.sections.planned.subgroups import make_subgroup_section
from tubulus.report.sections.planned.tests import make_testing_section
from tubulus.report.settings import ReportSettings

MORE = """
[testing]
[[testing.hypotheses]]
estimand = "r1"
weight = 1.0
passes = { h-fsh = 1.0 }
[[testing.hypotheses]]
estimand = "h-fsh"
weight = 0.0
[[multiverse]]
id = "choices"
label = "FSH, other choices"
estimand = "h-fsh"
scales = ["log", "identity"]
errors = ["HC3", "classical"]
covariates = [[], ["age"]]
"""
ASKED = {'estimator = "ancova"\n': 'estimator = "ancova"\ntest = "t"\nstratum = "infertility"\n'}


def make(folder: Path, more: str = MORE, **differs) -> Material:
    men = tuple(
        man
        for arm, responders in (("cells", (8, 6)), ("control", (0, 1)))
        for level, n in zip(("primary", "secondary"), responders, strict=True)
        for man in make_men(arm, 8, n, infertility=level)
    )
    small = make_small_study(folder, **{"men": men, "edits": ASKED, **differs}, more=more)
    results = Results(small.tables, {})
    return make_material(small.study, results, ReportSettings())


@pytest.fixture(scope="module")
def material(tmp_path_factory) -> Material:
    return make(tmp_path_factory.mktemp("planned"))


def list_contents(section):
    assert section is not None
    return [block.content for block in section.blocks]


def test_the_tests_are_told_in_sentences_and_listed_in_order(material):
    told, table = list_contents(make_testing_section(material))

    assert told["points"][0].startswith("1 of 2 hypotheses is rejected")
    assert "5 %: Responders" in told["points"][0]
    assert told["points"][1].startswith("Not rejected: fsh.")
    assert [row[1] for row in table.rows] == [
        "Responders: Cells arm v Control arm",
        "fsh: Cells arm v Control arm",
    ]
    noted = "exploratory, not randomised; confounding leaves alpha uncontrolled"
    assert table.rows[0][2][3] == f"rejected, step 1 ({noted})"
    assert "Responders passes on its share of alpha: 1 to fsh." in " ".join(table.notes)


def test_in_a_randomised_trial_no_p_value_is_called_exploratory(tmp_path):
    told, table = list_contents(make_testing_section(make(tmp_path, allocation="randomised")))

    assert "xploratory" not in " ".join([*told["points"], *table.rows[0][2]])


def test_a_test_without_a_p_value_says_why(tmp_path):
    men = (*make_men("cells", 4), *make_men("control", 4))
    empty = tuple(type(man)(arm=man.arm, fsh=("20", "")) for man in men)

    _, table = list_contents(make_testing_section(make(tmp_path, men=empty)))

    assert table.rows[1][2][1:] == (
        "–",
        "–",
        (
            "not rejected, no p-value (exploratory, not randomised; confounding leaves alpha "
            "uncontrolled)"
        ),
    )
    assert any(note.startswith("fsh: ") for note in table.notes)


def test_each_contrast_has_a_forest_with_both_lines_of_each_level(material):
    contents = list_contents(make_subgroup_section(material))
    figures = [content for content in contents if hasattr(content, "alternative")]

    assert [figure.title for figure in figures] == [
        "Any sperm: Cells arm v Control arm",
        "FSH at month 6: Cells arm v Control arm",
        "Testosterone at month 6: Cells arm v Control arm",
    ]
    assert [part.split(": +")[0] for part in figures[0].alternative.split("; ")] == [
        "Everybody",
        "Infertility: primary",
        "Infertility: primary, drawn to the others",
        "Infertility: secondary",
        "Infertility: secondary, drawn to the others",
    ]


def test_the_tau_in_force_is_marked_among_the_others_as_planned_or_default(material):
    *_, table = list_contents(make_subgroup_section(material))

    own = [label for group, label, _ in table.rows if group.startswith("Any sperm")]
    assert own == ["0.05 (default)", "0.1", "0.15", "0.2", "0.25", "0.3"]
    assert table.rows[0][2][0].endswith("points)")


def test_the_curve_stands_above_the_choices_and_the_numbers(material):
    figure, numbers, options = list_contents(make_multiverse_section(material))

    assert len(figure.panels) == 2
    assert figure.alternative.startswith("8 estimates from ")
    assert "8 of 8 planned combinations" in figure.caption
    assert "Specifications" in [row[1] for row in numbers.rows]
    assert {group for group, _, _ in options.rows} == {"Scale", "Covariates", "Standard errors"}


def test_on_one_scale_the_curve_shows_ratios(tmp_path):
    more = MORE.replace('scales = ["log", "identity"]\n', "")

    figure, *_ = list_contents(make_multiverse_section(make(tmp_path, more)))

    assert "Geometric mean ratio (log scale)" in figure.panels[0].spec


def test_specifications_without_an_estimate_are_told_and_not_drawn(tmp_path):
    men = (*make_men("cells", 2), *make_men("control", 2))
    empty = tuple(type(man)(arm=man.arm, fsh=("20", "")) for man in men)

    contents = list_contents(make_multiverse_section(make(tmp_path, men=empty)))

    assert not [content for content in contents if hasattr(content, "panels")]
    assert contents[-1]["title"] == "Without an estimate"


def test_a_plan_without_them_has_no_such_sections(tmp_path):
    material = make(tmp_path, more="", edits={}, men=make_men("cells", 3))

    assert make_testing_section(material) is None
    assert make_subgroup_section(material) is None
    assert make_multiverse_section(material) is None
