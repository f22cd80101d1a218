"""Run the analysis plan on a snapshot and keep the results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import polars as pl

from tubulus.analysis.analyse import analyse_snapshot
from tubulus.analysis.plan.lock import (
    InSilicoState,
    PlanStatus,
    compare_with_lock,
    read_lock,
)
from tubulus.analysis.plan.locked_sections import (
    IN_SILICO_SECTIONS,
    LOCKED_SECTIONS,
    hash_sections,
)
from tubulus.core.progress import Progress
from tubulus.core.provenance import Provenance
from tubulus.runs.steps import Step, StepOutcome, run_step
from tubulus.runs.workspace import Workspace

__all__ = [
    "analyse_study",
    "describe_status",
    "plan_analysis",
    "read_in_silico",
    "read_status",
]

_SECTIONS = tuple(name for name in LOCKED_SECTIONS if name not in {"design", *IN_SILICO_SECTIONS})
"""Sections that can change a number of the analysis: design and proteins share none with it."""


def read_status(workspace: Workspace, sections: Sequence[str] = LOCKED_SECTIONS) -> PlanStatus:
    """Compare the plan, or some of its sections, as it is now with its lock."""
    lock = read_lock(workspace.folder.lock)
    asked = [name for name in IN_SILICO_SECTIONS if lock is not None and name in sections]
    files = {name: state.files for name, state in read_in_silico(workspace, asked).items()}
    return compare_with_lock(lock, workspace.whole.study.source.data, sections, files=files)


def read_in_silico(
    workspace: Workspace, sections: Sequence[str] = IN_SILICO_SECTIONS
) -> dict[str, InSilicoState]:
    """Read what is there of the screen and of docking, as the lock of the plan holds it."""
    states = {}
    if "screen" in sections:
        states["screen"] = InSilicoState(workspace.screen_hashes, workspace.has_screen_results)
    if "dock" in sections:
        states["dock"] = InSilicoState(_hash_docking(workspace), workspace.has_dock_results)
    return states


def _hash_docking(workspace: Workspace) -> dict[str, str]:
    """Hash each file that docking reads and that is there: tables, structures, predictions."""
    settings, place = workspace.whole.dock, workspace.folder.path
    if settings is None:
        return {}
    # the room of docking takes a second to load, which studies without structures do not pay
    from tubulus.runs.docking.reading.files import hash_dock_files  # noqa: PLC0415

    hashes = hash_dock_files(settings, place)
    return {name: found for name, found in hashes.items() if (place / name).is_file()}


def describe_status(status: PlanStatus) -> dict[str, Any]:
    """Put the status of the plan into plain data for the manifest."""
    lock = status.lock
    return {
        "state": status.state,
        "reason": status.reason,
        "changed": list(status.changed),
        "locked_at": lock.locked_at if lock else "",
        "person": lock.person if lock else "",
        "data_state": lock.data_state if lock else "",
        "digest": lock.digest if lock else "",
        "screen_files": dict(lock.current_files["screen"]) if lock else {},
        "dock_files": dict(lock.current_files["dock"]) if lock else {},
        "amendments": [asdict(amendment) for amendment in lock.amendments] if lock else [],
    }


def plan_analysis(workspace: Workspace) -> Step:
    """Say what the analysis rests on: the snapshot, the plan, and what its lock says."""
    snapshot = workspace.snapshot
    hashes = hash_sections(snapshot.study.source.data)
    return Step(
        "analysis",
        ("analysis", "study", "stats"),
        {
            "snapshot": snapshot.content_hash,
            **{f"study.toml[{name}]": hashes[name] for name in _SECTIONS if name in hashes},
        },
        {"sections": list(_SECTIONS), "plan": describe_status(read_status(workspace, _SECTIONS))},
        workspace.whole.run.seed,
    )


def analyse_study(workspace: Workspace, progress: Progress, *, force: bool = False) -> StepOutcome:
    """Run the analysis plan, unless the kept results still hold."""
    snapshot = workspace.snapshot
    status = read_status(workspace, _SECTIONS)
    described = describe_status(status)
    step = plan_analysis(workspace)

    def work(provenance: Provenance) -> tuple[Mapping[str, pl.DataFrame], dict[str, Any]]:
        tables = analyse_snapshot(
            snapshot,
            workspace.whole.plan,
            status=status,
            provenance=provenance.id,
            progress=progress,
            seed=workspace.whole.run.seed,
        )
        return tables, {"plan": described, "snapshot": snapshot.content_hash}

    return run_step(workspace.folder.results, step, work, force=force)
