"""Refuse tables of a screen whose keys would count twice, or that hold nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from tubulus.core.errors import Problem
from tubulus.screen.nulls.comparator import find_studies

__all__ = ["find_empty", "find_repeated_keys", "find_torn_lists"]

_SHOWN = 5


def find_repeated_keys(name: str, table: pl.DataFrame, keys: Sequence[str]) -> list[Problem]:
    """Find keys that stand in more than one row.

    Parameters
    ----------
    name : str
        The table, as a reader knows it.
    table : polars.DataFrame
        The table; a key column that it lacks is not looked at.
    keys : sequence of str
        Columns that name a row.

    Returns
    -------
    list of Problem
        At most one, with the first keys.
    """
    columns = [key for key in keys if key in table.columns]
    if not columns:
        return []
    twice = table.select(columns).filter(pl.struct(columns).is_duplicated()).unique().sort(columns)
    if twice.is_empty():
        return []
    shown = ", ".join(" / ".join(map(str, row)) for row in twice.head(_SHOWN).rows())
    more = f" and {twice.height - _SHOWN} more" if twice.height > _SHOWN else ""
    message = f"stands in more than one row: {shown}{more}"
    return [Problem(f"table {name}", 0, " / ".join(columns), message, "keep one row a key")]


def find_empty(tables: Iterable[tuple[str, pl.DataFrame]]) -> list[Problem]:
    """Find tables without a row."""
    return [
        Problem(f"table {name}", 0, "", f"leaves no {name} to screen", "give at least one row")
        for name, table in tables
        if table.is_empty()
    ]


def find_torn_lists(comparator: pl.DataFrame) -> list[Problem]:
    """Find lists of the comparator for which two studies are named."""
    try:
        find_studies(comparator)
    except ValueError as error:
        return [Problem("table comparator", 0, "study", str(error), "name one study a list")]
    return []
