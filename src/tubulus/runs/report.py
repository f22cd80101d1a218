"""Gather the results of all steps and build the report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from tubulus.core.files import compute_file_hash, compute_text_hash, write_text
from tubulus.core.progress import Progress
from tubulus.core.results import MANIFEST_NAME, ResultError, Results, read_results
from tubulus.exchange.ars import make_reporting_event
from tubulus.report.writing import REPORT_NAME, write_report
from tubulus.runs.analyse import describe_status, plan_analysis, read_status
from tubulus.runs.check import plan_checks
from tubulus.runs.design import plan_design_step
from tubulus.runs.screen import plan_screen_step
from tubulus.runs.steps import Step
from tubulus.runs.workspace import Workspace

__all__ = [
    "ARS_NAME",
    "DRAWN_WITH",
    "POSE_FILE_SCHEMA",
    "add_simulated_trials",
    "build_report",
    "gather_results",
    "read_pose_files",
]

ARS_NAME = "ars.json"
"""The results as a reporting event, beside the page."""

DRAWN_WITH = ("altair", "great-tables", "jinja2", "vl-convert-python")
"""Packages that change no number, and whose version can change the page."""


def gather_results(workspace: Workspace) -> Results:
    """Gather the tables of every step that was run, under one manifest.

    Raises
    ------
    ResultError
        If no step was run yet, or one was run on other data, another plan or other settings
        than the study has now.
    StudyError
        If the study declares nothing to run.
    """
    workspace.require_content()
    identity = workspace.whole.study.identity
    tables: dict[str, pl.DataFrame] = {}
    manifest: dict[str, Any] = {
        "study": identity.model_dump(mode="json"),
        "definition": workspace.whole.study.content_hash,
        "seed": workspace.whole.run.seed,
        "has_participants": workspace.has_participants,
        "provenance": {},
        "steps": {},
        "tables": {},
    }
    for name, step in _plan_steps(workspace).items():
        place = workspace.folder.results / name
        if not (place / MANIFEST_NAME).is_file():
            continue
        results = read_results(place)
        if results.manifest.get("key") != step.key:
            raise ResultError(
                f"{place} holds results of other data, another plan or other settings than the "
                f"study has now; run: tubulus run {workspace.folder.path}"
            )
        tables.update(results.tables)
        manifest["provenance"].update(results.manifest["provenance"])
        manifest["steps"][name] = results.manifest["key"]
        manifest["tables"].update(results.manifest["tables"])
        for key in ("snapshot", "screen", "summary", "dock"):
            if key in results.manifest:
                manifest[key] = results.manifest[key]
        if "dock" in results.manifest:
            tables["pose_files"] = read_pose_files(place, results.manifest)
    if not tables:
        place = workspace.folder.results
        raise ResultError(f"{place} holds no results yet; run: tubulus run {workspace.folder.path}")
    add_simulated_trials(workspace, tables, manifest)
    # the numbers are stamped with what the lock says of the analysis, the whole with what it
    # says of everything that was planned, the screen included
    manifest["plan"] = describe_status(read_status(workspace))
    return Results(tables, manifest)


def add_simulated_trials(
    workspace: Workspace, tables: dict[str, pl.DataFrame], manifest: dict[str, Any]
) -> None:
    """Add the operating characteristics, or say that they are of another plan.

    They take minutes and are run apart from the rest: stale ones stop no report.
    """
    place = workspace.folder.results / "design"
    if not (place / MANIFEST_NAME).is_file() or workspace.whole.plan.design is None:
        return
    results = read_results(place)
    made = results.manifest["design"]
    known = {scenario.id for scenario in workspace.whole.plan.design.scenarios}
    key = results.manifest.get("key")
    manifest["steps"]["design"] = key
    stale = not known.issuperset(made["scenarios"])
    if stale or key != plan_design_step(workspace, made["trials"], made["scenarios"]).key:
        manifest["design_is_stale"] = True
        return
    tables.update(results.tables)
    manifest["provenance"].update(results.manifest["provenance"])
    manifest["tables"].update(results.manifest["tables"])
    manifest["design"] = made


POSE_FILE_SCHEMA: dict[str, type[pl.DataType]] = {
    "fixed": pl.String,
    "mobile": pl.String,
    "file": pl.String,
    "sha256": pl.String,
    "content": pl.String,
}
"""One row the best pose of a pair; ``file`` is relative to the study's folder."""


def read_pose_files(place: Path, manifest: Mapping[str, Any]) -> pl.DataFrame:
    """Read the best poses of a campaign from the files beside its tables.

    Parameters
    ----------
    place : Path
        Folder of the results of docking, in the study's ``results``.
    manifest : mapping
        Its manifest, which names the files and their hashes.

    Returns
    -------
    polars.DataFrame
        ``POSE_FILE_SCHEMA``.

    Raises
    ------
    ResultError
        If a file is missing or was changed.
    """
    rows = []
    for entry in manifest["dock"].get("pose_files", ()):
        file = place / entry["file"]
        expected = manifest.get("files", {}).get(entry["file"])
        if not file.is_file() or compute_file_hash(file) != expected:
            raise ResultError(
                f"{file} is missing or was changed after the run that wrote it; "
                "run again: tubulus dock run"
            )
        name = file.relative_to(place.parent.parent).as_posix()
        text = file.read_text("utf-8")
        rows.append((entry["fixed"], entry["mobile"], name, expected, text))
    return pl.DataFrame(rows, schema=POSE_FILE_SCHEMA, orient="row")


def _plan_steps(workspace: Workspace) -> dict[str, Step]:
    """Say what the steps of the study are and what they rest on now.

    Without participants there is nothing to check or to analyse.
    """
    steps = {}
    if workspace.has_participants:
        steps = {"checks": plan_checks(workspace), "analysis": plan_analysis(workspace)}
    if workspace.whole.screen is not None:
        steps["screen"] = plan_screen_step(workspace, workspace.whole.screen)
    if workspace.whole.dock is not None and (workspace.folder.results / "dock").is_dir():
        # the room of docking takes a second to load, which studies without structures do not pay
        from tubulus.runs.docking import plan_dock_step  # noqa: PLC0415

        steps["dock"] = plan_dock_step(workspace, workspace.whole.dock)
    return steps


def build_report(
    workspace: Workspace, progress: Progress, *, force: bool = False
) -> tuple[Path, bool]:
    """Build the report; return its path and whether it was written now.

    Beside the page stands ``ars.json``, the same results for machines (CDISC ARS, version 1);
    without participants there is nothing that it could hold.

    Raises
    ------
    ResultError
        If a step's results belong to other data or another plan than the study has now.
    """
    results = gather_results(workspace)
    key = _plan_report(workspace, results).key
    path = workspace.folder.report / REPORT_NAME
    event = workspace.folder.report / ARS_NAME
    mark = workspace.folder.report / ".key"
    files = (path, event) if workspace.has_participants else (path,)
    if not force and _still_holds(files, mark, key):
        return path, False
    progress.start("report")
    stamped = Results(
        results.tables,
        {**results.manifest, "generated_at": datetime.now(UTC).isoformat(timespec="seconds")},
    )
    mark.unlink(missing_ok=True)
    written = write_report(workspace.whole.study, stamped, workspace.folder.report)
    if event in files:
        write_text(event, _write_json(make_reporting_event(workspace.whole.study, stamped)))
    else:
        event.unlink(missing_ok=True)
    write_text(mark, " ".join([key, *map(compute_file_hash, files)]) + "\n")
    progress.finish(str(written))
    return written, True


def _write_json(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _plan_report(workspace: Workspace, results: Results) -> Step:
    """Say what the page rests on: the results, the plan's state, and what draws and sets it."""
    return Step(
        "report",
        ("report", "study", "exchange"),
        {
            **results.manifest["steps"],
            # a step that is done again under one key, as pairs that had failed, can differ
            "tables": compute_text_hash(json.dumps(results.manifest["tables"], sort_keys=True)),
            "pose files": compute_text_hash(*_list_pose_hashes(results)),
            "study.toml": results.manifest["definition"],
            "plan": results.manifest["plan"]["state"] + results.manifest["plan"]["reason"],
            **{f"version of {name}": version(name) for name in DRAWN_WITH},
        },
        workspace.whole.report.model_dump(mode="json"),
        workspace.whole.run.seed,
    )


def _list_pose_hashes(results: Results) -> list[str]:
    poses = results.get_table("pose_files")
    return [] if poses is None else poses["sha256"].to_list()


def _still_holds(files: tuple[Path, ...], mark: Path, key: str) -> bool:
    """Tell whether the files of the report are of these results, and as they were written."""
    if not all(path.is_file() for path in (*files, mark)):
        return False
    hashes = [compute_file_hash(path) for path in files]
    return mark.read_text("utf-8", errors="replace").split() == [key, *hashes]
