"""The table of partners: which file, which chains, which role."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import get_args

from tubulus.core.errors import InputError, Problem
from tubulus.dock.preparation.partners import PartnerRequest, PartnerRole, ResidueRange
from tubulus.dock.structures.reading.read import ReadingOptions
from tubulus.dock.tables.accessions import is_accession
from tubulus.dock.tables.rows import TableRow, read_rows

__all__ = ["PARTNER_COLUMNS", "PartnerDraft", "PartnerTable", "draft_partners", "read_partners"]

PARTNER_COLUMNS = (
    "partner", "role", "file", "chains", "accession", "residues", "assembly", "model", "predicted",
    "family", "note",
)  # fmt: skip
"""Columns of the table; ``partner``, ``role`` and ``file`` are required, ``note`` is free text."""

_REQUIRED = ("partner", "role", "file")
_ANSWERS = {"yes": True, "no": False}
_BETWEEN = re.compile(r"[;,\s]+")
_RANGE = re.compile(r"([^:\s]+):(-?\d+)-(-?\d+)")


@dataclass(frozen=True, slots=True)
class PartnerTable:
    """Partners of a campaign.

    Attributes
    ----------
    name : str
        Name of the file, for messages.
    requests : tuple of PartnerRequest
        One a row, in the file's order.
    families : mapping of str to str
        Homology family by name of partner, where the table has one. Partners of one family stand
        in for each other in no null.
    lines : mapping of (str, str) to int
        Line on which a partner stands, by name and role.
    """

    name: str
    requests: tuple[PartnerRequest, ...]
    families: Mapping[str, str]
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def fixed(self) -> tuple[PartnerRequest, ...]:
        """Receptors, which stay where they are."""
        return tuple(request for request in self.requests if request.role == "receptor")

    @property
    def mobile(self) -> tuple[PartnerRequest, ...]:
        """Ligands, which are turned and moved."""
        return tuple(request for request in self.requests if request.role == "ligand")

    @property
    def pairs_of_one_file(self) -> tuple[tuple[str, str], ...]:
        """Fixed and mobile partners out of one file: they may meet, so they are no decoy pair."""
        mobile: dict[Path, list[str]] = {}
        for request in self.mobile:
            mobile.setdefault(request.path.resolve(), []).append(request.name)
        return tuple(
            (request.name, name)
            for request in self.fixed
            for name in mobile.get(request.path.resolve(), ())
        )


@dataclass(frozen=True, slots=True)
class PartnerDraft:
    """A table of partners with whatever is wrong in it, so that other files can be checked too.

    Attributes
    ----------
    table : PartnerTable
        Rows without a problem.
    named : PartnerTable
        Every row; one whose role cannot be told stands on both sides.
    problems : tuple of Problem
        What is wrong.
    """

    table: PartnerTable
    named: PartnerTable
    problems: tuple[Problem, ...]


def read_partners(
    path: str | os.PathLike[str], folder: str | os.PathLike[str] | None = None
) -> PartnerTable:
    """Read the table of partners, one row a partner and role.

    Parameters
    ----------
    path : str or path
        Columns ``PARTNER_COLUMNS``. ``chains`` and ``accession`` hold one or more, with blanks,
        commas or semicolons between; ``residues`` holds ranges such as ``A:25-130``; ``model`` is
        a whole number; ``assembly`` a name such as ``1``; ``predicted`` is ``yes`` or ``no``.
        Empty: not declared.
    folder : str or path, optional
        Where the files lie; the table's own folder if absent.

    Raises
    ------
    InputError
        With every problem of the file.
    """
    draft = draft_partners(Path(path), None if folder is None else Path(folder))
    if draft.problems:
        raise InputError(draft.problems)
    return draft.table


def draft_partners(path: Path, folder: Path | None = None) -> PartnerDraft:
    """Read what can be read of a table of partners; see :func:`read_partners`.

    Raises
    ------
    InputError
        If nothing of the file can be used.
    """
    rows, problems = read_rows(path, _REQUIRED, PARTNER_COLUMNS)
    if not rows:
        message, remedy = "has a header and no rows", "add a row for each partner"
        problems.append(Problem(path.name, 0, "", message, remedy))
    place = path.parent if folder is None else folder
    sound: list[PartnerRequest] = []
    named: list[PartnerRequest] = []
    families: dict[str, str] = {}
    lines: dict[tuple[str, str], int] = {}
    for row in rows:
        report = _Report(path.name, row)
        request = _read_row(row, place, report)
        _note_family(row, families, report)
        name, role = row.cells["partner"], row.cells["role"].lower()
        if name and (name, role) in lines:
            report.add("partner", f"{name} stands twice as a {role}", "keep one row")
        lines.setdefault((name, role), row.line)
        roles = (request.role,) if role == request.role else get_args(PartnerRole)
        named += [replace(request, role=one) for one in roles]
        sound += [request] if not report.problems else []
        problems += report.problems
    return PartnerDraft(
        PartnerTable(path.name, tuple(sound), families, lines),
        PartnerTable(path.name, tuple(named), families, lines),
        tuple(problems),
    )


class _Report:
    """Problems of one row."""

    def __init__(self, file: str, row: TableRow) -> None:
        self.file, self.line = file, row.line
        self.problems: list[Problem] = []

    def add(self, field: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, self.line, field, message, remedy))


def _read_row(row: TableRow, folder: Path, report: _Report) -> PartnerRequest:
    cells = {column: row.cells.get(column, "") for column in PARTNER_COLUMNS}
    if not cells["partner"]:
        report.add("partner", "is empty", "give each partner a name")
    roles: tuple[PartnerRole, ...] = get_args(PartnerRole)
    role = next((known for known in roles if known == cells["role"].lower()), None)
    if role is None:
        report.add("role", f"{cells['role']!r} is no role", f"one of {', '.join(roles)}")
    if not cells["file"]:
        report.add("file", "is empty", "name the structure file")
    elif not (folder / cells["file"]).is_file():
        message = f"there is no file {cells['file']}"
        report.add("file", message, f"put it into {folder.name or 'the folder'}, or mend the name")
    accessions = _split(cells["accession"].upper())
    for accession in accessions:
        if not is_accession(accession):
            message = f"{accession!r} is no UniProt accession"
            report.add("accession", message, "expected such as P01137")
    return PartnerRequest(
        path=folder / cells["file"],
        name=cells["partner"],
        role=role or "ligand",
        reading=ReadingOptions(
            chains=_split(cells["chains"]),
            model=_read_model(cells["model"], report),
            assembly=cells["assembly"] or None,
            is_predicted=_read_answer(cells["predicted"], report),
        ),
        residues=_read_ranges(cells["residues"], report),
        accessions=accessions,
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in _BETWEEN.split(text) if part)


def _read_model(text: str, report: _Report) -> int | None:
    if text and not (text.isascii() and text.isdigit()):
        report.add("model", f"{text!r} is no number of a model", "expected such as 1, or nothing")
        return None
    return int(text) if text else None


def _read_answer(text: str, report: _Report) -> bool | None:
    """Read whether a structural model is predicted; None where the row leaves it to the file."""
    if text and text.lower() not in _ANSWERS:
        message = f"{text!r} does not say whether the structural model is predicted"
        report.add("predicted", message, "yes, no or empty")
    return _ANSWERS.get(text.lower())


def _read_ranges(text: str, report: _Report) -> tuple[ResidueRange, ...]:
    ranges = []
    for part in _split(text):
        found = _RANGE.fullmatch(part)
        if found is None:
            report.add("residues", f"{part!r} is no range of residues", "expected such as A:25-130")
            continue
        chain, start, end = found[1], int(found[2]), int(found[3])
        if start > end:
            report.add("residues", f"{part} ends before it starts", "swap both numbers")
        ranges.append(ResidueRange(chain, start, end))
    return tuple(ranges)


def _note_family(row: TableRow, families: dict[str, str], report: _Report) -> None:
    name, family = row.cells["partner"], row.cells.get("family", "")
    if not family:
        return
    if families.setdefault(name, family) != family:
        message = f"{name} is of the family {families[name]} in another row"
        report.add("family", message, "give both rows the same family")
