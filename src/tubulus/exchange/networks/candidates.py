"""The candidates of a screen, the tables that may be missing, and names of nodes."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

__all__ = ["Tables", "get_table", "name_cell_type", "name_gene", "select_candidates"]

Tables = Mapping[str, pl.DataFrame]
"""Tables of results by kind."""


def select_candidates(tables: Tables) -> pl.DataFrame:
    """Select the rows of the interactions whose every piece of evidence is there.

    Raises
    ------
    ValueError
        If there is no table of interactions.
    """
    if "interactions" not in tables:
        raise ValueError("a network needs the table 'interactions' of a screen")
    return tables["interactions"].filter(pl.col("state") == "present")


def get_table(tables: Tables, kind: str) -> pl.DataFrame | None:
    """Return a table; None where the screen wrote none or it has no row."""
    frame = tables.get(kind)
    return None if frame is None or frame.is_empty() else frame


def name_gene(column: str) -> pl.Expr:
    """Name the node of a gene."""
    return pl.format("gene:{}", pl.col(column))


def name_cell_type() -> pl.Expr:
    """Name the node of a cell type, which no gene can have."""
    return pl.format("cell_type:{}", pl.col("cell_type"))
