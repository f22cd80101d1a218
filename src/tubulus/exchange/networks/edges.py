"""Edges of a network: candidate pairs, and receptors on their cell types."""

from __future__ import annotations

import polars as pl

from tubulus.exchange.networks.candidates import Tables, get_table, name_cell_type, name_gene
from tubulus.exchange.networks.columns import fill_columns, join_texts

__all__ = ["EDGE_SCHEMA", "list_edges"]

EDGE_SCHEMA: dict[str, pl.DataType] = {
    "source": pl.String(),
    "target": pl.String(),
    "interaction": pl.String(),
    "state": pl.String(),
    "reason": pl.String(),
    "cell_types": pl.String(),
    "compartment": pl.String(),
    "tier": pl.Int64(),
    "sources": pl.String(),
    "references": pl.String(),
    "log_odds": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "posterior": pl.Float64(),
    "rra_p": pl.Float64(),
    "disagreement": pl.Boolean(),
    "scored_on": pl.String(),
    "shortlist_rank": pl.Int64(),
    "grade": pl.String(),
    "evidence_kind": pl.String(),
    "species": pl.String(),
    "conflict": pl.String(),
    "q": pl.Float64(),
    "fdr_permutation": pl.Float64(),
}
"""Columns of the edges; ``source`` and ``target`` are identifiers of nodes."""

_PAIR = ["ligand", "receptor"]


def list_edges(found: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """List the edges of candidates, in the columns of ``EDGE_SCHEMA``."""
    parts = [_list_pairs(found, tables), _list_places(found, get_table(tables, "receptor_tests"))]
    return pl.concat([fill_columns(part, EDGE_SCHEMA) for part in parts])


def _list_pairs(found: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    found = fill_columns(
        found,
        dict.fromkeys(("compartment", "pair_source", "reason"), pl.String()),
        keep=("ligand", "receptor", "cell_type"),
    )
    pairs = found.group_by(_PAIR).agg(
        join_texts("cell_type").alias("cell_types"),
        join_texts("compartment"),
        join_texts("pair_source").alias("sources"),
        join_texts("reason"),
    )
    scores, knowledge = get_table(tables, "pair_scores"), get_table(tables, "pair_knowledge")
    if scores is not None:
        pairs = pairs.join(_choose_scores(scores), on=_PAIR, how="left")
    if knowledge is not None:
        wanted = {"tier": pl.Int64(), "resources": pl.String(), "references": pl.String()}
        known = fill_columns(knowledge, wanted, keep=tuple(_PAIR)).unique(_PAIR)
        pairs = pairs.join(known, on=_PAIR, how="left").with_columns(
            sources=pl.coalesce("resources", "sources")
        )
    shortlist = get_table(tables, "shortlist")
    if shortlist is not None:
        ranks = shortlist.select(*_PAIR, pl.col("rank").alias("shortlist_rank")).unique(_PAIR)
        pairs = pairs.join(ranks, on=_PAIR, how="left")
    return pairs.with_columns(
        source=name_gene("ligand"),
        target=name_gene("receptor"),
        interaction=pl.lit("candidate"),
        state=pl.lit("present"),
    )


def _choose_scores(scores: pl.DataFrame) -> pl.DataFrame:
    """Choose the cell type of each pair with the largest log-odds, then the least p of ranks."""
    names = ("log_odds", "low", "high", "posterior", "rra_p", "disagreement")
    filled = fill_columns(
        scores, {name: EDGE_SCHEMA[name] for name in names}, keep=(*_PAIR, "cell_type")
    )
    ordered = filled.sort(
        "log_odds", "rra_p", "cell_type", descending=[True, False, False], nulls_last=True
    )
    chosen = ordered.unique(_PAIR, keep="first", maintain_order=True)
    return chosen.rename({"cell_type": "scored_on"})


def _list_places(found: pl.DataFrame, tests: pl.DataFrame | None) -> pl.DataFrame:
    names = {"receptor_grade": "grade", "receptor_species": "species", "receptor_source": "sources"}
    texts = (*names, "evidence_kind", "conflict", "compartment")
    found = fill_columns(found, dict.fromkeys(texts, pl.String()), keep=("receptor", "cell_type"))
    places = found.group_by("receptor", "cell_type").agg(join_texts(name) for name in texts)
    if tests is not None:
        wanted = dict.fromkeys(("q", "q_receptor", "fdr_permutation"), pl.Float64)
        own = fill_columns(tests, wanted, keep=("receptor", "cell_type"))
        own = own.unique(["receptor", "cell_type"]).with_columns(q=pl.coalesce("q_receptor", "q"))
        places = places.join(own, on=["receptor", "cell_type"], how="left")
    return places.rename(names).with_columns(
        source=name_gene("receptor"),
        target=name_cell_type(),
        interaction=pl.lit("listed on"),
        state=pl.when(pl.col("conflict").is_null())
        .then(pl.lit("present"))
        .otherwise(pl.lit("conflicting")),
        cell_types=pl.col("cell_type"),
    )
