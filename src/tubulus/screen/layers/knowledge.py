"""The layer of curated knowledge: how well a ligand-receptor pair is known, in tiers."""

from __future__ import annotations

import polars as pl

from tubulus.screen.knowledge.tiers import TIERS
from tubulus.screen.layers.record import make_evidence

__all__ = ["KNOWLEDGE_MEASURE", "derive_knowledge_layer"]

KNOWLEDGE_MEASURE = "curated tier, 1 to 3"

_NOT_HELD = "no pair table in use holds the pair (a table does not prove that there is none)"


def derive_knowledge_layer(pairs: pl.DataFrame, knowledge: pl.DataFrame) -> pl.DataFrame:
    """Derive what is known of pairs as rows of evidence.

    Parameters
    ----------
    pairs : polars.DataFrame
        ligand, receptor: the pairs that are asked about; repeated ones count once.
    knowledge : polars.DataFrame
        As :func:`~tubulus.screen.knowledge.tiers.derive_pair_knowledge` returns it.

    Returns
    -------
    polars.DataFrame
        Rows of the layer ``knowledge``; ``value`` is the tier, ``source`` names references and
        tables. A pair that no table holds is unknown, never absent.
    """
    asked = pairs.select("ligand", "receptor").unique()
    joined = asked.join(knowledge, on=["ligand", "receptor"], how="left")
    held = pl.col("tier").is_not_null()
    words = pl.col("tier").replace_strict(TIERS, default="", return_dtype=pl.String)
    curations = pl.format("; independent curations: {}", "lineages")
    rows = joined.select(
        "ligand",
        "receptor",
        value=pl.col("tier").cast(pl.Float64),
        label=pl.when(held).then(pl.format("tier {}: {}", "tier", words)).otherwise(pl.lit("none")),
        measure=pl.lit(KNOWLEDGE_MEASURE),
        state=pl.when(held).then(pl.lit("present")).otherwise(pl.lit("unknown")),
        reason=pl.when(held).then(pl.concat_str(words, curations)).otherwise(pl.lit(_NOT_HELD)),
        source=_join_sources(),
    )
    return make_evidence("knowledge", rows)


def _join_sources() -> pl.Expr:
    """Name the references before the tables."""
    parts = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in ("references", "resources")]
    return pl.concat_str(parts, separator="; ", ignore_nulls=True)
