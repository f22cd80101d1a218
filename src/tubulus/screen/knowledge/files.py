"""Read the files of a source of pairs, and say in one message all that is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.screen.cargo.raw_table import LINE, RawTable
from tubulus.screen.cargo.table_files import read_raw_table

__all__ = ["hash_files", "list_empty_cells", "read_columns", "select_known"]

_SHOWN = 20


def hash_files(paths: Sequence[Path]) -> str:
    """Hash the content of files, one after the other, with SHA-256."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_columns(path: Path, required: Sequence[str]) -> RawTable:
    """Read a table that must hold some columns.

    Parameters
    ----------
    path : Path
        CSV, TSV or XLSX, compressed or not.
    required : sequence of str
        Columns that must be there.

    Raises
    ------
    InputError
        If the file cannot be read, or naming every column that is missing.
    """
    table = read_raw_table(path)
    missing = [name for name in required if table.find_column(name) is None]
    if missing:
        found = f"the header names: {', '.join(table.header)}"
        raise InputError(
            Problem(path.name, 1, name, "column is missing", found) for name in missing
        )
    return table


def list_empty_cells(table: RawTable, columns: Sequence[str]) -> list[Problem]:
    """List the rows in which a cell that must be filled is empty (a file may end half-way)."""
    problems = []
    for column in columns:
        empty = table.frame.filter(pl.col(column) == "")[LINE].to_list()
        problems += [
            Problem(table.name, line, column, "is empty", "fill it in or remove the row")
            for line in empty[:_SHOWN]
        ]
    return problems


def select_known(asked: Sequence[str], known: Sequence[str], place: str) -> tuple[str, ...]:
    """Return the names that were asked for, in lower case, or complain of those not known."""
    names = tuple(dict.fromkeys(name.strip().lower() for name in asked))
    wrong = [name for name in names if name not in known]
    if wrong or not names:
        message = f"unknown: {', '.join(wrong)}" if wrong else "no resource was chosen"
        remedy = f"choose from {', '.join(known)}"
        raise InputError([Problem(place, 0, "resources", message, remedy)])
    return names
