"""What is known of each pair of genes: tier, independent curations, tables and references."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tubulus.screen.knowledge.lineages import list_lineages
from tubulus.screen.knowledge.pair_source import CITED_KINDS, PairSource, explode_pairs
from tubulus.screen.knowledge.references import join_references, select_own_references
from tubulus.screen.knowledge.rows import map_texts

__all__ = [
    "PAIR_KNOWLEDGE_SCHEMA",
    "TIERS",
    "derive_pair_knowledge",
    "select_screen_pairs",
]

TIERS: dict[int, str] = {
    3: "a row with a reference of its own",
    2: "at least two independent curations",
    1: "one curation, or inferred",
}
"""Tiers of curated knowledge, from the strongest down."""

PAIR_KNOWLEDGE_SCHEMA: dict[str, pl.DataType] = {
    "ligand": pl.String(),
    "receptor": pl.String(),
    "tier": pl.Int64(),
    "lineages": pl.Int64(),
    "resources": pl.String(),
    "references": pl.String(),
}
"""Columns of the table of what is known; ``lineages`` counts independent primary curations."""


def derive_pair_knowledge(sources: Sequence[PairSource]) -> pl.DataFrame:
    """Derive what is known of each pair of genes from the sources in use.

    Parameters
    ----------
    sources : sequence of PairSource
        Sources, in any order.

    Returns
    -------
    polars.DataFrame
        One row a pair, in the columns of ``PAIR_KNOWLEDGE_SCHEMA``, sorted. ``resources`` are
        the tables that hold the pair, with name and version; their number is no evidence.

    Notes
    -----
    Tier 3: a row of CellPhoneDB or of a user's table cites a paper or a structure that is no
    table of pairs itself. Tier 2: at least two of the tables that hold the pair took nothing
    from each other and share no ancestor (:mod:`~tubulus.screen.knowledge.lineages`), so that a
    source which is added never lowers a tier. Tier 1: what is left. A pair of ConnectomeDB2020
    alone is one curation, hence tier 1: it was taken up for its literature, but the shipped
    table holds no reference that a reader could check.
    A pair that stands in a complex inherits the row of the complex; whether the subunits act
    together is told by the layer of complexes.
    """
    frames = [_list_rows(source) for source in sources]
    if not frames:
        return pl.DataFrame(schema=PAIR_KNOWLEDGE_SCHEMA)
    grouped = (
        pl.concat(frames)
        .group_by("ligand", "receptor")
        .agg(
            pl.col("resource").unique().sort().str.join("; "),
            pl.col("shown").unique().sort().str.join("; ").alias("resources"),
            pl.col("own").unique().sort().str.join("; "),
        )
        .with_columns(pl.col("own").str.strip_chars("; "))
    )
    curations = map_texts(grouped["resource"], lambda t: str(len(list_lineages(t.split("; ")))))
    references = map_texts(grouped["own"], lambda t: join_references(filter(None, t.split("; "))))
    counted = grouped.with_columns(lineages=curations.cast(pl.Int64), references=references)
    tier = (
        pl.when(pl.col("references") != "")
        .then(3)
        .when(pl.col("lineages") >= 2)
        .then(2)
        .otherwise(1)
    )
    known = counted.with_columns(tier=tier)
    ordered = known.select(pl.col(n).cast(k) for n, k in PAIR_KNOWLEDGE_SCHEMA.items())
    return ordered.sort("ligand", "receptor")


def _list_rows(source: PairSource) -> pl.DataFrame:
    """Return the gene pairs of a source with resource, how it is shown, and own references."""
    own = pl.lit("")
    rows = source.rows
    if source.kind in CITED_KINDS:
        kept = map_texts(
            rows["references"],
            lambda text: join_references(select_own_references(filter(None, text.split("; ")))),
        )
        rows = rows.with_columns(own=kept)
        own = pl.col("own")
    shown = pl.format("{} ({})", "resource", pl.lit(source.label))
    if source.kind in {"cellphonedb", "builtin"}:
        shown = pl.lit(source.label)
    exploded = explode_pairs(rows)
    return exploded.select("ligand", "receptor", "resource", shown=shown, own=own)


def select_screen_pairs(knowledge: pl.DataFrame, *, minimum_tier: int = 1) -> pl.DataFrame:
    """Select the pairs (ligand, receptor) that a screen takes, from a tier upwards."""
    return knowledge.filter(pl.col("tier") >= minimum_tier).select("ligand", "receptor")
