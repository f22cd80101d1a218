"""Open a large table in pieces: plain text, gzip or a zip archive with one table in it."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import polars as pl

from tubulus.core.errors import InputError, Problem

__all__ = ["Header", "fail", "iterate_pieces", "read_header"]

_PIECE = 1 << 25
_SEPARATORS = ("\t", ";", ",", " ")
Header = tuple[tuple[str, ...], str]
"""Cells of the first line, and what separates them."""


def fail(path: Path, message: str, remedy: str, line: int = 0) -> InputError:
    """Make the error of a file that cannot be used."""
    return InputError([Problem(path.name, line, "", message, remedy)])


@contextmanager
def _open(path: Path) -> Iterator[IO[bytes]]:
    """Open the table of a file, and name the file where it is damaged."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4)
        if start == b"PK\x03\x04":
            with zipfile.ZipFile(path) as archive:
                members = [each for each in archive.infolist() if not each.is_dir()]
                if len(members) != 1:
                    raise fail(path, f"holds {len(members)} files", "unpack it and name the table")
                with archive.open(members[0]) as stream:
                    yield stream
        elif start[:2] == b"\x1f\x8b":
            with gzip.open(path) as stream:
                yield io.BufferedReader(stream)
        else:
            with path.open("rb") as stream:
                yield stream
    except (EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise fail(path, "is compressed and cut short or damaged", "fetch it again") from error
    except OSError as error:
        message = f"cannot be read ({error.strerror or error})"
        raise fail(path, message, "check the name and the folder") from error


def read_header(path: Path) -> Header:
    """Read the cells of the first line, and what separates them.

    Raises
    ------
    InputError
        If there is no text, or one column only.
    """
    with _open(path) as stream:
        line = stream.readline(1 << 20)
    try:
        text = line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise fail(path, "is not UTF-8 text", "save it as TSV in UTF-8") from error
    separator = max(_SEPARATORS[:3], key=text.count)
    separator = separator if separator in text else " "
    cells = tuple(cell.strip().strip('"') for cell in text.split(separator))
    if not text.strip():
        raise fail(path, "is empty", "expected a table of interactions")
    if len(cells) < 2:
        raise fail(path, "has one column", "an interaction needs two", 1)
    return cells, separator


def iterate_pieces(
    path: Path, header: Header, columns: dict[str, int], *, skip: int, width: int
) -> Iterator[pl.DataFrame]:
    """Read some columns of a table in pieces.

    Parameters
    ----------
    path : Path
        The file.
    header : tuple
        As :func:`read_header` gives it.
    columns : dict
        Name to give, and place of the column.
    skip : int
        Lines before the first row.
    width : int
        Cells that a last line without its end must have, or the file is cut short.

    Yields
    ------
    polars.DataFrame
        Texts, stripped; null where a cell is empty.

    Raises
    ------
    InputError
        If the file is damaged, is not text, or ends in the middle of a line.
    """
    cells, separator = header
    schema = {f"c{place}": pl.String for place in range(len(cells))}
    wanted = [
        pl.col(f"c{place}").str.strip_chars().replace("", None).alias(name)
        for name, place in columns.items()
    ]
    rest, mark = b"", separator.encode()
    with _open(path) as stream:
        for _ in range(skip):
            stream.readline()
        while piece := stream.read(_PIECE):
            whole, found, rest = (rest + piece).rpartition(b"\n")
            if found:
                yield _parse(path, whole, separator, schema).select(wanted)
    if rest.strip():
        if rest.count(mark) < width - 1:
            raise fail(path, "ends in the middle of a line", "fetch it again")
        yield _parse(path, rest, separator, schema).select(wanted)


def _parse(
    path: Path, content: bytes, separator: str, schema: dict[str, type[pl.String]]
) -> pl.DataFrame:
    try:
        return pl.read_csv(
            content,
            separator=separator,
            has_header=False,
            schema=schema,
            quote_char='"' if separator in ",;" else None,
            truncate_ragged_lines=True,
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError as error:
        reason = str(error).split("\n", 1)[0]
        raise fail(path, f"is not a table ({reason})", "save it as TSV in UTF-8") from error
