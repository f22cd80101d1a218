"""Check a study's definition and data, and keep the findings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.core.files import compute_text_hash, write_bytes
from tubulus.core.progress import Progress, SilentProgress
from tubulus.core.provenance import Provenance
from tubulus.runs.folder import open_folder
from tubulus.runs.steps import Step, StepOutcome, run_step
from tubulus.runs.whole_study import read_whole_study
from tubulus.runs.workspace import Workspace
from tubulus.screen.settings import ScreenSettings
from tubulus.study.checks import run_checks
from tubulus.study.records.participants import StudyData
from tubulus.study.records.reading import check_tables
from tubulus.study.records.table import make_record_frame

__all__ = [
    "FINDINGS_FILE",
    "SEVERITIES",
    "CheckSummary",
    "FileReport",
    "check_definition",
    "check_files",
    "check_study",
    "count_severities",
    "list_file_problems",
    "open_checked",
    "plan_checks",
    "summarise_findings",
]

SEVERITIES = ("stop", "error", "warning", "note")


FINDINGS_FILE = "findings.csv"
"""The same findings as a table that a spreadsheet opens, beside the typed one."""

_SPREADSHEET_MARK = b"\xef\xbb\xbf"
"""Byte order mark, without which some spreadsheets misread UTF-8."""


@dataclass(frozen=True, slots=True)
class CheckSummary:
    """How many findings there are of each severity."""

    participants: int
    values: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What the files of screen and docking gave: what is wrong, and what is to be known."""

    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    preparation: tuple[tuple[str, str], ...] = ()
    """Partners of docking, and what was done to each, a sentence a row."""


def open_checked(path: Path, data: Path | None = None) -> Workspace:
    """Open a study folder to be checked.

    Raises
    ------
    InputError
        With every problem of the definition, and of the files of docking as far as the definition
        tells them.
    """
    folder = open_folder(path, data)
    try:
        return Workspace(folder, read_whole_study(folder))
    except InputError as error:
        if b"dock" not in folder.definition.read_bytes():
            raise
        # imported here for the same reason as below
        from tubulus.runs.docking.reading.beside import find_problems_beside  # noqa: PLC0415

        raise InputError([*error.problems, *find_problems_beside(folder.definition)]) from error


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

    outcome = run_step(workspace.folder.results, step, work, force=force)
    path = workspace.folder.results / step.name / FINDINGS_FILE
    if outcome.computed or not path.exists():
        table = outcome.results.tables["findings"].write_csv()
        write_bytes(path, _SPREADSHEET_MARK + table.encode())
    return outcome


def check_definition(workspace: Workspace, files: FileReport | None = None) -> pl.DataFrame:
    """Run the checks where there are no data yet: they find what the definition leaves open.

    Parameters
    ----------
    workspace : Workspace
        The study.
    files : FileReport, optional
        What its files gave; read here if absent.

    Raises
    ------
    InputError
        With every problem of tables that have no rows yet, and of the files of screen and docking.
    """
    study = workspace.whole.study
    problems = list((files or check_files(workspace)).problems)
    if workspace.has_participants and not workspace.whole.sources:
        problems += check_tables(study, workspace.folder.data)
    if problems:
        raise InputError(problems)
    return run_checks(study, make_record_frame([]), StudyData())


def list_file_problems(workspace: Workspace) -> list[Problem]:
    """Read the files that screen and docking name and list their problems; see ``check_files``."""
    return list(check_files(workspace).problems)


def check_files(workspace: Workspace, progress: Progress | None = None) -> FileReport:
    """Read the files that screen and docking name.

    What is wrong with a table of proteins, or with a structure, is told before a run, with all
    that is wrong, and so is what docking will lack.
    """
    docking = _check_docking(workspace, progress or SilentProgress())
    problems = (*_list_screen_problems(workspace), *docking.problems)
    return FileReport(problems, docking.notes, docking.preparation)


def _check_docking(workspace: Workspace, progress: Progress) -> FileReport:
    if workspace.whole.dock is None:
        return FileReport((), ())
    # imported here: most studies dock nothing, and the room of docking takes a second to load
    from tubulus.runs.docking.foresight import foresee_campaign  # noqa: PLC0415

    try:
        foresight = foresee_campaign(workspace, progress)
    except InputError as error:
        return FileReport(error.problems, ())
    told = foresight.preparation.select("partner", "message").iter_rows()
    return FileReport((), foresight.notes, tuple(told))


def _list_screen_problems(workspace: Workspace) -> list[Problem]:
    settings = workspace.whole.screen
    if settings is None or _is_built_in(settings):
        return []
    # imported here: most studies name no such file, and the room of the screen is large
    from tubulus.runs.screen_files import require_screen_files  # noqa: PLC0415

    try:
        require_screen_files(workspace, settings)
    except InputError as error:
        return list(error.problems)
    return []


def _is_built_in(settings: ScreenSettings) -> bool:
    """Tell whether the screen reads what the package holds and nothing else, all of it."""
    chosen = ("evidence", "cargo_tiers", "minimum_grade")
    plain = ScreenSettings()
    as_shipped = all(getattr(settings, key) == getattr(plain, key) for key in chosen)
    return as_shipped and not settings.list_names()


def summarise_findings(workspace: Workspace, findings: pl.DataFrame) -> CheckSummary:
    """Count participants, values, and the findings of each severity."""
    snapshot = workspace.snapshot
    return CheckSummary(len(snapshot.data), snapshot.records.height, count_severities(findings))


def count_severities(findings: pl.DataFrame) -> dict[str, int]:
    """Count the findings of each severity, the gravest first."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for row in findings.group_by("severity").len().iter_rows(named=True):
        counts[row["severity"]] = row["len"]
    return counts
