"""Outcomes as rows of one flat table, to be written and read again without losing a bit."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from tubulus.dock.campaign.outcomes import PairOutcome

__all__ = ["RECORD_SCHEMA", "restore_outcomes", "tabulate_outcomes"]

RECORD_SCHEMA: dict[str, pl.DataType] = {
    "key": pl.String(),
    "rotations": pl.List(pl.Float64()),
    "translations": pl.List(pl.Float64()),
    "scores": pl.List(pl.Float64()),
    "cluster_sizes": pl.List(pl.Int64()),
    "n_poses": pl.Int64(),
    "n_clusters": pl.Int64(),
    "fixed_profile": pl.List(pl.Float64()),
    "mobile_profile": pl.List(pl.Float64()),
    "reason": pl.String(),
}
"""Columns of the record of a pair; matrices are stored row after row."""

_WIDTHS = {"rotations": 4, "translations": 3}


def tabulate_outcomes(outcomes: Iterable[PairOutcome]) -> pl.DataFrame:
    """Put outcomes into a table, one row a pair, ready for Parquet."""
    rows = [
        {
            name: value.ravel().tolist() if isinstance(value, np.ndarray) else value
            for name, value in ((name, getattr(outcome, name)) for name in RECORD_SCHEMA)
        }
        for outcome in outcomes
    ]
    return pl.DataFrame(rows, schema=RECORD_SCHEMA)


def restore_outcomes(table: pl.DataFrame) -> tuple[PairOutcome, ...]:
    """Make the outcomes of a table of :func:`tabulate_outcomes` again, bit for bit.

    Raises
    ------
    ValueError
        If columns are missing or of another type.
    """
    if dict(table.schema) != RECORD_SCHEMA:
        raise ValueError(f"a record of pairs has the columns {', '.join(RECORD_SCHEMA)}")
    return tuple(_restore(row) for row in table.iter_rows(named=True))


def _restore(row: dict[str, object]) -> PairOutcome:
    given = dict(row)
    for name, kind in RECORD_SCHEMA.items():
        if isinstance(kind, pl.List):
            values = np.array(row[name], dtype=np.int64 if name == "cluster_sizes" else np.float64)
            given[name] = values.reshape(-1, _WIDTHS[name]) if name in _WIDTHS else values
    return PairOutcome(**given)  # type: ignore[arg-type]
