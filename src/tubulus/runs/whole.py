"""Run the whole study: check, analyse, screen, report, each only where something changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tubulus.core.files import compute_file_hash, write_text
from tubulus.core.progress import Progress
from tubulus.core.provenance import read_versions
from tubulus.runs.analyse import analyse_study, read_status
from tubulus.runs.check import SEVERITIES, check_study
from tubulus.runs.report import ARS_NAME, build_report
from tubulus.runs.screen import screen_study
from tubulus.runs.screen_files import require_screen_files
from tubulus.runs.steps import StepOutcome
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
        Findings by severity; empty where there are no participants to check.
    plan : str
        What the lock says of the plan.
    synthetic : bool
        Whether the participants are simulated.
    screen : mapping
        What the screen says of itself, its notes on what it read; empty where there is none.
    dock : mapping
        What docking says of itself; empty where there is none.
    """

    report: Path
    computed: tuple[str, ...]
    kept: tuple[str, ...]
    findings: dict[str, int]
    plan: str
    synthetic: bool
    screen: Mapping[str, Any]
    dock: Mapping[str, Any]


def run_study(workspace: Workspace, progress: Progress, *, force: bool = False) -> RunSummary:
    """Run every step of the study and write the run manifest.

    Everything that is read from outside is read first: a file that cannot be used stops the run
    before anything is written.
    """
    workspace.require_content()
    read_status(workspace)
    if workspace.whole.screen is not None:
        require_screen_files(workspace, workspace.whole.screen)
    if workspace.whole.dock is not None:
        _check_docking(workspace, progress)
    outcomes: dict[str, StepOutcome] = {}
    if workspace.has_participants:
        outcomes["checks"] = check_study(workspace, progress, force=force)
        outcomes["analysis"] = analyse_study(workspace, progress, force=force)
    if workspace.whole.screen is not None:
        outcomes["screen"] = screen_study(workspace, progress, force=force)
    if workspace.whole.dock is not None:
        outcomes["dock"] = _dock(workspace, progress, force=force)
    report, written = build_report(workspace, progress, force=force)
    done = {name: outcome.computed for name, outcome in outcomes.items()} | {"report": written}
    _write_manifest(workspace, outcomes, report)
    return RunSummary(
        report=report,
        computed=tuple(name for name, computed in done.items() if computed),
        kept=tuple(name for name, computed in done.items() if not computed),
        findings=_count_findings(outcomes),
        plan=read_status(workspace).stamp,
        synthetic=workspace.whole.study.identity.synthetic,
        screen=outcomes["screen"].results.manifest["screen"] if "screen" in outcomes else {},
        dock=outcomes["dock"].results.manifest["dock"] if "dock" in outcomes else {},
    )


def _check_docking(workspace: Workspace, progress: Progress) -> None:
    # the room of docking takes a second to load, which studies without structures do not pay
    from tubulus.runs.docking import check_dock_inputs  # noqa: PLC0415

    check_dock_inputs(workspace, progress)


def _dock(workspace: Workspace, progress: Progress, *, force: bool) -> StepOutcome:
    from tubulus.runs.docking import DockRequest, dock_study  # noqa: PLC0415

    # a record stands for all that it was computed from, and a campaign may have taken days
    return dock_study(workspace, progress, DockRequest(retry_failed=force))


def _count_findings(outcomes: Mapping[str, StepOutcome]) -> dict[str, int]:
    if "checks" not in outcomes:
        return {}
    found = outcomes["checks"].results.manifest["summary"]
    return {name: found.get(name, 0) for name in SEVERITIES}


def _write_manifest(
    workspace: Workspace, outcomes: Mapping[str, StepOutcome], report: Path
) -> None:
    """Write what the run rested on and gave: inputs, settings, seed, versions, keys, hashes.

    A manifest that says the same already keeps its time.
    """
    path = workspace.folder.results / "run.json"
    event = report.with_name(ARS_NAME)
    manifest = {
        "study": workspace.whole.study.identity.id,
        "synthetic": workspace.whole.study.identity.synthetic,
        "definition": workspace.whole.study.content_hash,
        "snapshot": workspace.snapshot.content_hash if workspace.has_participants else None,
        "inputs": workspace.hash_inputs(),
        "seed": workspace.whole.run.seed,
        "settings": workspace.whole.run.model_dump(mode="json"),
        "versions": read_versions(),
        "steps": {name: outcome.results.manifest["key"] for name, outcome in outcomes.items()},
        "tables": {name: outcome.results.manifest["tables"] for name, outcome in outcomes.items()},
        "report": compute_file_hash(report),
        "event": compute_file_hash(event) if event.is_file() else None,
    }
    if _read_manifest(path) == manifest:
        return
    stamped = {**manifest, "finished_at": datetime.now(UTC).isoformat(timespec="seconds")}
    write_text(path, json.dumps(stamped, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def _read_manifest(path: Path) -> dict[str, Any] | None:
    """Read an earlier manifest without its time; None where there is none to be read."""
    try:
        earlier = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(earlier, dict):
        return None
    return {k: v for k, v in earlier.items() if k != "finished_at"}
