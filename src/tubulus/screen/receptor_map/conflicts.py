"""Lines of evidence for a receptor on a cell type that contradict each other."""

from __future__ import annotations

import polars as pl

__all__ = ["CONFLICT_SCHEMA", "add_denials", "derive_conflicts"]

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
_WORDS = {"receptor_protein": "staining", "receptor_rna": "RNA"}


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


def add_denials(
    rows: pl.DataFrame, evidence: pl.DataFrame, *, receptor: str = "receptor"
) -> pl.DataFrame:
    """Add to each row what a layer of evidence says against its receptor.

    Parameters
    ----------
    rows : polars.DataFrame
        At least ``cell_type``, ``conflict`` and the column of the receptor.
    evidence : polars.DataFrame
        Rows of evidence; those of ``receptor_protein`` and ``receptor_rna`` that are absent deny.
    receptor : str
        Name of the column of the receptor.

    Returns
    -------
    polars.DataFrame
        The same rows and columns in the same order, with the denials after what ``conflict`` says
        already. A denial that was taken from that very column, or from a source that it names, is
        not said twice. No state changes: nothing is averaged.
    """
    keys = [receptor, "cell_type"]
    said = rows.select(*keys, pl.col("conflict").fill_null("")).unique()
    denied = (
        evidence.filter(pl.col("layer").is_in(_LAYERS), state="absent")
        .select(
            pl.col("receptor").alias(receptor), "cell_type", "layer", "label", "reason", "source"
        )
        .join(said, on=keys, maintain_order="left")
        .filter(pl.col("reason") != pl.col("conflict"), ~_is_named())
        .with_columns(word=pl.col("layer").replace_strict(_WORDS))
        .group_by(*keys, "conflict", maintain_order=True)
        .agg(
            denial=pl.format("{} does not show it: {} ({})", "word", "label", "source")
            .unique(maintain_order=True)
            .str.join("; ")
        )
    )
    filled = rows.with_columns(pl.col("conflict").fill_null(""))
    joined = filled.join(denied, on=[*keys, "conflict"], how="left", maintain_order="left")
    texts = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in ("conflict", "denial")]
    both = pl.concat_str(texts, separator="; ", ignore_nulls=True)
    return joined.with_columns(conflict=both).select(rows.columns)


def _is_named() -> pl.Expr:
    """Tell whether what is said already names the source."""
    named = pl.col("conflict").str.contains(pl.col("source"), literal=True)
    return (pl.col("source") != "") & named
