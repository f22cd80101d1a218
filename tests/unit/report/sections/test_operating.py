from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
from tests.support.results_fixture import make_results, make_study

from tubulus.core.results import Results
from tubulus.report.material import Material, make_material
from tubulus.report.sections.operating import make_operating_section
from tubulus.report.sections.section import Section
from tubulus.report.settings import ReportSettings
from tubulus.report.vocabulary import SECTION_WORDS

DESIGN = {
    "trials": 1000,
    "scenarios": ["none"],
    "arms": {"cells": 40, "drug": 40},
    "left_out": [{"estimand": "c1", "label": "Concentration", "reason": "not simulated"}],
}


def make_row(measure: str, value: float | None, **differs: Any) -> dict[str, Any]:
    return {
        "scenario": "none",
        "scenario_label": "No confounding",
        "part": "estimator",
        "estimand": "r1",
        "label": "Responders",
        "arm": "cells",
        "comparator": "drug",
        "estimator": "Miettinen-Nurminen",
        "target": "ATE",
        "planned": True,
        "measure": measure,
        "value": value,
        "mc_error": None if value is None else 0.004,
        "trials": 1000,
        "reason": "",
        "provenance": "p1",
        **differs,
    }


ROWS = [
    make_row("truth", 0.0, mc_error=0.0),
    make_row("bias", -0.0001),
    make_row("coverage", 0.951),
    make_row("rejection", 0.041),
    make_row("coverage", 0.93, planned=False, estimator="ATO weighting"),
]
RULE = {"part": "rule", "estimand": "stop", "label": "Stop for harms", "comparator": ""}
RULES = [
    make_row("stopping probability", 0.486, **RULE),
    make_row("stops at 10", 0.1, **RULE),
    make_row("expected participants", 32.9, **RULE),
]
GATES = [
    make_row("familywise error", 0.03, part="gate", label="", estimand=""),
    make_row("rejection by the gates", 0.02, part="gate"),
]


def make(folder: Path, rows: list[dict[str, Any]], **manifest: Any) -> Material:
    results = make_results(screen=False)
    tables = {**results.tables, "operating": pl.DataFrame(rows)} if rows else results.tables
    added = Results(tables, {**results.manifest, **manifest})
    return make_material(make_study(folder), added, ReportSettings())


def show(folder: Path, rows: list[dict[str, Any]]) -> Section:
    section = make_operating_section(make(folder, rows, design=DESIGN))
    assert section is not None
    return section


def test_the_lead_says_how_many_trials_of_which_size_and_that_nobody_took_part(
    tmp_path: Path,
) -> None:
    lead = show(tmp_path, ROWS).blocks[0].content

    assert "1000 simulated trials of 40 + 40 participants in each of 1 scenarios" in lead
    assert "No participant's data were used" in lead


def test_the_figure_tells_the_coverage_of_planned_estimators_alone(tmp_path: Path) -> None:
    figure = show(tmp_path, ROWS).blocks[1].content

    assert figure.alternative == "Coverage: No confounding, Responders: 95.1 %."
    assert len(figure.panels) == 2


def test_planned_estimators_and_those_beside_them_stand_apart(tmp_path: Path) -> None:
    tables = [b.content for b in show(tmp_path, ROWS).blocks if b.template == "folded"]
    (_, label, cells), *_ = tables[0].rows

    assert [table.id for table in tables] == ["table-operating-planned", "table-operating-beside"]
    assert label == "Responders"
    assert cells[:3] == ["Miettinen-Nurminen", "0", "0.000 (0.004)"]
    assert cells[5] == "95.1 % (0.4)"
    assert tables[1].rows[0][2][0] == "ATO weighting"


def test_stops_and_gates_have_a_row_a_scenario(tmp_path: Path) -> None:
    blocks = show(tmp_path, [*ROWS, *GATES, *RULES]).blocks
    tables = {b.content.id: b.content for b in blocks if b.template == "table"}

    assert tables["table-operating-rules"].rows == [
        ("Stop for harms", "No confounding", ["48.6 % (0.4)", "32.9 (0.0)"])
    ]
    gates = tables["table-operating-gates"].rows
    assert [row[0] for row in gates] == ["All hypotheses together", "Responders"]


def test_what_is_not_simulated_is_listed(tmp_path: Path) -> None:
    blocks = show(tmp_path, ROWS).blocks
    (table,) = [b.content for b in blocks if b.template == "table"]

    assert table.rows == [("", "Concentration (c1)", ("not simulated",))]


def test_outcomes_beyond_the_colours_are_named_and_not_drawn(tmp_path: Path) -> None:
    rows = [make_row("coverage", 0.95, estimand=f"h{i}", label=f"Hormone {i}") for i in range(1, 8)]
    figure = show(tmp_path, rows).blocks[1].content

    assert "Not drawn, but in the table: Hormone 6, Hormone 7." in figure.caption


def test_a_measure_without_a_number_is_a_dash(tmp_path: Path) -> None:
    rows = [make_row("truth", 0.0), make_row("bias", None), make_row("coverage", None)]
    tables = [b.content for b in show(tmp_path, rows).blocks if b.template == "folded"]

    assert tables[0].rows[0][2][2] == "–"


def test_results_of_another_plan_are_not_shown_and_the_page_says_so(tmp_path: Path) -> None:
    section = make_operating_section(make(tmp_path, [], design_is_stale=True))

    assert section is not None
    assert "Run tubulus design simulate again" in section.blocks[0].content


def test_without_simulated_trials_there_is_no_section(tmp_path: Path) -> None:
    assert make_operating_section(make(tmp_path, [])) is None
    assert "operating" in SECTION_WORDS


def test_a_bound_and_what_is_not_simulated_are_told_under_the_gates(tmp_path: Path) -> None:
    bound = "a lower bound: without Ranks, not simulated"
    gates = [
        make_row("familywise error", 0.03, part="gate", label="", estimand="", reason=bound),
        make_row(
            "rejection by the gates",
            None,
            part="gate",
            estimand="k1",
            label="Ranks",
            reason="not simulated: of ranks",
        ),
    ]
    section = show(tmp_path, ROWS + gates)
    table = next(
        b for b in section.blocks if getattr(b.content, "id", "") == "table-operating-gates"
    )

    assert table.content.rows[1] == ("Ranks", "No confounding", ["–", "–", "–"])
    assert table.content.notes[1:] == [
        "Familywise errors and rejections are lower bounds: without Ranks, not simulated.",
        "Ranks: not simulated: of ranks.",
    ]
