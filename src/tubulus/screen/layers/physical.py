"""Evidence that ligand and receptor were seen to interact physically."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tubulus.screen.layers.record import make_evidence
from tubulus.screen.network.files.reading import InteractionTable

__all__ = ["derive_physical_layer"]

# what the interface of STRING calls high confidence
_HIGH_SCORE = 0.7
_MEASURE = (
    "grade: 3 systematic binary screen; 2 two or more publications, or STRING score of at least "
    "0.7; 1 anything less"
)
_KEYS = ["ligand", "receptor"]
_PLAIN = " (list of pairs)"


def derive_physical_layer(pairs: pl.DataFrame, sources: Sequence[InteractionTable]) -> pl.DataFrame:
    """Derive the layer ``physical``: in which physical networks each pair stands.

    Parameters
    ----------
    pairs : polars.DataFrame
        ligand, receptor; repeats do not matter.
    sources : sequence of InteractionTable
        Networks of physical interactions.

    Returns
    -------
    polars.DataFrame
        Columns of ``EVIDENCE_SCHEMA``, one row a pair. ``value`` is the grade of the best source.
        A pair in none of them is ``unknown``, never ``absent``: literature tells what was studied,
        and of a screen only the hits are published, not the pairs that were tried.

    Raises
    ------
    ValueError
        If a source is signalling, whose edges are no binding.
    """
    foreign = [table.source for table in sources if table.evidence == "signalling"]
    if foreign:
        raise ValueError(
            f"signalling edges are no binding: {', '.join(foreign)}; use them for the layer "
            "downstream"
        )
    asked = pairs.select(_KEYS).unique()
    seen = [_grade(asked, table) for table in sources]
    empty = pl.DataFrame(schema={**asked.schema, "value": pl.Float64, "label": pl.String})
    empty = empty.with_columns(source=pl.lit(""))
    found = pl.concat([empty, *seen]).group_by(_KEYS, maintain_order=True)
    best = found.agg(
        pl.col("value").max(), pl.col("label").str.join("; "), pl.col("source").str.join("; ")
    )
    listed = {*_list_genes(sources)}
    searched = ", ".join(table.source for table in sources) or "no network"
    rows = asked.join(best, on=_KEYS, how="left").with_columns(
        known_ligand=pl.col("ligand").is_in(listed), known_receptor=pl.col("receptor").is_in(listed)
    )
    present = pl.col("value").is_not_null()
    return make_evidence(
        "physical",
        rows.with_columns(
            state=pl.when(present).then(pl.lit("present")).otherwise(pl.lit("unknown")),
            reason=pl.when(present)
            .then(pl.lit("physical interaction listed"))
            .otherwise(_explain(searched)),
            label=pl.col("label").fill_null("not listed"),
            source=pl.col("source").fill_null(searched),
            measure=pl.lit(_MEASURE),
        ),
    )


def _explain(searched: str) -> pl.Expr:
    """Say why a pair is unknown."""
    place = pl.lit(searched)
    untried = pl.format("the pair is not in {}; whether it was ever tried is not known", place)
    return (
        pl.when(~pl.col("known_ligand"))
        .then(pl.format("{} has no interaction in {}", "ligand", place))
        .when(~pl.col("known_receptor"))
        .then(pl.format("{} has no interaction in {}", "receptor", place))
        .otherwise(untried)
    )


def _list_genes(sources: Sequence[InteractionTable]) -> set[str]:
    return {name for table in sources for end in ("first", "second") for name in table.pairs[end]}


def _say_untold(table: InteractionTable) -> str:
    """Say what a pair without publications is: a plain list does not tell even how it was seen."""
    name, is_list, _ = table.source.partition(_PLAIN)
    if is_list:
        return f"listed in {name}; the kind of measurement is not told"
    return "literature, number of publications not told"


def _grade(asked: pl.DataFrame, table: InteractionTable) -> pl.DataFrame:
    """Grade the pairs that a network lists, whichever end comes first."""
    ordered = asked.with_columns(first=pl.min_horizontal(_KEYS), second=pl.max_horizontal(_KEYS))
    rows = ordered.join(table.pairs, on=["first", "second"])
    score, papers = pl.col("score"), pl.col("papers")
    if table.evidence == "systematic":
        value, label = pl.lit(3.0), pl.lit("systematic binary screen")
    elif table.evidence == "score":
        value = pl.when(score >= _HIGH_SCORE).then(2.0).otherwise(1.0)
        label = pl.format("physical score {}", score.round(2))
    else:
        value = pl.when(papers >= 2).then(2.0).otherwise(1.0)
        label = (
            pl.when(papers == 1)
            .then(pl.lit("literature, 1 publication"))
            .when(papers > 1)
            .then(pl.format("literature, {} publications", papers))
            .otherwise(pl.lit(_say_untold(table)))
        )
    return rows.select(
        *_KEYS, value=value.cast(pl.Float64), label=label, source=pl.lit(table.source)
    )
