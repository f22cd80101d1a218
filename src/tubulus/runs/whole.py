"""Run the whole study: check, analyse, screen, report, each only where something changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tubulus.core.files import write_text
from tubulus.core.progress import Progress
from tubulus.core.provenance import read_versions
from tubulus.core.results import MANIFEST_NAME
from tubulus.runs.analyse import analyse_study, read_status
from tubulus.runs.check import check_study
from tubulus.runs.report import build_report
from tubulus.runs.screen import screen_study
from tubulus.runs.workspace import Workspace

__all__ = ["RunSummary", "run_study"]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a whole run did.

    Parameters
    ----------
    report : Path
        Where the report is.
    computed, kept : tuple of str
        Steps that were done now, and those whose results still held.
    findings : dict of str to int
        Findings by severity.
    plan : str
        What the lock says of the plan.
    synthetic : bool
        Whether the participants are simulated.
    """

    report: Path
    computed: tuple[str, ...]
    kept: tuple[str, ...]
    findings: dict[str, int]
    plan: str
    synthetic: bool


def run_study(workspace: Workspace, progress: Progress, *, force: bool = False) -> RunSummary:
    """Run every step of the study and write the run manifest."""
    outcomes = {
        "checks": check_study(workspace, progress, force=force),
        "analysis": analyse_study(workspace, progress, force=force),
    }
    if workspace.whole.screen is not None:
        outcomes["screen"] = screen_study(workspace, progress, force=force)
    report, written = build_report(workspace, progress, force=force)
    done = {name: outcome.computed for name, outcome in outcomes.items()} | {"report": written}
    if any(done.values()):
        _write_manifest(workspace, outcomes.keys())
    return RunSummary(
        report=report,
        computed=tuple(name for name, computed in done.items() if computed),
        kept=tuple(name for name, computed in done.items() if not computed),
        findings=dict(outcomes["checks"].results.manifest["summary"]),
        plan=read_status(workspace).stamp,
        synthetic=workspace.whole.study.identity.synthetic,
    )


def _write_manifest(workspace: Workspace, steps: Iterable[str]) -> None:
    """Write what the run rested on: inputs, settings, seed, versions, and each step's key."""
    keys = {}
    for name in steps:
        place = workspace.folder.results / name / MANIFEST_NAME
        keys[name] = json.loads(place.read_text("utf-8"))["key"]
    manifest = {
        "study": workspace.whole.study.identity.id,
        "synthetic": workspace.whole.study.identity.synthetic,
        "definition": workspace.whole.study.content_hash,
        "snapshot": workspace.snapshot.content_hash,
        "inputs": workspace.hash_inputs(),
        "seed": workspace.whole.run.seed,
        "settings": workspace.whole.run.model_dump(mode="json"),
        "versions": read_versions(),
        "steps": keys,
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    write_text(
        workspace.folder.results / "run.json",
        json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n",
    )
