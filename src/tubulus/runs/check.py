"""Check a study's data and keep the findings."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tubulus.core.files import compute_text_hash
from tubulus.core.progress import Progress
from tubulus.core.provenance import Provenance
from tubulus.runs.steps import Step, StepOutcome, run_step
from tubulus.runs.workspace import Workspace
from tubulus.study.checks import run_checks

__all__ = ["SEVERITIES", "CheckSummary", "check_study", "plan_checks", "summarise_findings"]

SEVERITIES = ("stop", "error", "warning", "note")


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """How many findings there are of each severity."""

    participants: int
    values: int
    counts: dict[str, int]


def plan_checks(workspace: Workspace) -> Step:
    """Say what the findings rest on: values, and the places that they name."""
    snapshot = workspace.snapshot
    places = snapshot.records.select("source_file", "source_row", "source_field").write_csv()
    return Step(
        "checks",
        ("study",),
        {"snapshot": snapshot.content_hash, "places": compute_text_hash(places)},
        {"data_cut": str(workspace.whole.plan.settings.data_cut)},
        workspace.whole.run.seed,
    )


def check_study(workspace: Workspace, progress: Progress, *, force: bool = False) -> StepOutcome:
    """Run every check on the study's data, unless the kept findings still hold."""
    snapshot = workspace.snapshot
    data_cut = workspace.whole.plan.settings.data_cut
    step = plan_checks(workspace)

    def work(_: Provenance) -> tuple[dict[str, pl.DataFrame], dict[str, object]]:
        progress.start("checks")
        findings = run_checks(snapshot.study, snapshot.records, snapshot.data, data_cut=data_cut)
        progress.finish(f"{findings.height} findings")
        summary = summarise_findings(workspace, findings)
        return {"findings": findings}, {"summary": summary.counts}

    return run_step(workspace.folder.results, step, work, force=force)


def summarise_findings(workspace: Workspace, findings: pl.DataFrame) -> CheckSummary:
    """Count the findings of each severity."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for row in findings.group_by("severity").len().iter_rows(named=True):
        counts[row["severity"]] = row["len"]
    snapshot = workspace.snapshot
    return CheckSummary(len(snapshot.data), snapshot.records.height, counts)
