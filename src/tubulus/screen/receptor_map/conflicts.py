"""Lines of evidence for a receptor on a cell type that contradict each other."""

from __future__ import annotations

import polars as pl

__all__ = ["CONFLICT_SCHEMA", "derive_conflicts"]

CONFLICT_SCHEMA: dict[str, pl.DataType] = {
    "receptor": pl.String(),
    "cell_type": pl.String(),
    "present": pl.String(),
    "absent": pl.String(),
    "sentence": pl.String(),
}
"""Columns of conflicts: who says present, who says absent, and both in one sentence."""

_KEYS = ["receptor", "cell_type"]
_LAYERS = ("receptor_protein", "receptor_rna")


def derive_conflicts(receptors: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """Derive where receptor table, protein and RNA contradict each other.

    Parameters
    ----------
    receptors : polars.DataFrame
        symbol, cell_type, state, evidence_kind, source.
    evidence : polars.DataFrame
        Rows of evidence; the layers ``receptor_protein`` and ``receptor_rna`` are looked at.

    Returns
    -------
    polars.DataFrame
        Columns ``CONFLICT_SCHEMA``, one row a receptor and cell type of which one speaker says
        present and another absent; and those for which one layer holds a conflict of its own.
        Nothing is averaged.
    """
    table = receptors.select(
        pl.col("symbol").alias("receptor"),
        "cell_type",
        "state",
        said=pl.format("receptor table ({}, {})", "evidence_kind", "source"),
    )
    layers = evidence.filter(pl.col("layer").is_in(_LAYERS))
    spoken = layers.select(
        *_KEYS, "state", said=pl.format("{}: {} ({})", "layer", "label", "source")
    )
    inner = layers.filter(pl.col("label") == "conflict").select(
        *_KEYS, present=pl.lit(""), absent=pl.lit(""), sentence=pl.col("reason")
    )
    both = pl.concat([table, spoken]).group_by(_KEYS, maintain_order=True).agg(
        present=pl.col("said").filter(pl.col("state") == "present").str.join("; "),
        absent=pl.col("said").filter(pl.col("state") == "absent").str.join("; "),
    )  # fmt: skip
    torn = both.filter((pl.col("present") != "") & (pl.col("absent") != "")).with_columns(
        sentence=pl.format("present by {}; absent by {}", "present", "absent")
    )
    rest = inner.join(torn, on=_KEYS, how="anti")
    wanted = [pl.col(name).cast(kind) for name, kind in CONFLICT_SCHEMA.items()]
    return pl.concat([torn, rest]).select(wanted).sort(_KEYS)
