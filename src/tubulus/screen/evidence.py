"""Join cargo, receptors and ligand-receptor pairs into candidate interactions with their states.

Three states: *present* (every piece of evidence is there), *absent* (one piece speaks against it),
*unknown* (a piece is missing: a ligand that the cargo does not list is one, because no list of a
proteome is complete). An unknown never counts as absent.
"""

from __future__ import annotations

import polars as pl

from tubulus.screen.contaminants import find_contaminant_rule
from tubulus.screen.reference import PAIR_SOURCE

__all__ = [
    "EXPOSED",
    "TOPOLOGY_REASONS",
    "derive_excluded",
    "derive_gene_covariates",
    "derive_interactions",
]

EXPOSED = ("secreted", "surface")
"""Topology classes whose proteins can meet a receptor from outside the vesicle."""

TOPOLOGY_REASONS = {
    "inside": "by topology: annotated inside the cell only, hence inside the vesicle (luminal), "
    "where it cannot meet a receptor",
    "both_sides": "topology unknown: curated evidence inside and outside the cell",
    "no_annotation": "topology unknown: no cellular component is annotated",
}
_NOT_LISTED = "not in the cargo list (a list does not prove that a protein is absent)"
_RECEPTOR_ABSENT = "the receptor table states the receptor as absent on this cell type"
_RECEPTOR_UNKNOWN = "the receptor table states the receptor as unknown on this cell type"


def derive_gene_covariates(
    genes: pl.DataFrame, detection: pl.DataFrame | None, *, set_contaminants_aside: bool
) -> pl.DataFrame:
    """Add ``contaminant``, ``n_lists`` and ``exposed`` to the gene table.

    Parameters
    ----------
    genes : polars.DataFrame
        symbol, topology, topology_rule, attention.
    detection : polars.DataFrame, optional
        symbol, n_lists; a gene that is not listed was found in 0 lists.
    set_contaminants_aside : bool
        Whether a match with the contamination rule keeps a protein from being a candidate.
    """
    rules = [find_contaminant_rule(s) if set_contaminants_aside else None for s in genes["symbol"]]
    frame = genes.with_columns(contaminant=pl.Series(rules, dtype=pl.String))
    if detection is None:
        frame = frame.with_columns(n_lists=pl.lit(0, dtype=pl.Int64))
    else:
        frame = frame.join(detection, on="symbol", how="left", maintain_order="left")
        frame = frame.with_columns(pl.col("n_lists").fill_null(0))
    exposed = pl.col("topology").is_in(EXPOSED) & pl.col("contaminant").is_null()
    return frame.with_columns(exposed=exposed)


def derive_interactions(
    cargo: pl.DataFrame, receptors: pl.DataFrame, pairs: pl.DataFrame, genes: pl.DataFrame
) -> pl.DataFrame:
    """Derive one row for each receptor, cell type and ligand of the receptor in the pair table.

    Parameters
    ----------
    cargo : polars.DataFrame
        symbol, tier, source, source_cell, species; one row a protein.
    receptors : polars.DataFrame
        symbol, cell_type, compartment, grade, evidence_kind, conflict, source, species, state;
        one row a receptor and cell type.
    pairs : polars.DataFrame
        ligand, receptor and, where known, pair_source; the built-in table where left out.
    genes : polars.DataFrame
        As :func:`derive_gene_covariates` returns them.

    Returns
    -------
    polars.DataFrame
        ligand, receptor, cell_type, compartment, state, reason, what was found about the ligand
        in the cargo, about the receptor, and the source of the pair. Sorted.
    """
    left = receptors.select(
        pl.col("symbol").alias("receptor"),
        "cell_type",
        "compartment",
        pl.col("state").alias("receptor_state"),
        pl.col("grade").alias("receptor_grade"),
        "evidence_kind",
        "conflict",
        pl.col("source").alias("receptor_source"),
        pl.col("species").alias("receptor_species"),
    )
    ligands = cargo.select(
        pl.col("symbol").alias("ligand"),
        pl.col("tier").alias("cargo_tier"),
        pl.col("source").alias("cargo_source"),
        pl.col("source_cell").alias("cargo_source_cell"),
        pl.col("species").alias("cargo_species"),
    )
    known = genes.select(
        pl.col("symbol").alias("ligand"), "topology", "topology_rule", "contaminant", "exposed"
    )
    joined = left.join(pairs, on="receptor").join(ligands, on="ligand", how="left")
    joined = joined.join(known, on="ligand", how="left").with_columns(
        pl.col("topology").fill_null("unknown"),
        pl.col("topology_rule").fill_null("no_annotation"),
        pl.col("exposed").fill_null(value=False),
        pair_source=pl.col("pair_source")
        if "pair_source" in pairs.columns
        else pl.lit(PAIR_SOURCE),
    )
    judged = joined.with_columns(state=_judge_state(), reason=_give_reason())
    first = ["ligand", "receptor", "cell_type", "compartment", "state", "reason"]
    kept = pl.exclude(*first, "exposed", "receptor_state")
    return judged.select(*first, kept).sort("receptor", "cell_type", "ligand")


def _in_cargo() -> pl.Expr:
    return pl.col("cargo_tier").is_not_null()


def _is_luminal() -> pl.Expr:
    return (pl.col("topology") == "luminal") & pl.col("contaminant").is_null()


def _judge_state() -> pl.Expr:
    absent = (pl.col("receptor_state") == "absent") | _is_luminal()
    unknown = (pl.col("receptor_state") == "unknown") | ~_in_cargo() | ~pl.col("exposed")
    return (
        pl.when(absent)
        .then(pl.lit("absent"))
        .when(unknown)
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("present"))
    )


def _explain_protein() -> pl.Expr:
    """Say why a listed protein is no candidate; null where nothing speaks against it."""
    contaminant = pl.format(
        "matches the contamination rule '{}': the origin cannot be told", pl.col("contaminant")
    )
    topology = pl.col("topology_rule").replace_strict(TOPOLOGY_REASONS, default=None)
    return pl.when(pl.col("contaminant").is_not_null()).then(contaminant).otherwise(topology)


def _give_reason() -> pl.Expr:
    listed = pl.format(
        "ligand is in the cargo and {}; the receptor is listed on the cell type",
        pl.col("topology"),
    )
    return (
        pl.when(pl.col("receptor_state") == "absent")
        .then(pl.lit(_RECEPTOR_ABSENT))
        .when(_is_luminal())
        .then(_explain_protein())
        .when(~_in_cargo())
        .then(pl.lit(_NOT_LISTED))
        .when(_explain_protein().is_not_null())
        .then(_explain_protein())
        .when(pl.col("receptor_state") == "unknown")
        .then(pl.lit(_RECEPTOR_UNKNOWN))
        .otherwise(listed)
    )


def derive_excluded(
    cargo: pl.DataFrame, receptors: pl.DataFrame, pairs: pl.DataFrame, genes: pl.DataFrame
) -> pl.DataFrame:
    """Derive the cargo proteins that make no candidates, each with the reason.

    Returns
    -------
    polars.DataFrame
        symbol, tier, kind (topology, topology_unknown, contaminant, not_in_gene_table), topology,
        topology_rule, reason, n_pairs: how many pairs with a listed receptor that keeps out.
    """
    listed = receptors.select(pl.col("symbol").alias("receptor")).unique()
    counted = pairs.join(listed, on="receptor").group_by("ligand").agg(n_pairs=pl.len())
    frame = cargo.select("symbol", "tier").join(genes, on="symbol", how="left")
    frame = frame.filter(~pl.col("exposed").fill_null(value=False))
    kind = (
        pl.when(pl.col("topology").is_null())
        .then(pl.lit("not_in_gene_table"))
        .when(pl.col("contaminant").is_not_null())
        .then(pl.lit("contaminant"))
        .when(pl.col("topology") == "luminal")
        .then(pl.lit("topology"))
        .otherwise(pl.lit("topology_unknown"))
    )
    missing = pl.lit("names no human protein-coding gene of the gene table")
    frame = frame.join(counted, left_on="symbol", right_on="ligand", how="left")
    return frame.select(
        "symbol",
        "tier",
        kind.alias("kind"),
        pl.col("topology").fill_null("unknown"),
        pl.col("topology_rule").fill_null("no_annotation"),
        pl.when(pl.col("topology").is_null())
        .then(missing)
        .otherwise(_explain_protein())
        .alias("reason"),
        pl.col("n_pairs").fill_null(0).cast(pl.Int64),
    ).sort("symbol")
