from tubulus.core.progress import SilentProgress
from tubulus.runs.check import SEVERITIES, check_study, plan_checks, summarise_findings
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
