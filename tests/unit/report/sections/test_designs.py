from __future__ import annotations

from pathlib import Path

import polars as pl
from tests.support.results_fixture import make_results, make_study

from tubulus.core.results import Results
from tubulus.report.material import Material, make_material
from tubulus.report.sections.designs import make_monitoring_section, make_power_section
from tubulus.report.settings import ReportSettings

LOOK = {
    "rule": "stop",
    "label": "Stop",
    "estimand": "s1",
    "arm": "cells",
    "method": "Pocock",
    "look": 1,
    "n": 10,
    "stop_at": 4,
    "observed_n": 10,
    "observed_events": 1,
    "not_followed": 0,
    "state": "go on",
    "note": "",
    "provenance": "p1",
}
LATER = {
    **LOOK,
    "look": 2,
    "n": 20,
    "stop_at": 6,
    "observed_n": None,
    "observed_events": None,
    "not_followed": None,
    "state": "not reached",
}


def make(folder: Path, **tables: pl.DataFrame) -> Material:
    results = make_results(screen=False)
    added = Results({**results.tables, **tables}, results.manifest)
    return make_material(make_study(folder), added, ReportSettings())


def test_a_boundary_is_drawn_and_listed_also_where_a_look_is_not_reached(tmp_path: Path) -> None:
    section = make_monitoring_section(make(tmp_path, boundaries=pl.DataFrame([LOOK, LATER])))

    assert section is not None
    figure, table = (block.content for block in section.blocks)
    assert figure.alternative == "Stops at 4 of 10; 6 of 20. Observed: 1 of 10."
    assert [row[2][3] for row in table.rows] == ["below the boundary", "not reached"]


def test_a_rule_that_can_never_stop_has_a_table_and_no_figure(tmp_path: Path) -> None:
    never = pl.DataFrame([{**LOOK, "stop_at": None, "state": "cannot stop here", "note": "why"}])

    section = make_monitoring_section(make(tmp_path, boundaries=never))

    assert section is not None
    (block,) = section.blocks
    assert block.content.rows[0][2][1] == "–"
    assert block.content.notes == ["why"]


def test_without_rules_and_assumptions_there_are_no_sections(tmp_path: Path) -> None:
    material = make(tmp_path)

    assert make_monitoring_section(material) is None
    assert make_power_section(material) is None
