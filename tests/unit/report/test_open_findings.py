"""Stops and errors at the top of the report."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from tests.support.results_fixture import make_findings, make_results, make_study

from tubulus.report.material import Material, make_material
from tubulus.report.open_findings import list_grave_participants, list_open_findings
from tubulus.report.page import render_report
from tubulus.report.settings import ReportSettings

QUIET = ReportSettings(individual_data=False)


def gather(
    folder: Path, findings: pl.DataFrame | None, settings: ReportSettings | None = None
) -> Material:
    results = make_results(findings=findings, screen=False)
    return make_material(make_study(folder), results, settings or ReportSettings())


def make_stops() -> pl.DataFrame:
    severity = pl.when(pl.col("participant") == "C-004").then(pl.lit("stop"))
    return make_findings().with_columns(severity.otherwise("severity").alias("severity"))


def test_stops_come_first_and_name_checks_with_their_participants(tmp_path: Path) -> None:
    stops, errors = list_open_findings(gather(tmp_path, make_stops()))

    assert (stops.sentence, stops.checks) == (
        "1 stop finding is open",
        (("visit-window", "C-004"),),
    )
    assert (errors.sentence, errors.checks) == (
        "2 error findings are open",
        (("semen-total", "C-011, H-002"),),
    )


def test_warnings_alone_raise_no_banner(tmp_path: Path) -> None:
    findings = make_findings().filter(pl.col("severity") != "error")

    assert list_open_findings(gather(tmp_path / "a", findings)) == []
    assert list_open_findings(gather(tmp_path / "b", None)) == []


def test_a_check_with_many_participants_counts_the_rest(tmp_path: Path) -> None:
    row = make_findings().filter(pl.col("severity") == "error").head(1)
    many = pl.concat(
        [row.with_columns(pl.lit(f"M-{i:02d}").alias("participant")) for i in range(11)]
    )

    (found,) = list_open_findings(gather(tmp_path, many))

    assert found.checks[0][1].endswith("M-07 and 3 more")


def test_participants_are_counted_where_the_report_may_not_name_them(tmp_path: Path) -> None:
    (found,) = list_open_findings(gather(tmp_path, make_findings(), QUIET))

    assert found.checks == (("semen-total", "2 participants"),)


def test_only_stops_and_errors_weigh_on_a_participant(tmp_path: Path) -> None:
    material = gather(tmp_path, make_findings())

    assert list_grave_participants(material) == {
        "C-011": ["semen-total"],
        "H-002": ["semen-total"],
    }
    assert list_grave_participants(material, "eligibility") == {}


def test_the_banner_stands_above_the_summary_and_among_the_limits(tmp_path: Path) -> None:
    page = render_report(
        make_study(tmp_path), make_results(findings=make_stops(), screen=False), QUIET
    )
    head, _, summary = page.partition('<section id="summary"')

    assert 'class="open-findings stop"' in head
    assert "1 stop finding is open" in head
    limits = summary.partition('<div class="limits">')[2].partition("</div>")[0]
    assert "1 stop finding is open" in limits
    assert "2 error findings are open" in limits
