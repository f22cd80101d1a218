"""Check a study's data and keep the findings."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tubulus.core.progress import Progress
from tubulus.core.provenance import Provenance
from tubulus.runs.steps import Step, StepOutcome, run_step
from tubulus.runs.workspace import Workspace
from tubulus.study.checks import run_checks

__all__ = ["CheckSummary", "check_study", "summarise_findings"]

SEVERITIES = ("stop", "error", "warning", "note")


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """How many findings there are of each severity."""

    participants: int
    values: int
    counts: dict[str, int]


def check_study(workspace: Workspace, progress: Progress, *, force: bool = False) -> StepOutcome:
    """Run every check on the study's data, unless the kept findings still hold."""
    snapshot = workspace.snapshot
    data_cut = workspace.whole.plan.settings.data_cut
    step = Step(
        "checks",
        ("study",),
        {"snapshot": snapshot.content_hash},
        {"data_cut": str(data_cut)},
        workspace.whole.run.seed,
    )

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
