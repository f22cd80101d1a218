from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.support.missing_study import ask, ask_responders, lose, make_pairs
from tests.support.small_study import SmallStudy, make_small_study

from tubulus.core.results import Results
from tubulus.report.material import Material, make_material
from tubulus.report.sections.missing import make_missing_section
from tubulus.report.sections.missing.shifts import write_shift
from tubulus.report.sections.section import Section
from tubulus.report.settings import ReportSettings

EDITS = {
    **ask("imputation", "tipping", "below limit"),
    **ask_responders("imputation", "tipping", "extreme cases"),
}


def make(study: SmallStudy) -> Material:
    return make_material(study.study, Results(dict(study.tables), {}), ReportSettings())


def find(section: Section, name: str) -> Any:
    found = [b.content for b in section.blocks if b.content.id == name]
    assert len(found) == 1, [b.content.id for b in section.blocks]
    return found[0]


@pytest.fixture(scope="module")
def section(tmp_path_factory: pytest.TempPathFactory) -> Section:
    men = [*lose(make_pairs("cells", 14, 1.5), 1, 4, 8), *lose(make_pairs("control", 14), 3, 5)]
    men[2] = replace(men[2], fsh=("12", "<9"))
    study = make_small_study(tmp_path_factory.mktemp("missing") / "x", men=men, edits=EDITS)
    found = make_missing_section(make(study))
    assert found is not None
    return found


def test_who_is_missing_stands_by_arm_with_the_reasons(section: Section) -> None:
    rows = {label: cells for _, label, cells in find(section, "table-absences").rows}

    assert "4 of 14" in rows["FSH at month 6"][0]
    assert "Below the limit of quantification 1, lost to follow-up 3" in rows["FSH at month 6"][0]
    assert "2 of 14" in rows["FSH at month 6"][1]
    assert "0 of 14" in rows["Severe harm"][1]


def test_a_pooled_contrast_stands_with_what_rests_on_the_draws(section: Section) -> None:
    rows = {label: cells for _, label, cells in find(section, "table-imputation").rows}
    contrast, imputed, information, error = rows["Any sperm"]

    assert "points" in contrast
    assert "95" in contrast
    assert imputed == "5 of 28"
    assert "%" in information
    assert "points" in error
    assert "points" not in rows["FSH at month 6"][3]


def test_each_grid_has_its_figure_with_the_unshifted_cell_and_the_changes(section: Section) -> None:
    figure = find(section, "figure-shifts")

    assert len(figure.panels) == 2
    spec = json.loads(figure.panels[0].spec)
    cells = next(iter(spec["datasets"].values()))
    assert len(cells) == 81
    assert sum(cell["unshifted"] for cell in cells) == 1
    said = [f"{sum(c['changes'] for c in cells)} of 81 pairs", "without a shift"]
    assert all(part in figure.alternative for part in said)


def test_where_nothing_tips_the_table_says_so_and_calls_it_no_failure(section: Section) -> None:
    rows = {label: cells for _, label, cells in find(section, "table-tipping").rows}

    assert "No shift from 0.1 to 10 changes the conclusion" in rows["Any sperm"][0]
    assert "Not estimable" not in rows["Any sperm"][0]
    assert "of 81" in rows["Any sperm"][2]


def test_extreme_cases_and_limits_have_their_tables(section: Section) -> None:
    cases = [label for _, label, _ in find(section, "table-extreme-cases").rows]

    assert cases == [
        "Missing with the event in the first arm, without it in the comparator",
        "Missing without the event in the first arm, with it in the comparator",
        "Missing with the event in both arms",
        "Missing without the event in both arms",
    ]
    ((_, label, _),) = find(section, "table-below-limit").rows
    assert label == "FSH at month 6"


def test_nobody_missing_is_said_in_words_and_nothing_is_drawn(tmp_path) -> None:
    men = [*make_pairs("cells", 8), *make_pairs("control", 8)]
    study = make_small_study(tmp_path, men=men, edits=EDITS)
    found = make_missing_section(make(study))

    assert found is not None
    assert "figure-shifts" not in [block.content.id for block in found.blocks]
    rows = find(found, "table-imputation").rows
    assert all("nothing was missing" in cells[0] and cells[1] == "nobody" for _, _, cells in rows)


def test_results_without_any_of_it_have_no_section(tmp_path) -> None:
    study = make_small_study(tmp_path)
    tables = {"estimates": study.tables["estimates"].filter(section="responders")}
    material = make_material(study.study, Results(tables, {}), ReportSettings())

    assert make_missing_section(material) is None


def test_several_comparators_are_told_apart(tmp_path) -> None:
    men = [m for arm in ("cells", "control", "other") for m in lose(make_pairs(arm, 10), 1)]
    arms = ("cells", "control", "other")
    study = make_small_study(tmp_path, men=men, arms=arms, edits=ask("imputation", "tipping"))
    found = make_missing_section(make(study))

    assert found is not None
    labels = [label for _, label, _ in find(found, "table-imputation").rows]
    assert labels == [
        "FSH at month 6: Cells arm v Control arm",
        "FSH at month 6: Cells arm v Other arm",
    ]
    assert len(find(found, "figure-shifts").panels) == 2


@pytest.mark.parametrize(
    ("value", "shift", "unit", "written"),
    [
        (0.8, "ratio", "", "×\N{NO-BREAK SPACE}0.8"),
        (3.0, "odds ratio", "", "odds ×\N{NO-BREAK SPACE}3"),
        (-1.25, "difference", "nmol/L", "\N{MINUS SIGN}1.2\N{NO-BREAK SPACE}nmol/L"),
        (0.0, "difference", "", "0"),
    ],
)
def test_a_shift_is_written_by_its_kind(value, shift, unit, written) -> None:
    assert write_shift(value, shift, unit) == written
