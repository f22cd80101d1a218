"""Estimands that share an endpoint and its arms keep their numbers apart on the whole page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.adjusted_study import ADJUSTMENT, make_adjusted_study, make_unlike_men
from tests.support.results_fixture import make_manifest
from tests.support.small_study import ANCOVA, SmallStudy, make_men, make_small_study

from tubulus.core.results import Results
from tubulus.report.material import Material, make_material
from tubulus.report.sections.adjustment.adjusted import make_adjusted_section
from tubulus.report.sections.adjustment.confounding import make_confounding_section
from tubulus.report.sections.missing import make_missing_section
from tubulus.report.sections.outcomes import OUTCOME_SECTIONS
from tubulus.report.sections.planned.subgroups import make_subgroup_section
from tubulus.report.sections.planned.tests import make_testing_section
from tubulus.report.sections.section import Section
from tubulus.report.sections.summary import make_summary
from tubulus.report.settings import ReportSettings
from tubulus.report.tables.frame import ShownTable

COMPLETE = """
[[estimands]]
id = "r2"
label = "Responders among those examined"
population = "all"
treatment = ["cells", "control"]
variable = "sperm"
summary = "risk difference"
estimator = "risk-difference"
missing = "complete cases"
test = "fisher"
stratum = "infertility"
sensitivity = ["same examination"]
role = "sensitivity"
"""
IMPUTED = ANCOVA.format(
    id="f2",
    variable="fsh",
    arms='["cells", "control"]',
    estimator="ancova",
    covariates='["age"]',
).replace('role = "secondary"', 'role = "sensitivity"\nmissing = "imputation"')
TESTING = """
[testing]
[[testing.hypotheses]]
estimand = "r1"
weight = 1.0
passes = { r2 = 1.0 }
[[testing.hypotheses]]
estimand = "r2"
weight = 0.0
"""
PRIMARY, EXAMINED = "Responders (primary)", "Responders among those examined (sensitivity)"
SECTIONS: dict[str, Callable[[Material], Section | None]] = {
    **dict(OUTCOME_SECTIONS),
    "missing": make_missing_section,
    "adjusted": make_adjusted_section,
    "confounding": make_confounding_section,
    "testing": make_testing_section,
    "subgroups": make_subgroup_section,
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> SmallStudy:
    men = list(make_unlike_men(16))
    for position in (8, 12, 13, 19, 25, 31):
        method = "wet" if position == 19 else "sediment"
        men[position] = replace(
            men[position], sperm="", fsh=(men[position].fsh[0], ""), methods=("sediment", method)
        )
    men[16] = replace(men[16], rescue=True)
    return make_adjusted_study(
        tmp_path_factory.mktemp("shared"), men=men, more=COMPLETE + IMPUTED + TESTING + ADJUSTMENT
    )


@pytest.fixture(scope="module")
def material(study: SmallStudy) -> Material:
    return make_material(study.study, Results(study.tables, make_manifest()), ReportSettings())


def list_tables(section: Section | None) -> Iterator[ShownTable]:
    assert section is not None
    for block in section.blocks:
        content = block.content
        if isinstance(content, ShownTable):
            yield content


def find_table(section: Section | None, name: str) -> ShownTable:
    return next(table for table in list_tables(section) if table.id == name)


def list_shown(table: ShownTable) -> list[tuple[str, str]]:
    """List each number of a table: the heading and label of its row, and its estimand."""
    return [
        (f"{table.caption} / {group} / {label}", estimand)
        for group, label, cells in table.rows
        for cell in cells
        for estimand in re.findall(r'data-estimand="([^"]+)"', str(cell))
    ]


def read_responders(material: Material) -> dict[str, list[str]]:
    """Read the cells of everybody of each table of responders, by the estimand that it names."""
    return {
        table.caption.partition(": ")[0]: [re.sub("<.*?>", "", str(cell)) for cell in cells]
        for table in list_tables(SECTIONS["responders"](material))
        if re.fullmatch(r"table-responders(-\d)?", table.id)
        for _, label, cells in table.rows
        if label == "Everybody"
    }


@pytest.mark.parametrize(
    "section", sorted({*SECTIONS} - {"monitoring", "surgery", "pregnancy", "multiverse"})
)
def test_every_number_of_a_row_is_of_the_estimand_that_the_row_names(
    material: Material, section: str
) -> None:
    made = SECTIONS[section](material)
    headings = {
        row["heading"]: row["estimand"] for row in material.get_rows("estimands") if row["heading"]
    }

    for table in list_tables(made):
        for row, estimand in list_shown(table):
            named = {own for heading, own in headings.items() if heading in row}
            assert named in ({estimand}, set()), (table.id, row, estimand)
            # a row that names nobody belongs to an endpoint with one estimand, or to both alike
            if not named and table.id != "table-absences":
                assert estimand not in headings.values(), (table.id, row, estimand)


@pytest.mark.parametrize(
    ("section", "table", "statistics"),
    [
        ("responders", "table-responders", ("share", "risk difference", "p")),
        ("hormones", "table-hormones", ("geometric mean ratio",)),
        ("subgroups", "table-subgroups", ("risk difference",)),
        ("confounding", "table-strengths", ("E-value",)),
    ],
)
def test_no_number_of_either_estimand_is_left_out(
    material: Material, section: str, table: str, statistics: tuple[str, ...]
) -> None:
    shown = "".join(
        str(cell)
        for one in list_tables(SECTIONS[section](material))
        if one.id.startswith(table)
        for _, _, cells in one.rows
        for cell in cells
    )
    for statistic in statistics:
        rows = material.select(section, statistic)
        assert {s.row.estimand for s in rows} >= (
            {"h-fsh", "f2"} if section == "hormones" else {"r1", "r2"}
        )
        for own in rows:
            assert f'data-row="{own.position}"' in shown, own.row


def test_shares_of_complete_cases_have_their_own_denominator(material: Material) -> None:
    rows = read_responders(material)

    assert "5 of 16" in rows[PRIMARY][0]
    assert "5 of 13" in rows[EXAMINED][0]


def test_the_figure_of_shares_has_a_line_of_each_estimand(material: Material) -> None:
    section = SECTIONS["responders"](material)
    assert section is not None
    figures = [block.content for block in section.blocks if block.template == "figure"]
    figure = next(one for one in figures if one.id == "figure-shares-responders")

    for heading, of in ((PRIMARY, 16), (EXAMINED, 13)):
        assert f"{heading}, everybody, Cells arm: 5 of {of}" in figure.alternative


def test_panels_and_figures_of_one_endpoint_have_titles_of_their_own(material: Material) -> None:
    for section in ("adjusted", "subgroups"):
        made = SECTIONS[section](material)
        assert made is not None
        figures = [block.content for block in made.blocks if block.template == "figure"]
        drawn = "".join(panel.spec for figure in figures for panel in figure.panels)
        assert all(heading in drawn for heading in (PRIMARY, EXAMINED))


def test_who_counts_is_told_of_each_estimand_with_its_own_rule(material: Material) -> None:
    section = SECTIONS["responders"](material)
    assert section is not None
    said = next(b.content["points"] for b in section.blocks if b.template == "points")

    assert len(said) == 2
    assert said[0].startswith(f"{PRIMARY}: ")
    assert said[0].endswith("Missing values: non-response.")
    assert said[1].startswith(f"{EXAMINED}: ")
    assert said[1].endswith("Missing values count as complete cases.")


def test_an_outcome_missing_alike_for_both_estimands_is_told_once(material: Material) -> None:
    table = find_table(SECTIONS["missing"](material), "table-absences")
    labels = [label for _, label, _ in table.rows]

    assert len(labels) == len(set(labels))


def test_the_claim_of_each_estimand_has_its_own_numbers(
    material: Material, study: SmallStudy
) -> None:
    section = make_summary(material)
    assert section is not None
    claims = {claim.id: claim for group in section.blocks[0].content for claim in group.claims}

    assert "5/16" in claims["r1"].value
    assert "5/13" in claims["r2"].value
    (difference,) = study.find("risk difference", estimand="r2", section="responders", stratum="")
    assert f"{100 * difference['value']:+.1f} percentage points" in claims["r2"].text


def test_an_estimand_alone_on_its_endpoint_is_called_by_the_endpoint(material: Material) -> None:
    labels = {s.row.label for s in material.estimates if s.row.estimand == "s1"}

    assert labels == {"Severe harm"}


def test_the_claim_names_its_role_and_what_its_planned_test_comes_to(material: Material) -> None:
    section = make_summary(material)
    assert section is not None
    claims = {claim.id: claim for group in section.blocks[-1].content for claim in group.claims}
    tests = {row["estimand"]: row for row in material.get_rows("tests")}

    assert [claims[name].role for name in ("s1", "r1", "r2")] == [
        "safety",
        "primary",
        "sensitivity",
    ]
    assert tests["r1"]["rejected"] == "no"
    adjusted = f"{tests['r1']['adjusted_p']:.3f}"
    said = f"Planned test: not rejected at 5 % for all together (adjusted p = {adjusted})."
    assert claims["r1"].text.endswith(said)
    assert "Planned test" not in claims["s1"].text


def test_a_p_value_of_a_planned_test_stands_with_what_the_order_makes_of_it(
    material: Material,
) -> None:
    rows = read_responders(material)

    for heading in (PRIMARY, EXAMINED):
        assert "in the planned order" in rows[heading][-1]
        assert "not rejected" in rows[heading][-1]


def test_planned_tests_name_all_their_estimands_as_the_origin(material: Material) -> None:
    table = find_table(make_testing_section(material), "table-tests")

    assert table.origins[0][0] == "r1, r2"


def test_an_e_value_says_what_it_is_of_where_it_stands_beside_the_contrast(
    material: Material,
) -> None:
    table = find_table(SECTIONS["responders"](material), "table-beside-responders")

    said = [note for note in table.notes if note.startswith("E-value, ")]
    assert len(said) == 2
    assert all("risk ratio" in note for note in said)
    assert not any("expected untreated" in note for note in table.notes)


def test_a_crossed_boundary_is_the_first_line_of_the_summary(tmp_path: Path) -> None:
    rule = """
[[monitoring]]
id = "stop"
label = "Stop for severe harms"
estimand = "s1"
arm = "cells"
acceptable = 0.10
looks = [3]
"""
    men = (*make_men("cells", 4, harm="3"), *make_men("control", 4))
    small = make_small_study(tmp_path, men=men, more=rule)
    made = make_material(small.study, Results(small.tables, make_manifest()), ReportSettings())

    section = make_summary(made)

    assert section is not None
    assert section.blocks[0].template == "caution"
    assert section.blocks[0].content.id == "boundary-crossed"
    assert section.blocks[0].content.severity == "limit"
