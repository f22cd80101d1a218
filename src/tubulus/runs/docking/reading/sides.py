"""The partners of both sides, prepared, with predictions of their pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.core.progress import Progress
from tubulus.dock.partners.partner_table import PartnerTable
from tubulus.dock.preparation.partners import PartnerRequest, PreparedPartner
from tubulus.dock.preparation.prepare import prepare_partner
from tubulus.dock.settings.docking import DockSettings
from tubulus.runs.docking.reading.predictions import (
    ReadPredictions,
    list_partner_sequences,
    read_campaign_predictions,
)
from tubulus.runs.docking.reading.tables import DockTables

__all__ = ["PREPARATION_SCHEMA", "PreparedSides", "find_unusable", "prepare_sides"]

PREPARATION_SCHEMA: dict[str, type[pl.DataType]] = {
    "partner": pl.String,
    "side": pl.String,
    "kind": pl.String,
    "message": pl.String,
    "source_file": pl.String,
    "file_hash": pl.String,
}
"""One row a sentence of the report on a partner's preparation."""


@dataclass(frozen=True, slots=True, eq=False)
class PreparedSides:
    """Prepared partners of both sides, with the report on them (``PREPARATION_SCHEMA``).

    ``predictions`` are those of other programs on pairs of them; None where none are named.
    """

    fixed: tuple[PreparedPartner, ...]
    mobile: tuple[PreparedPartner, ...]
    report: pl.DataFrame
    predictions: ReadPredictions | None = None


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


def find_unusable(tables: DockTables, settings: DockSettings) -> list[Problem]:
    """Find structures that cannot be used among those that can be read."""
    problems: list[Problem] = []
    for request in tables.partners.requests:
        try:
            _prepare(request, tables, settings)
        except InputError as error:
            problems += error.problems
    return problems
