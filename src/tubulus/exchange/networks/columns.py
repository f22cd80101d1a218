"""Columns of tables that may lack some: fill what is not there with nulls, join texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

__all__ = ["fill_columns", "join_texts"]

SEPARATOR = "; "
"""Between several values of one field; names of cell types hold commas."""


def fill_columns(
    frame: pl.DataFrame, schema: Mapping[str, Any], *, keep: Sequence[str] = ()
) -> pl.DataFrame:
    """Select the columns that are kept and those of a schema; nulls where one is not there."""
    return frame.select(
        *keep,
        *(
            (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
            for name, kind in schema.items()
            if name not in keep
        ),
    )


def join_texts(column: str) -> pl.Expr:
    """Join the different texts of a group, sorted; null where there is none."""
    texts = pl.col(column).filter(pl.col(column).is_not_null() & (pl.col(column) != ""))
    joined = texts.unique().sort().str.join(SEPARATOR)
    return pl.when(joined != "").then(joined).alias(column)
