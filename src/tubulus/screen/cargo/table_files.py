"""Open a table as a user saved it: CSV, TSV or XLSX, UTF-8 or UTF-16, compressed or not."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from pathlib import Path

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.screen.cargo.raw_table import LINE, RawTable, fail_file
from tubulus.screen.cargo.workbooks import read_workbook_rows

__all__ = ["read_raw_table"]

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS = ("\t", ";", ",")
_SHOWN = 20
_WANTED = "expected a table as CSV, TSV or XLSX"
_FOREIGN = (
    (b"%PDF", "is a PDF", "copy the table into a CSV file"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel file (.xls)", "save it as .xlsx or CSV UTF-8"),
    (b"PAR1", "is a Parquet file", "save it as TSV"),
    (b"SQLite format 3", "is a database", _WANTED),
    (b"<", "is a web page or XML, not a table", "download the table itself"),
    (b"{", "is JSON, not a table", _WANTED),
    (b">", "looks like FASTA sequences, not a table", "give the table of identified proteins"),
)


def read_raw_table(path: Path) -> RawTable:
    """Read a file into a table of texts.

    Parameters
    ----------
    path : Path
        Text separated by tab, semicolon or comma (UTF-8, or UTF-16 with its mark; ``.gz`` too),
        or an Excel workbook, whose first sheet with cells is read. Lines before the header that
        begin with ``#`` are skipped.

    Raises
    ------
    InputError
        With every problem: no file, a folder, another kind of file, empty, cells without a column.
    """
    name = path.name
    content = _read_bytes(path)
    if content.startswith(b"PK\x03\x04"):
        return _frame_rows(name, read_workbook_rows(content, name))
    for start, message, remedy in _FOREIGN:
        if content.lstrip(b" \t\r\n\xef\xbb\xbf").startswith(start):
            raise fail_file(name, message, remedy)
    text = _decode(name, content)
    head = _find_header(text)
    if head is None:
        raise fail_file(name, "is empty", "expected a header and rows")
    skipped, first = head
    separator = max(_SEPARATORS, key=first.count)
    if separator == "\t":
        return _read_tabs(name, text, skipped)
    return _frame_rows(name, _split_quoted(name, text, separator)[skipped:])


def _read_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise fail_file(path.name, "is a folder", "name the file in it")
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"cannot be read ({error.strerror})"
        raise fail_file(path.name, message, "check the name and the folder") from error
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error) as error:
        raise fail_file(path.name, "is a damaged gzip file", "copy it again") from error


def _decode(name: str, content: bytes) -> str:
    encoding = next((code for mark, code in _MARKS if content.startswith(mark)), "utf-8")
    remedy = "save it as CSV UTF-8"
    if encoding == "utf-8" and b"\x00" in content[:4096]:
        raise fail_file(name, "is no text (it holds zero bytes)", remedy)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise fail_file(
            name, f"is not {encoding.removesuffix('-sig').upper()} text", remedy
        ) from error


def _find_header(text: str) -> tuple[int, str] | None:
    """Return how many lines with content come before the header, and the header's line."""
    skipped = 0
    for line in io.StringIO(text):
        if line.strip():
            if not line.startswith("#"):
                return skipped, line
            skipped += 1
    return None


def _read_tabs(name: str, text: str, skipped: int) -> RawTable:
    """Split at tabs alone: programs write quotation marks as they come, also in protein names."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = [(number, line) for number, line in enumerate(lines, 1) if line.strip()][skipped:]
    (place, first), *body = kept
    header = _trim([cell.strip().strip('"').strip() for cell in first.split("\t")])
    _require_names(name, header, place)
    width = len(header)
    problems = [
        _complain_of_width(name, number, line.count("\t") + 1, width)
        for number, line in body
        if line.count("\t") >= width and line.split("\t", width)[width].strip()
    ]
    _require_body(name, problems, has_rows=bool(body))
    # short rows are filled up: a reader of CSV counts the columns of the first rows
    filled = (line + "\t" * (width - 1 - line.count("\t")) for _, line in body)
    frame = pl.read_csv(
        "\n".join(filled).encode("utf-8"),
        separator="\t",
        has_header=False,
        schema=dict.fromkeys(_name_columns(header), pl.String),
        quote_char=None,
        truncate_ragged_lines=True,
    )
    cells = pl.all().fill_null("").str.strip_chars()
    bare = pl.all().str.replace(r'^"(.*)"$', "$1").str.replace_all('""', '"', literal=True)
    numbers = pl.Series(LINE, [number for number, _ in body], dtype=pl.Int64)
    return RawTable(name, frame.select(cells).select(bare.str.strip_chars()).with_columns(numbers))


def _trim(header: list[str]) -> list[str]:
    """Return a header without the empty cells at its end."""
    width = max((place for place, cell in enumerate(header, 1) if cell), default=0)
    return header[:width]


def _name_columns(header: list[str]) -> list[str]:
    return [column or f"(column {number})" for number, column in enumerate(header, 1)]


def _split_quoted(name: str, text: str, separator: str) -> list[tuple[int, list[str]]]:
    # strict: a quotation mark that is never closed would swallow the rows behind it
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        message = f"has a quotation mark out of place or never closed ({error})"
        raise fail_file(name, message, "mend or remove it") from error
    return [(line, cells) for line, cells in rows if any(cells)]


def _frame_rows(name: str, rows: list[tuple[int, list[str]]]) -> RawTable:
    if not rows:
        raise fail_file(name, "is empty", "expected a header and rows")
    (line, first), *body = rows
    header = _trim(first)
    _require_names(name, header, line)
    width = len(header)
    problems = [
        _complain_of_width(name, number, len(row), width)
        for number, row in body
        if any(row[width:])
    ]
    _require_body(name, problems, has_rows=bool(body))
    data = {
        column: [row[place] if place < len(row) else "" for _, row in body]
        for place, column in enumerate(_name_columns(header))
    }
    frame = pl.DataFrame(data, schema=dict.fromkeys(data, pl.String))
    numbers = pl.Series(LINE, [number for number, _ in body], dtype=pl.Int64)
    return RawTable(name, frame.with_columns(numbers))


def _require_names(name: str, header: list[str], line: int) -> None:
    twice = sorted({cell for cell in header if cell and header.count(cell) > 1})
    if twice:
        raise InputError(
            Problem(name, line, cell, "column is named twice", "remove one") for cell in twice
        )


def _complain_of_width(name: str, line: int, cells: int, width: int) -> Problem:
    message = f"has {cells} cells where the header has {width}"
    return Problem(name, line, "", message, "quote the separator or remove the cell")


def _require_body(name: str, problems: list[Problem], *, has_rows: bool) -> None:
    if problems:
        raise InputError(problems[:_SHOWN])
    if not has_rows:
        raise fail_file(name, "has a header and no rows", "add the rows")
