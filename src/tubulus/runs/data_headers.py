"""Tell a file by the names of its columns, without reading the whole of it."""

from __future__ import annotations

from pathlib import Path

from tubulus.core.errors import InputError, Problem
from tubulus.screen.network.files.opening import read_header

__all__ = ["read_columns", "require_columns", "require_matrix"]

_SHOWN = 8
_ANNDATA = b"\x89HDF\r\n\x1a\n"


def read_columns(path: Path) -> list[str]:
    """Read the names of the columns of a table: text, gzip, or a zip of one table.

    Raises
    ------
    InputError
        If the file cannot be read, is no text, is empty or has one column.
    """
    return [cell.lstrip("#").strip() for cell in read_header(path)[0]]


def require_columns(path: Path, columns: tuple[str, ...]) -> None:
    """Require some columns, in any order and in any capitals.

    Raises
    ------
    InputError
        Naming every column that is missing.
    """
    header = read_columns(path)
    found = f"the header names: {', '.join(header[:_SHOWN])}"
    known = {name.casefold() for name in header}
    problems = [
        Problem(path.name, 1, column, "column is missing", found)
        for column in columns
        if column.casefold() not in known
    ]
    if problems:
        raise InputError(problems)


def require_matrix(path: Path) -> None:
    """Require a table of cells and genes: AnnData by its first bytes, or text by its header.

    Raises
    ------
    InputError
        If the file is neither.
    """
    if path.suffix != ".h5ad":
        read_columns(path)
        return
    with path.open("rb") as stream:
        start = stream.read(len(_ANNDATA))
    if start != _ANNDATA:
        remedy = "write it with AnnData (write_h5ad), or as CSV with one row a cell"
        raise InputError([Problem(path.name, 0, "", "is no AnnData file", remedy)])
