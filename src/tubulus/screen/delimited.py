"""Delimited text files as people save them: comma, semicolon or tab, with or without a BOM."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from tubulus.core.errors import Problem

__all__ = ["DelimitedTable", "read_delimited"]

_SEPARATORS = ("\t", ";", ",")


@dataclass(frozen=True, slots=True)
class DelimitedTable:
    """Rows of a file with their line numbers, and what was wrong with the file."""

    name: str
    rows: tuple[tuple[int, dict[str, str]], ...]
    problems: tuple[Problem, ...]


def read_delimited(path: Path, required: tuple[str, ...]) -> DelimitedTable:
    """Read a delimited text file whose first line names its columns.

    Parameters
    ----------
    path : Path
        The file; UTF-8, with or without byte order mark.
    required : tuple of str
        Columns that must be there and must not be empty in any row.

    Returns
    -------
    DelimitedTable
        Column names are stripped and in lower case, values stripped. Blank lines are skipped.
        A file that cannot be read at all has no rows and one problem.
    """
    name = path.name
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        remedy = "check the name and the folder"
        return _fail(name, f"cannot be read ({error.strerror})", remedy)
    except UnicodeDecodeError:
        return _fail(name, "is not UTF-8 text", "save it as CSV UTF-8")
    if not text.strip():
        return _fail(name, "is empty", f"expected a header with {', '.join(required)}")
    return _parse(name, text, required)


def _fail(name: str, message: str, remedy: str) -> DelimitedTable:
    return DelimitedTable(name, (), (Problem(name, 0, "", message, remedy),))


def _parse(name: str, text: str, required: tuple[str, ...]) -> DelimitedTable:
    first = text.lstrip().splitlines()[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        lines = _split(text, separator)
    except csv.Error as error:
        return _fail(name, f"has a quotation mark out of place ({error})", "mend or remove it")
    header: list[str] | None = None
    rows: list[tuple[int, dict[str, str]]] = []
    problems: list[Problem] = []
    for line, values in lines:
        if header is None:
            header = [value.lower() for value in values]
            problems += _check_header(name, line, header, required)
        elif len(values) > len(header):
            message = f"has {len(values)} cells where the header has {len(header)}"
            problems.append(Problem(name, line, "", message, "quote the separator"))
        else:
            padded = values + [""] * (len(header) - len(values))
            rows.append((line, dict(zip(header, padded, strict=True))))
    if not rows and not problems:
        problems.append(Problem(name, 0, "", "has a header and no rows", "add the rows"))
    missing = [column for column in required if column not in (header or [])]
    if not missing:
        problems += _check_cells(name, rows, required)
    return DelimitedTable(name, () if missing else tuple(rows), tuple(problems))


def _split(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Split text into stripped cells with the number of the line on which each row ends."""
    # strict: a quotation mark that is never closed would swallow the rows behind it
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    return [(line, cells) for line, cells in rows if any(cells)]


def _check_header(
    name: str, line: int, header: list[str], required: tuple[str, ...]
) -> list[Problem]:
    found = f"the header names: {', '.join(header)}"
    problems = [
        Problem(name, line, column, "column is missing", found)
        for column in required
        if column not in header
    ]
    twice = sorted({column for column in header if header.count(column) > 1})
    return problems + [
        Problem(name, line, column, "column is named twice", "remove one") for column in twice
    ]


def _check_cells(
    name: str, rows: list[tuple[int, dict[str, str]]], required: tuple[str, ...]
) -> list[Problem]:
    return [
        Problem(name, line, column, "is empty", "fill it in or remove the row")
        for line, row in rows
        for column in required
        if not row[column]
    ]
