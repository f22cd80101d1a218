"""Every file that a campaign names, read and checked before anything rests on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tubulus.core.errors import InputError, Problem
from tubulus.dock.partners.partner_table import PartnerTable, draft_partners
from tubulus.dock.preparation.regions import read_regions
from tubulus.dock.preparation.sequences import read_sequences
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.reading.asked_pairs import read_asked_pairs
from tubulus.runs.docking.reading.files import find_partners_file, find_problems
from tubulus.runs.docking.reading.sides import find_unusable
from tubulus.runs.docking.reading.tables import DockTables
from tubulus.runs.structures.verifying import require_unchanged
from tubulus.runs.workspace import Workspace
from tubulus.study.definition.toml_places import PlacedTable

__all__ = ["read_dock_tables", "read_tables"]

Read = TypeVar("Read")


def read_dock_tables(workspace: Workspace, settings: DockSettings) -> DockTables:
    """Read partners, asked pairs, sequences and regions of a study; see :func:`read_tables`."""
    return read_tables(
        workspace.folder.path,
        settings,
        workspace.whole.study.source,
        has_screen=workspace.whole.screen is not None,
    )


def read_tables(
    folder: Path, settings: DockSettings, table: PlacedTable, *, has_screen: bool
) -> DockTables:
    """Read partners, asked pairs, sequences and regions.

    Parameters
    ----------
    folder : Path
        Of the study.
    settings : DockSettings
        Which files are read.
    table : PlacedTable
        The study file, for the places of its problems.
    has_screen : bool
        Whether a screen may name the pairs.

    Raises
    ------
    InputError
        With every problem of all files. Where there is one, the structures that are there are
        prepared as well, so that theirs are told in the same breath.
    """
    problems = find_problems(settings, folder, table)
    if settings.pairs_file is None and not has_screen:
        message = "nothing says which pairs are asked"
        remedy = "name a table of pairs as pairs_file, or add [screen], whose shortlist is taken"
        problems.append(table.make_problem(("dock",), message, remedy))
    there = {key: folder / name for key, name in settings.list_names() if (folder / name).is_file()}
    partners_file = find_partners_file(settings, folder)
    draft = _collect(problems, partners_file, draft_partners, there=partners_file.is_file())
    if draft is not None:
        problems += draft.problems
        problems += _find_outside(draft.table, folder)
        problems += _find_changed(draft.table, folder)
    sequences = _collect(problems, there.get("sequences_file"), read_sequences)
    regions = _collect(problems, there.get("regions_file"), read_regions)
    # without a single row every pair would be told to name no partner
    known = draft.named if draft is not None and draft.named.requests else None
    asked = _collect(problems, there.get("pairs_file"), lambda path: read_asked_pairs(path, known))
    if draft is None:
        raise InputError(problems)
    if problems:
        # regions cannot be placed without the sequences, which may be what is wrong
        sound = DockTables(draft.table, None, sequences or {}, (regions or ()) if sequences else ())
        raise InputError([*problems, *find_unusable(sound, settings)])
    named = settings.predictions_folder
    predictions = folder / named if named is not None else None
    return DockTables(draft.table, asked, sequences or {}, regions or (), predictions)


def _collect(
    problems: list[Problem],
    path: Path | None,
    read: Callable[[Path], Read],
    *,
    there: bool = True,
) -> Read | None:
    if path is None or not there:
        return None
    try:
        return read(path)
    except InputError as error:
        problems += error.problems
        return None


def _find_outside(partners: PartnerTable, folder: Path) -> list[Problem]:
    """Find structure files outside the study: what is docked must travel with it."""
    root = folder.resolve()
    return [
        Problem(
            partners.name,
            0,
            request.name,
            f"the file {request.path.name} lies outside the study folder",
            "copy it into the folder",
        )
        for request in partners.requests
        if not request.path.resolve().is_relative_to(root)
    ]


def _find_changed(partners: PartnerTable, folder: Path) -> list[Problem]:
    """Find structures that are not what they were when they were added."""
    try:
        require_unchanged(folder, [request.path for request in partners.requests])
    except InputError as error:
        return list(error.problems)
    return []
