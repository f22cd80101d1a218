"""The shortlist: candidate pairs in the order in which the evidence ranks them."""

from __future__ import annotations

import polars as pl

from tubulus.screen.integration.pair_scores import TIE_DIGITS
from tubulus.screen.settings import CARGO_TIERS, GRADES

__all__ = ["SHORTLIST_SCHEMA", "derive_shortlist"]

SHORTLIST_SCHEMA: dict[str, pl.DataType] = {
    "rank": pl.Int64(),
    "ligand": pl.String(),
    "receptor": pl.String(),
    "cell_types": pl.String(),
    "log_odds": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "posterior": pl.Float64(),
    "rra_p": pl.Float64(),
    "tier": pl.Int64(),
    "barrier": pl.String(),
    "disagreement": pl.Boolean(),
    "note": pl.String(),
}
"""Columns of the shortlist."""
_PAIR = ["ligand", "receptor"]
_KEYS = [*_PAIR, "cell_type"]
_SEPARATOR = "; "


def derive_shortlist(
    interactions: pl.DataFrame,
    scores: pl.DataFrame,
    evidence: pl.DataFrame,
    knowledge: pl.DataFrame,
    *,
    size: int,
) -> pl.DataFrame:
    """Derive the shortlist of a screen.

    Parameters
    ----------
    interactions : polars.DataFrame
        Interactions with their state.
    scores : polars.DataFrame
        Scores of the candidates, as
        :func:`~tubulus.screen.integration.pair_scores.derive_pair_scores` returns them.
    evidence : polars.DataFrame
        All layers.
    knowledge : polars.DataFrame
        What is known of each pair.
    size : int
        Number of pairs.

    Returns
    -------
    polars.DataFrame
        Columns of ``SHORTLIST_SCHEMA``, best first.

    Notes
    -----
    A pair stands once, with the scores and the grade of its best cell type: the one with the
    greatest log-odds, of these with the least p of the rank aggregation, of these where the
    receptor is known best. The order is that of the log-odds, to ``TIE_DIGITS`` decimals, then the
    p of the rank aggregation, then the tier of knowledge, then how the receptor is known
    (``GRADES``) and how the ligand was found (``CARGO_TIERS``); pairs that are equal in all of
    these share a rank and stand in the order of their names. A candidate whose complex lacks a
    subunit that is known to be absent does not come on the list.
    """
    complexes = evidence.filter(layer="complex").select(
        *_KEYS, complex_state="state", complex_name="label", complex_reason="reason"
    )
    found = (
        interactions.filter(state="present")
        .select(*_KEYS, "compartment", "conflict", *_order_support())
        .join(complexes, on=_KEYS, how="left", maintain_order="left")
        .filter(pl.col("complex_state").fill_null("unknown") != "absent")
        .join(scores.rename({"note": "said"}), on=_KEYS, how="left", maintain_order="left")
        .join(knowledge.select(*_PAIR, "tier"), on=_PAIR, how="left", maintain_order="left")
    )
    # sums of the same ratios must tie
    found = found.with_columns(pl.col("log_odds").round(TIE_DIGITS)).sort(
        "log_odds", "rra_p", "grade", "cell_type",
        descending=[True, False, False, False], nulls_last=True,
    )  # fmt: skip
    cells = pl.col("cell_type").sort().str.join(_SEPARATOR)
    pairs = (
        found.group_by(_PAIR, maintain_order=True)
        .agg(
            cells.alias("cell_types"),
            pl.col("log_odds", "low", "high", "posterior", "rra_p", "tier", "disagreement").first(),
            pl.col("grade", "method").first(),
            pl.col("compartment").unique().sort().str.join(_SEPARATOR).alias("barrier"),
            *_list_notes(),
        )
        .with_columns(_join_notes())
    )
    order = ["log_odds", "rra_p", "tier", "grade", "method"]
    ranked = pairs.sort(
        *order, *_PAIR, descending=[True, False, True, *4 * [False]], nulls_last=True
    ).with_columns(place=pl.int_range(1, pl.len() + 1))
    ranked = ranked.with_columns(rank=pl.col("place").min().over(order))
    return ranked.head(size).select(
        pl.col(name).cast(kind) for name, kind in SHORTLIST_SCHEMA.items()
    )


def _order_support() -> tuple[pl.Expr, pl.Expr]:
    """Give numbers to how the receptor is known and the ligand was found, the best first."""
    return (
        _number("receptor_grade", ("user", *GRADES)).alias("grade"),
        _number("cargo_tier", ("user", *CARGO_TIERS)).alias("method"),
    )


def _number(column: str, ordered: tuple[str, ...]) -> pl.Expr:
    places = {name: place for place, name in enumerate(ordered)}
    return pl.col(column).replace_strict(places, default=len(ordered), return_dtype=pl.Int64)


def _list_notes() -> tuple[pl.Expr, ...]:
    """List what a reader must know of the pair: scores, complexes, conflicts."""
    lacking = (pl.col("complex_state") == "unknown") & pl.col("complex_reason").str.starts_with(
        "unknown"
    )
    incomplete = pl.format("complex {} on {}: {}", "complex_name", "cell_type", "complex_reason")
    conflict = pl.format("conflict on {}: {}", "cell_type", "conflict")
    return (
        pl.col("said").first().replace("", None).alias("note_scores"),
        incomplete.filter(lacking).first().alias("note_complex"),
        conflict.filter(pl.col("conflict") != "").str.join(_SEPARATOR).alias("note_conflict"),
    )


def _join_notes() -> pl.Expr:
    notes = ("note_scores", "note_complex", "note_conflict")
    texts = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in notes]
    return pl.concat_str(texts, separator=_SEPARATOR, ignore_nulls=True).alias("note")
