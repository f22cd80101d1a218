"""Everything that a campaign reads, read and prepared before anything rests on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import TypeVar

import polars as pl

from tubulus.core.errors import InputError, Problem, StudyError
from tubulus.core.files import compute_text_hash
from tubulus.core.progress import Progress
from tubulus.core.results import ResultError, Results, read_results
from tubulus.dock.partners.partner_table import PartnerTable, draft_partners
from tubulus.dock.preparation.partners import PartnerRequest, PreparedPartner
from tubulus.dock.preparation.prepare import prepare_partner
from tubulus.dock.preparation.regions import Region, read_regions
from tubulus.dock.preparation.sequences import read_sequences
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.reading.asked_pairs import AskedPairs, match_shortlist, read_asked_pairs
from tubulus.runs.docking.reading.files import find_partners_file, find_problems
from tubulus.runs.docking.reading.predictions import (
    ReadPredictions,
    list_partner_sequences,
    read_campaign_predictions,
)
from tubulus.runs.structures.verifying import require_unchanged
from tubulus.runs.workspace import Workspace
from tubulus.study.definition.toml_places import PlacedTable

__all__ = [
    "PREPARATION_SCHEMA",
    "DockTables",
    "PreparedSides",
    "hash_shortlist",
    "prepare_sides",
    "read_dock_tables",
    "read_tables",
    "resolve_pairs",
]

Read = TypeVar("Read")

PREPARATION_SCHEMA: dict[str, type[pl.DataType]] = {
    "partner": pl.String,
    "side": pl.String,
    "kind": pl.String,
    "message": pl.String,
    "source_file": pl.String,
    "file_hash": pl.String,
}
"""One row a sentence of the report on a partner's preparation."""


@dataclass(frozen=True, slots=True)
class DockTables:
    """The tables that a campaign rests on.

    Attributes
    ----------
    partners : PartnerTable
        Partners with their structure files.
    asked : AskedPairs or None
        Asked pairs of a table; None where they come from the shortlist.
    sequences : mapping of str to str
        Sequences by accession.
    regions : tuple of Region
        Regions of entries.
    predictions : Path or None
        Folder of predictions of other programs; None where none is named.
    """

    partners: PartnerTable
    asked: AskedPairs | None
    sequences: Mapping[str, str]
    regions: tuple[Region, ...]
    predictions: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class PreparedSides:
    """Prepared partners of both sides, with the report on them (``PREPARATION_SCHEMA``).

    ``predictions`` are those of other programs on pairs of them; None where none are named.
    """

    fixed: tuple[PreparedPartner, ...]
    mobile: tuple[PreparedPartner, ...]
    report: pl.DataFrame
    predictions: ReadPredictions | None = None


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
        raise InputError([*problems, *_find_unusable(sound, settings)])
    named = settings.predictions_folder
    predictions = folder / named if named is not None else None
    return DockTables(draft.table, asked, sequences or {}, regions or (), predictions)


def _find_unusable(tables: DockTables, settings: DockSettings) -> list[Problem]:
    """Find structures that cannot be used among those that can be read."""
    problems: list[Problem] = []
    for request in tables.partners.requests:
        try:
            _prepare(request, tables, settings)
        except InputError as error:
            problems += error.problems
    return problems


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


def resolve_pairs(workspace: Workspace, tables: DockTables) -> AskedPairs:
    """Return the asked pairs, from the shortlist where no table names them.

    Raises
    ------
    StudyError
        If there is no shortlist yet.
    """
    if tables.asked is not None:
        return tables.asked
    return match_shortlist(_read_screen(workspace), tables.partners)


def _read_screen(workspace: Workspace) -> Results:
    try:
        return read_results(workspace.folder.results / "screen")
    except ResultError as error:
        raise StudyError(
            "the pairs to dock are the shortlist of the screen, and there is none to be read "
            f"({error}); run: tubulus screen run {quote(str(workspace.folder.path))}"
        ) from error


def hash_shortlist(workspace: Workspace) -> str:
    """Hash which pairs stand on the shortlist and in which order; a word where there is none."""
    try:
        shortlist = read_results(workspace.folder.results / "screen").get_table("shortlist")
    except ResultError:
        return "missing"
    if shortlist is None:
        return "missing"
    rows = shortlist.select("rank", "ligand", "receptor").iter_rows()
    return compute_text_hash(*(str(cell) for row in rows for cell in row))


def prepare_sides(tables: DockTables, settings: DockSettings, progress: Progress) -> PreparedSides:
    """Prepare every partner of the table, and read predictions of their pairs where they are named.

    Raises
    ------
    InputError
        With every structure that cannot be used.
    """
    requests = tables.partners.requests
    progress.start("dock (preparing partners)", len(requests))
    prepared: dict[str, list[PreparedPartner]] = {"receptor": [], "ligand": []}
    rows: list[tuple[str, ...]] = []
    problems: list[Problem] = []
    for request in requests:
        try:
            partner = _prepare(request, tables, settings)
        except InputError as error:
            problems += error.problems
        else:
            prepared[request.role].append(partner)
            rows += _list_report(request, partner)
        progress.advance()
    if problems:
        raise InputError(problems)
    progress.finish(f"{len(requests)} partners")
    report = pl.DataFrame(rows, schema=PREPARATION_SCHEMA, orient="row")
    fixed, mobile = tuple(prepared["receptor"]), tuple(prepared["ligand"])
    predictions = _read_predictions(tables, fixed, mobile, progress)
    return PreparedSides(fixed, mobile, report, predictions)


def _read_predictions(
    tables: DockTables,
    fixed: Sequence[PreparedPartner],
    mobile: Sequence[PreparedPartner],
    progress: Progress,
) -> ReadPredictions | None:
    if tables.predictions is None:
        return None
    return read_campaign_predictions(
        tables.predictions,
        list_partner_sequences(fixed, tables.sequences),
        list_partner_sequences(mobile, tables.sequences),
        progress,
    )


def _prepare(
    request: PartnerRequest, tables: DockTables, settings: DockSettings
) -> PreparedPartner:
    try:
        return prepare_partner(
            request, settings.preparation, sequences=tables.sequences, regions=tables.regions
        )
    except InputError as error:
        raise InputError(
            [_place_problem(problem, request, tables.partners) for problem in error.problems]
        ) from error


def _place_problem(problem: Problem, request: PartnerRequest, partners: PartnerTable) -> Problem:
    """Place what a row asks of a structure, and is not in it, in that row."""
    line = partners.lines.get((request.name, request.role), 0)
    if problem.field == "chains":
        message = f"{problem.file}: {problem.message}"
        return Problem(partners.name, line, "chains", message, problem.remedy)
    if problem.field in map(str, request.residues):
        message = f"{problem.file}, {problem.field}: {problem.message}"
        return Problem(partners.name, line, "residues", message, problem.remedy)
    return problem


def _list_report(request: PartnerRequest, partner: PreparedPartner) -> list[tuple[str, ...]]:
    side = "fixed" if request.role == "receptor" else "mobile"
    structure = partner.structure
    source = structure.source_name or request.path.name
    return [
        (structure.name, side, note.kind, str(note), source, structure.source_hash)
        for note in partner.notes
    ]
