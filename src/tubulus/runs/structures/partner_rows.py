"""The table of partners as it grows by proposed rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tubulus.core.errors import InputError
from tubulus.core.files import write_text
from tubulus.dock.partners.components import list_components
from tubulus.dock.partners.families import derive_families
from tubulus.dock.partners.partner_table import PARTNER_COLUMNS
from tubulus.dock.tables.rows import read_rows

__all__ = ["ProposedRow", "grow_partner_table", "read_partner_sequences"]

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """A row of the table of partners; ``sequence`` is not written, families come from it."""

    partner: str
    role: str
    file: str
    chains: str
    accession: str = ""
    family: str = ""
    note: str = ""
    sequence: str = field(default="", repr=False)

    def as_cells(self) -> Cells:
        """Return the cells by column."""
        return {column: getattr(self, column, "") for column in PARTNER_COLUMNS}


def grow_partner_table(
    path: Path, rows: Sequence[ProposedRow]
) -> tuple[tuple[ProposedRow, ...], tuple[str, ...]]:
    """Add rows to the table of partners and fill its blank roles and families.

    Nothing else of it is changed.

    Returns
    -------
    added : tuple of ProposedRow
        Rows that were added, with their families.
    notes : tuple of str
        Rows that were left out since the partner has one in that role, or the chains of the file
        have one under another name or role.

    Raises
    ------
    InputError
        If the table that is there cannot be read.
    """
    before = _read_cells(path)
    cells = _fill_roles(before, rows)
    new, notes = _choose_new(cells, rows)
    families = derive_families(
        _collect_sequences(path.parent, cells, new),
        {row["partner"]: row["family"] for row in cells if row["family"]},
    )
    filled = [row | {"family": row["family"] or families.get(row["partner"], "")} for row in cells]
    added = tuple(replace(row, family=row.family or families[row.partner]) for row in new)
    grown = [*filled, *(row.as_cells() for row in added)]
    if grown != before:
        write_text(path, _render(grown))
    return added, tuple(notes)


def _read_cells(path: Path) -> list[Cells]:
    if not path.is_file():
        return []
    rows, problems = read_rows(path, ("partner", "role", "file"), PARTNER_COLUMNS)
    if problems:
        raise InputError(problems)
    return [{column: row.cells.get(column, "") for column in PARTNER_COLUMNS} for row in rows]


def read_partner_sequences(path: Path) -> dict[str, tuple[str, ...]]:
    """Read the sequences of every partner of a table that is there, by name.

    Raises
    ------
    InputError
        If the table cannot be read; a structure that cannot be read has no sequence.
    """
    return _collect_sequences(path.parent, _read_cells(path), ())


def _fill_roles(cells: Sequence[Cells], rows: Sequence[ProposedRow]) -> list[Cells]:
    """Write the role of a row that has none, where one role alone is proposed for its chains."""
    filled = []
    for line in cells:
        roles = {row.role for row in rows if _get_place(line) == (row.file, row.chains)}
        taken = {other["role"].lower() for other in cells if _is_named_alike(line, other)}
        is_clear = not line["role"] and len(roles) == 1 and not roles & taken
        filled.append(line | {"role": roles.pop()} if is_clear else line)
    return filled


def _get_place(line: Cells) -> tuple[str, str]:
    return line["file"], line["chains"]


def _is_named_alike(line: Cells, other: Cells) -> bool:
    return other is not line and other["partner"] == line["partner"]


def _tell_kept(row: ProposedRow, kept: Sequence[Cells]) -> str:
    """Say which rows the chains of a file have where they differ from the proposed one."""
    same = [line for line in kept if line["role"].lower() == row.role or not row.role]
    if any(line["partner"] == row.partner for line in same):
        return ""
    listed = " and ".join(f"{x['partner']} ({x['role'] or 'without a role'})" for x in kept)
    wanted = f"{row.partner} ({row.role})" if row.role else row.partner
    chains = f", chain {row.chains}," if row.chains else ""
    return (
        f"{row.file}{chains} stands in the table as {listed}, which was kept; for {wanted} change "
        "that row, or add one."
    )


def _choose_new(
    cells: Iterable[Cells], rows: Sequence[ProposedRow]
) -> tuple[list[ProposedRow], list[str]]:
    taken = {(row["partner"], row["role"].lower()): row["file"] for row in cells}
    places: dict[tuple[str, str], list[Cells]] = {}
    for line in cells:
        places.setdefault(_get_place(line), []).append(line)
    new: list[ProposedRow] = []
    notes = []
    for row in rows:
        key = (row.partner, row.role)
        if kept := places.get((row.file, row.chains)):
            notes += [said] if (said := _tell_kept(row, kept)) else []
            continue
        if key in taken:
            role = f" as a {row.role}" if row.role else ""
            notes.append(
                f"{row.partner} stands in the table{role} with {taken[key]}; no row for {row.file}."
            )
            continue
        taken[key] = row.file
        new.append(row)
    return new, notes


def _collect_sequences(
    folder: Path, cells: Sequence[Cells], new: Sequence[ProposedRow]
) -> dict[str, tuple[str, ...]]:
    """Collect the sequences of every partner; a file that cannot be read gives none."""
    found: dict[str, set[str]] = {}
    for row in new:
        found.setdefault(row.partner, set()).add(row.sequence)
    for line in cells:
        chains = line["chains"].replace(",", " ").replace(";", " ").split()
        try:
            components = list_components(folder / line["file"])
        except (InputError, OSError):
            components = ()
        letters = {c.sequence for c in components if not chains or {*chains} & {*c.chains}}
        found.setdefault(line["partner"], set()).update(letters)
    return {name: tuple(sorted(letters)) for name, letters in found.items()}


def _render(rows: Sequence[Cells]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, PARTNER_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()
