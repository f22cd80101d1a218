"""Read an interaction network from a table of edges."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.screen.network.edges import Network, build_network
from tubulus.screen.text_tables import read_text_table

__all__ = ["derive_network", "read_network"]

_SIGNS = {"1": 1.0, "+1": 1.0, "+": 1.0, "-1": -1.0, "-": -1.0}


def read_network(
    path: Path,
    *,
    source: str | None = None,
    target: str | None = None,
    weight: str | None = None,
    sign: str | None = None,
    directed: bool = False,
) -> Network:
    """Read a network from CSV or TSV, plain or compressed with gzip, with a header.

    Parameters
    ----------
    path : Path
        The file.
    source, target : str, optional
        Columns with the two ends; the first and the second column where left out.
    weight : str, optional
        Column with positive weights; 1 where left out.
    sign : str, optional
        Column with 1 or + (activates) and -1 or - (inhibits); makes a signed network.
    directed : bool
        Whether an edge leads from source to target only.

    Raises
    ------
    InputError
        Naming file, row and column of everything that cannot be used.
    """
    frame = read_text_table(path)
    if frame.width < 2:
        raise InputError([Problem(path.name, 1, "", "has one column", "two columns hold an edge")])
    ends = (source or frame.columns[0], target or frame.columns[1])
    wanted = [*ends, *(name for name in (weight, sign) if name is not None)]
    missing = [name for name in wanted if name not in frame.columns]
    if missing:
        found = f"the header names: {', '.join(frame.columns)}"
        raise InputError(
            [Problem(path.name, 1, name, "column is missing", found) for name in missing]
        )
    return derive_network(
        frame, ends=ends, weight=weight, sign=sign, directed=directed, name=path.name
    )


def derive_network(
    frame: pl.DataFrame,
    *,
    ends: tuple[str, str],
    weight: str | None = None,
    sign: str | None = None,
    directed: bool = False,
    name: str = "edges",
) -> Network:
    """Derive a network from a table of edges.

    Parameters
    ----------
    frame : polars.DataFrame
        One row an edge.
    ends : tuple of str
        Columns with the two ends.
    weight, sign, directed
        As in :func:`read_network`.
    name : str
        What messages call the table.

    Raises
    ------
    InputError
        If an end is empty, a weight is not a positive number, or a sign is not known.
    """
    text = frame.select(pl.col(ends).cast(pl.String).str.strip_chars().fill_null(""))
    problems = [
        Problem(name, row + 2, column, "is empty", "name the node or remove the row")
        for column in ends
        for row in text[column].eq("").arg_true().to_list()
    ]
    value = pl.repeat(1.0, frame.height, eager=True)
    if weight is not None:
        number = frame[weight].cast(pl.Float64, strict=False)
        good = (number.is_finite() & (number > 0)).fill_null(value=False)
        problems += _report(name, weight, ~good, "is not a number above 0", "mend the weight")
        value = number.fill_null(1.0)
    if sign is not None:
        signs = frame[sign].cast(pl.String).str.strip_chars().str.strip_suffix(".0")
        number = signs.replace_strict(_SIGNS, default=None, return_dtype=pl.Float64)
        problems += _report(name, sign, number.is_null(), "is not a sign", "write 1 or -1")
        value = value * number.fill_null(1.0)
    if problems:
        raise InputError(problems)
    return build_network(
        text[ends[0]].to_list(),
        text[ends[1]].to_list(),
        value.to_numpy(),
        directed=directed,
        signed=sign is not None,
    )


def _report(name: str, column: str, bad: pl.Series, message: str, remedy: str) -> list[Problem]:
    return [Problem(name, row + 2, column, message, remedy) for row in bad.arg_true().to_list()]
