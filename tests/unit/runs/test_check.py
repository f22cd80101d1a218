import csv

from tubulus.core.progress import SilentProgress
from tubulus.runs.check import (
    FINDINGS_FILE,
    SEVERITIES,
    check_study,
    plan_checks,
    summarise_findings,
)
from tubulus.runs.workspace import open_workspace


def test_findings_are_counted_by_severity(bench):
    bench.set_cell("injection", 2, "recipient", "P03").set_cell("hormones", 2, "lh", "x")
    workspace = open_workspace(bench.folder)

    outcome = check_study(workspace, SilentProgress())
    summary = summarise_findings(workspace, outcome.results.tables["findings"])

    assert tuple(summary.counts) == SEVERITIES
    assert (summary.counts["stop"], summary.counts["error"], summary.counts["warning"]) == (1, 1, 0)
    assert outcome.results.manifest["summary"] == summary.counts
    assert summary.participants == 12


def test_no_findings_count_as_none(bench):
    workspace = open_workspace(bench.folder)
    findings = check_study(workspace, SilentProgress()).results.tables["findings"]

    assert set(summarise_findings(workspace, findings.clear()).counts.values()) == {0}


def test_findings_rest_on_the_lines_of_the_files_too(bench):
    before = plan_checks(open_workspace(bench.folder)).key
    bench.edit("\n", "\n\n", "data/demographics.csv")

    assert plan_checks(open_workspace(bench.folder)).key != before


def test_findings_rest_on_the_data_cut(bench):
    before = plan_checks(open_workspace(bench.folder)).key
    bench.edit("[plan]", "[plan]\ndata_cut = 2026-06-01")

    assert plan_checks(open_workspace(bench.folder)).key != before


def test_findings_do_not_rest_on_the_screen(bench):
    before = plan_checks(open_workspace(bench.folder)).key
    bench.edit("sets = 199", "sets = 299")

    assert plan_checks(open_workspace(bench.folder)).key == before


def test_the_findings_can_be_opened_as_a_table(bench):
    bench.set_cell("hormones", 2, "lh", "x")
    workspace = open_workspace(bench.folder)
    outcome = check_study(workspace, SilentProgress())
    path = bench.folder / "results" / "checks" / FINDINGS_FILE

    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))

    assert len(rows) == outcome.results.tables["findings"].height
    assert (rows[0]["check"], rows[0]["participant"]) == ("unreadable-value", "P01")


def test_a_table_of_findings_that_was_removed_is_written_again(bench):
    path = bench.folder / "results" / "checks" / FINDINGS_FILE
    check_study(open_workspace(bench.folder), SilentProgress())
    path.unlink()

    assert not check_study(open_workspace(bench.folder), SilentProgress()).computed
    assert path.is_file()
