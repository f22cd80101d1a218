"""Delimited text files as rows with their line numbers, or all the problems they have."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tubulus.core.errors import Problem

__all__ = ["Sheet", "SheetRow", "read_sheet"]

_SEPARATORS = (",", ";", "\t")
_REASONS = {
    "unexpected end of data": "a quotation mark is opened and never closed",
    "',' expected after '\"'": "a text goes on after its closing quotation mark",
}
_QUOTED = re.compile(r'"[^"]*"')
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its line in the file, counted from 1, and the cell of each column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of texts."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(
    path: Path,
    problems: list[Problem],
    *,
    name: str | None = None,
    separator: str | None = None,
    encoding: str = "utf-8-sig",
    number_repeats: bool = False,
) -> Sheet | None:
    """Read a delimited text file; put all its problems on the list, None where it has no header.

    A file with problems is returned with the rows that are whole, so that whoever reads it can
    look for further problems; nothing may be computed from it.

    Parameters
    ----------
    path : Path
        The file.
    problems : list of Problem
        Receives what is wrong, with line and column.
    name : str, optional
        How the file is named in messages.
    separator : str, optional
        Column separator; found from the header (comma, semicolon, tabulator) if not given.
    encoding : str
        Character encoding; the default accepts UTF-8 with and without byte order mark.
    number_repeats : bool
        Whether a column that stands again is renamed (``Age``, ``Age #2``) instead of refused.
    """
    file = name or path.name
    text = _decode(path, file, encoding, problems)
    if text is None:
        return None
    if not text.strip():
        problems.append(Problem(file, 0, "", "the file is empty", "expected a header line"))
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        remedy = "save it again as CSV in UTF-8"
        problems.append(
            Problem(file, line, "", "the file is not text (it holds zero bytes)", remedy)
        )
        return None
    mark = separator or _find_separator(text)
    rows = _split(file, text, mark, problems)
    return _gather(file, rows, problems, number_repeats=number_repeats)


def _decode(path: Path, file: str, encoding: str, problems: list[Problem]) -> str | None:
    try:
        content = path.read_bytes()
    except OSError as error:
        remedy = f"expected it at {path}"
        problems.append(Problem(file, 0, "", f"cannot be read ({error.strerror})", remedy))
        return None
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        wanted = "UTF-8" if encoding.startswith("utf-8") else encoding
        if content.startswith(_UTF16_MARKS):
            wanted += " but UTF-16"
        problems.append(
            Problem(
                file,
                line,
                "",
                f"the text is not {wanted}",
                "save the file as UTF-8, or name its encoding where it is imported",
            )
        )
        return None


def _find_separator(text: str) -> str:
    """Return the mark that stands most often in the header, not counting quoted names."""
    header = _QUOTED.sub("", text.lstrip()).partition("\n")[0]
    return max(_SEPARATORS, key=header.count)


def _split(
    file: str, text: str, separator: str, problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of each row that is not blank."""
    # not str.splitlines: a cell pasted from a word processor may hold other marks that it takes
    # for the end of a line (vertical tabulator, U+2028)
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=separator, strict=True)
    first = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield first, [cell.strip() for cell in cells]
            first = reader.line_num + 1
    except csv.Error as error:
        problems.append(
            Problem(
                file,
                first,
                "",
                _REASONS.get(str(error), f"the row cannot be split ({error})"),
                "mend its quotes; what follows this row was not read",
            )
        )


def _number_repeats(columns: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    named = []
    for column in columns:
        seen[column] += 1
        named.append(f"{column} #{seen[column]}" if seen[column] > 1 else column)
    return named


def _gather(
    file: str,
    rows: Iterator[tuple[int, list[str]]],
    problems: list[Problem],
    *,
    number_repeats: bool,
) -> Sheet | None:
    header = next(rows, None)
    if header is None:
        return None
    columns = _number_repeats(header[1]) if number_repeats else header[1]
    for position, column in enumerate(columns, start=1):
        if not column:
            message = f"column {position} has no name"
            problems.append(Problem(file, header[0], "", message, "name it or remove it"))
        elif columns.index(column) != position - 1:
            message = "the column stands twice"
            problems.append(Problem(file, header[0], column, message, "keep one"))
    gathered = []
    for line, cells in rows:
        if len(cells) != len(columns):
            message = f"the row has {len(cells)} cells where the header has {len(columns)}"
            remedy = "complete the row; an empty cell still needs its separator"
            problems.append(Problem(file, line, "", message, remedy))
        else:
            gathered.append(SheetRow(line, dict(zip(columns, cells, strict=True))))
    return Sheet(file, tuple(columns), tuple(gathered))
