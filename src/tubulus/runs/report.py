"""Gather the results of all steps and build the report."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from tubulus.core.errors import StudyError
from tubulus.core.progress import Progress
from tubulus.core.results import MANIFEST_NAME, ResultError, Results, read_results
from tubulus.report import write_report
from tubulus.runs.steps import Step
from tubulus.runs.workspace import Workspace

__all__ = ["STEPS", "build_report", "gather_results"]

STEPS = ("checks", "analysis", "screen")


def gather_results(workspace: Workspace) -> Results:
    """Gather the tables of every step that was run, under one manifest.

    Raises
    ------
    ResultError
        If no step was run yet.
    """
    identity = workspace.whole.study.identity
    tables: dict[str, pl.DataFrame] = {}
    manifest: dict[str, Any] = {
        "study": identity.model_dump(mode="json"),
        "definition": workspace.whole.study.content_hash,
        "seed": workspace.whole.run.seed,
        "provenance": {},
        "steps": {},
    }
    for name in STEPS:
        place = workspace.folder.results / name
        if not (place / MANIFEST_NAME).is_file():
            continue
        results = read_results(place)
        tables.update(results.tables)
        manifest["provenance"].update(results.manifest["provenance"])
        manifest["steps"][name] = results.manifest["key"]
        for key in ("plan", "snapshot", "screen", "summary"):
            if key in results.manifest:
                manifest[key] = results.manifest[key]
    if not tables:
        raise ResultError("there are no results yet; run: tubulus run STUDY")
    return Results(tables, manifest)


def build_report(
    workspace: Workspace, progress: Progress, *, force: bool = False
) -> tuple[Path, bool]:
    """Build the report; return its path and whether it was written now.

    Raises
    ------
    StudyError
        If a step's results belong to other data than the study has now.
    """
    results = gather_results(workspace)
    kept = results.manifest.get("snapshot")
    if kept is not None and kept != workspace.snapshot.content_hash:
        raise StudyError("the data changed since the analysis; run: tubulus run STUDY")
    step = Step(
        "report",
        ("report", "study"),
        {**results.manifest["steps"], "study.toml": results.manifest["definition"]},
        workspace.whole.report.model_dump(mode="json"),
        workspace.whole.run.seed,
    )
    key = step.make_provenance().id
    path = workspace.folder.report / "report.html"
    mark = workspace.folder.report / ".key"
    if not force and path.is_file() and mark.is_file() and mark.read_text("utf-8") == key:
        return path, False
    progress.start("report")
    stamped = Results(
        results.tables,
        {**results.manifest, "generated_at": datetime.now(UTC).isoformat(timespec="seconds")},
    )
    mark.unlink(missing_ok=True)
    written = write_report(workspace.whole.study, stamped, workspace.folder.report)
    mark.write_text(key, encoding="utf-8")
    progress.finish(str(written))
    return written, True
