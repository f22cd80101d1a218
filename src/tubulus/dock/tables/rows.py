"""Rows of a small delimited table with the lines that they stand on."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from tubulus.core.errors import InputError, Problem

__all__ = ["TableRow", "read_rows"]

_SEPARATORS = ("\t", ";", ",")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its line, counted from 1 with the header, and stripped cells by column."""

    line: int
    cells: dict[str, str]


def read_rows(
    path: Path, required: tuple[str, ...], allowed: tuple[str, ...] | None = None
) -> tuple[list[TableRow], list[Problem]]:
    """Read a table separated by comma, semicolon or tab whose first line names the columns.

    Parameters
    ----------
    path : Path
        UTF-8, with or without byte order mark.
    required : tuple of str
        Columns that must be there.
    allowed : tuple of str, optional
        Columns that may be there; absent: any.

    Returns
    -------
    rows : list of TableRow
        Names of columns in lower case; blank lines are skipped. Missing cells are empty.
    problems : list of Problem
        Rows that do not fit the header, and unknown columns.

    Raises
    ------
    InputError
        If nothing of the file can be used.
    """
    text = _read_text(path, required)
    first = next(line for line in text.splitlines() if line.strip())
    separator = max(_SEPARATORS, key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise _refuse(path, f"has a quotation mark out of place ({error})", "mend it") from None
    filled = [(line, cells) for line, cells in lines if any(cells)]
    if not filled:
        raise _refuse(path, "holds separators alone", _expect(required))
    (_, header), *body = filled
    header = [name.lower() for name in header]
    problems = _check_header(path.name, header, required, allowed)
    if any(name not in header for name in required) or len({*header}) < len(header):
        raise InputError(problems)
    rows: list[TableRow] = []
    for line, cells in body:
        if len(cells) > len(header):
            message = f"has {len(cells)} cells where the header has {len(header)}"
            problems.append(Problem(path.name, line, "", message, "quote the separator"))
        padded = cells + [""] * (len(header) - len(cells))
        rows.append(TableRow(line, dict(zip(header, padded, strict=False))))
    return rows, problems


def _refuse(path: Path, message: str, remedy: str) -> InputError:
    return InputError([Problem(path.name, 0, "", message, remedy)])


def _read_text(path: Path, required: tuple[str, ...]) -> str:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
        raise _refuse(path, problem, "check the name and the folder") from None
    except UnicodeDecodeError:
        raise _refuse(path, "is not UTF-8 text", "save it as CSV UTF-8") from None
    if not text.strip():
        raise _refuse(path, "is empty", _expect(required))
    return text


def _expect(required: tuple[str, ...]) -> str:
    return f"expected a header with {', '.join(required)}"


def _check_header(
    name: str, header: list[str], required: tuple[str, ...], allowed: tuple[str, ...] | None
) -> list[Problem]:
    found = f"the header names: {', '.join(header)}"
    problems = [
        Problem(name, 1, column, "the column is missing", found)
        for column in required
        if column not in header
    ]
    problems += [
        Problem(name, 1, column, "the column is named twice", "remove one")
        for column in sorted({c for c in header if header.count(c) > 1})
    ]
    if allowed is not None:
        remedy = f"expected columns: {', '.join(allowed)}"
        unknown = [c or "(no name)" for c in header if c not in allowed]
        problems += [Problem(name, 1, c, "the column is not known", remedy) for c in unknown]
    return problems
