"""Freeze and amend the analysis plan of a study."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from pathlib import Path

from tubulus.analysis.plan.lock import (
    DataState,
    LockError,
    PlanLock,
    amend_lock,
    make_lock,
    read_lock,
    write_lock,
)
from tubulus.analysis.protocol import write_protocol
from tubulus.core.errors import InputError, StudyError
from tubulus.report.protocol import write_protocol_file
from tubulus.runs.analyse import read_in_silico, read_status
from tubulus.runs.workspace import Workspace
from tubulus.study.checks.design.placeholders import list_placeholders

__all__ = ["amend_plan", "freeze_plan", "write_plan"]


def _find_person(person: str | None) -> str:
    if person and person.strip():
        return person.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError) as error:
        raise StudyError("say who freezes the plan: --person NAME") from error


def _find_data_state(workspace: Workspace, declared: DataState | None) -> DataState:
    """Take the declared state, or what can be known: no data, or data that may have been seen.

    Data may have been seen that do not lie in the folder yet: what is declared holds.
    """
    there = "data" if workspace.has_data else _name_results(workspace)
    if not there:
        return declared or "none"
    if declared == "none":
        raise LockError(
            f"there are {there} in the study folder; declare --data blinded or --data seen"
        )
    return declared or "seen"


def _name_results(workspace: Workspace) -> str:
    """Name the results that take the place of data where nobody takes part."""
    if workspace.has_participants:
        return ""
    run = {"of the screen": workspace.has_screen_results, "of docking": workspace.has_dock_results}
    made = [whose for whose, is_run in run.items() if is_run]
    return f"results {' and '.join(made)}" if made else ""


def freeze_plan(
    workspace: Workspace, *, person: str | None = None, data: DataState | None = None
) -> PlanLock:
    """Write the lock of the plan.

    Raises
    ------
    LockError
        If the plan was frozen before: a plan is frozen once, and amended after.
    InputError
        If texts of the template still stand in the definition, with their places.
    """
    if read_lock(workspace.folder.lock) is not None:
        raise LockError(
            "the plan was frozen before; record a change with: tubulus plan amend --reason ..."
        )
    placeholders = list_placeholders(workspace.whole.study)
    if placeholders:
        raise InputError(placeholders)
    lock = make_lock(
        workspace.whole.study.source.data,
        person=_find_person(person),
        data_state=_find_data_state(workspace, data),
        now=datetime.now(UTC),
        in_silico=read_in_silico(workspace),
    )
    write_lock(workspace.folder.lock, lock)
    return lock


def amend_plan(
    workspace: Workspace,
    *,
    reason: str,
    person: str | None = None,
    data: DataState | None = None,
) -> PlanLock:
    """Record a change of the plan after it was frozen.

    Raises
    ------
    LockError
        If the plan was never frozen, nothing changed, or no reason is given.
    """
    lock = read_lock(workspace.folder.lock)
    if lock is None:
        raise LockError("the plan was never frozen; freeze it with: tubulus plan freeze")
    amended = amend_lock(
        lock,
        workspace.whole.study.source.data,
        person=_find_person(person),
        reason=reason,
        data_state=_find_data_state(workspace, data),
        now=datetime.now(UTC),
        in_silico=read_in_silico(workspace),
    )
    write_lock(workspace.folder.lock, amended)
    return amended


def write_plan(workspace: Workspace) -> tuple[Path, int]:
    """Write the statistical section of the protocol; return its path and how much is open.

    Needs no data: it is for the protocol, before the first participant.
    """
    study = workspace.whole.study
    passages = write_protocol(study, workspace.whole.plan, read_status(workspace))
    path = write_protocol_file(
        workspace.folder.report,
        study.identity.title,
        passages,
        synthetic=study.identity.synthetic,
    )
    return path, int(passages["is_open"].sum())
