"""Run the analysis plan on a snapshot and keep the results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import polars as pl

from tubulus.analysis.analyse import analyse_snapshot
from tubulus.analysis.plan.lock import (
    IN_SILICO_SECTIONS,
    LOCKED_SECTIONS,
    PlanStatus,
    compare_with_lock,
    hash_sections,
    read_lock,
)
from tubulus.core.progress import Progress
from tubulus.core.provenance import Provenance
from tubulus.runs.steps import Step, StepOutcome, run_step
from tubulus.runs.workspace import Workspace

__all__ = ["analyse_study", "describe_status", "plan_analysis", "read_status"]

_SECTIONS = tuple(name for name in LOCKED_SECTIONS if name not in {"design", *IN_SILICO_SECTIONS})
"""Sections that can change a number of the analysis: design and proteins share none with it."""


def read_status(workspace: Workspace, sections: Sequence[str] = LOCKED_SECTIONS) -> PlanStatus:
    """Compare the plan, or some of its sections, as it is now with its lock."""
    lock = read_lock(workspace.folder.lock)
    is_screened = lock is not None and "screen" in sections
    files = workspace.screen_hashes if is_screened else None
    return compare_with_lock(lock, workspace.whole.study.source.data, sections, files=files)


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
        "screen_files": dict(lock.current_files) if lock else {},
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
