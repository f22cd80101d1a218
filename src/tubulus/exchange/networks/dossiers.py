"""The dossiers of the shortlist as one long table: a row a pair and piece of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from tubulus.core.files import write_bytes
from tubulus.exchange.networks.columns import fill_columns

__all__ = ["DOSSIER_SCHEMA", "make_dossier_frame", "write_dossiers"]

DOSSIER_SCHEMA: dict[str, pl.DataType] = {
    "rank": pl.Int64(),
    "ligand": pl.String(),
    "receptor": pl.String(),
    "layer": pl.String(),
    "cell_type": pl.String(),
    "state": pl.String(),
    "label": pl.String(),
    "value": pl.Float64(),
    "measure": pl.String(),
    "reason": pl.String(),
    "source": pl.String(),
    "log_odds": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "posterior": pl.Float64(),
    "rra_p": pl.Float64(),
    "disagreement": pl.Boolean(),
    "tier": pl.Int64(),
    "barrier": pl.String(),
    "note": pl.String(),
}
"""Columns of the dossiers; the scores of a pair stand in each of its rows."""

_EVIDENCE = ("cell_type", "state", "label", "value", "measure", "reason", "source")
_KEYS = ("layer", "ligand", "receptor")


def make_dossier_frame(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Join the shortlist with its evidence.

    Parameters
    ----------
    tables : mapping of str to polars.DataFrame
        ``shortlist`` and ``evidence``. Without evidence each pair has one row without a layer;
        without a shortlist there is no row.

    Returns
    -------
    polars.DataFrame
        Columns of ``DOSSIER_SCHEMA``, by rank; layers in the order of the evidence. Evidence on
        other cell types than those of the pair is left out.
    """
    shortlist = tables.get("shortlist")
    if shortlist is None or shortlist.is_empty():
        return pl.DataFrame(schema=DOSSIER_SCHEMA)
    evidence = tables.get("evidence")
    if evidence is None:
        evidence = pl.DataFrame(
            schema={name: DOSSIER_SCHEMA[name] for name in (*_KEYS, *_EVIDENCE)}
        )
    pairs = shortlist.with_columns(
        cells=pl.col("cell_types").fill_null("").str.split("; ")
        if "cell_types" in shortlist.columns
        else pl.lit([], dtype=pl.List(pl.String))
    )
    parts = [_join(pair, evidence) for pair in pairs.iter_slices(1)]
    return pl.concat(parts).sort("rank", maintain_order=True, nulls_last=True)


def write_dossiers(path: Path, tables: Mapping[str, pl.DataFrame]) -> None:
    """Write the dossiers as CSV (UTF-8); what is not known is an empty field."""
    write_bytes(path, make_dossier_frame(tables).write_csv().encode("utf-8"))


def _join(pair: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """Join one pair with what is said of it; a key that is null speaks of any."""
    row = pair.row(0, named=True)
    cells = [cell for cell in row["cells"] if cell]
    of_pair = [
        pl.col(name).is_null() | (pl.col(name) == row[name]) for name in ("ligand", "receptor")
    ]
    placed = pl.col("cell_type").is_null() | pl.col("cell_type").is_in(cells)
    found = evidence.filter(*of_pair, *([placed] if cells else []))
    found = found.select(pl.exclude("ligand", "receptor"))
    scores = fill_columns(
        pair, {name: kind for name, kind in DOSSIER_SCHEMA.items() if name not in _EVIDENCE}
    ).select(pl.exclude("layer"))
    joined = scores.join(found, how="cross") if found.height else scores
    return fill_columns(joined, DOSSIER_SCHEMA)
