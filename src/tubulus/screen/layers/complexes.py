"""The layer of complexes: whether the subunits that a pair needs are there together.

A complex is present only if all of its subunits are, absent if one of them is, and unknown
otherwise: a subunit of which nothing is known is unknown, never zero. Where a row that rests on
a reference or a curation of its own holds the pair without the complex, a lack of the complex is
no absence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import polars as pl

from tubulus.screen.knowledge.lineages import is_curation, is_related
from tubulus.screen.knowledge.pair_source import (
    CITED_KINDS,
    SUBUNIT_JOIN,
    PairSource,
    explode_pairs,
)
from tubulus.screen.knowledge.references import select_own_references
from tubulus.screen.layers.record import STATES, make_evidence

__all__ = [
    "Summary",
    "derive_complex_layer",
    "derive_complex_states",
    "list_pair_complexes",
]

Summary = Literal["geometric_mean", "minimum"]

_PAIR = ["ligand", "receptor"]
_PARTNERS = ["ligand_partner", "receptor_partner"]
_KEYS = [*_PAIR, "cell_type"]
_NO_COMPLEX = "no pair table in use names a complex for this pair; it may act without one"
_ALONE = "may act without the complex, of which {} is absent ({})"
_ORDER = ("present", "unknown", "absent")
_MEASURES: dict[Summary, str] = {
    "geometric_mean": "geometric mean of the receptor subunits",
    "minimum": "minimum of the receptor subunits",
}


def list_pair_complexes(sources: Sequence[PairSource]) -> pl.DataFrame:
    """List the complexes of which a pair of genes is a part.

    Parameters
    ----------
    sources : sequence of PairSource
        The pair tables in use.

    Returns
    -------
    polars.DataFrame
        ligand, receptor (genes), ligand_partner, receptor_partner and source: the tables that
        name it. Sorted. Of a pair that has a complex, both partners may be the genes themselves
        in one row: then a row without the complex holds it that cites a reference of its own, or
        that stands in a table which is no relative of those that name the complex.
    """
    if not sources:
        return pl.DataFrame(schema=dict.fromkeys([*_PAIR, *_PARTNERS, "source"], pl.String))
    rows = pl.concat([_list_rows(source) for source in sources])
    joint = pl.any_horizontal(pl.col(_PARTNERS).str.contains(SUBUNIT_JOIN, literal=True))
    whole, single = rows.filter(joint), rows.filter(~joint)
    kept = pl.concat([whole, _select_rivals(single, whole)])
    joined = kept.group_by(*_PAIR, *_PARTNERS)
    return joined.agg(pl.col("source").unique().sort().str.join("; ")).sort(*_PAIR, *_PARTNERS)


def _list_rows(source: PairSource) -> pl.DataFrame:
    """List the gene pairs of a table, with its name and whether a row cites a paper of its own."""
    table = pl.format("{} ({})", "resource", pl.lit(source.label))
    # a curated complex of the built-in table has its citation in the notes
    cited = pl.col("notes") != ""
    named = pl.when(cited).then("notes").otherwise(table) if source.kind == "builtin" else table
    own = {
        text: bool(select_own_references(filter(None, text.split("; "))))
        and source.kind in CITED_KINDS
        for text in source.rows["references"].unique()
    }
    is_own = pl.col("references").replace_strict(own, default=False, return_dtype=pl.Boolean)
    return explode_pairs(source.rows).select(
        *_PAIR, *_PARTNERS, "resource", source=named, is_own=is_own
    )


def _select_rivals(single: pl.DataFrame, whole: pl.DataFrame) -> pl.DataFrame:
    """Select the rows of a pair alone that stand against the rows of its complexes."""
    naming = whole.group_by(_PAIR).agg(naming=pl.col("resource").unique().sort().str.join("\t"))
    asked = single.join(naming, on=_PAIR)
    tables = asked.select("resource", "naming").unique()
    other = tables.filter(
        pl.Series(
            [
                is_curation(one) and not any(is_related(one, name) for name in names.split("\t"))
                for one, names in tables.iter_rows()
            ],
            dtype=pl.Boolean,
        )
    ).with_columns(is_other=True)
    judged = asked.join(other, on=["resource", "naming"], how="left")
    stands = pl.col("is_own") | pl.col("is_other").fill_null(value=False)
    return judged.filter(stands).select(single.columns)


def derive_complex_states(
    complexes: Sequence[str],
    states: pl.DataFrame,
    cell_types: Sequence[str],
    *,
    summary: Summary = "geometric_mean",
) -> pl.DataFrame:
    """Derive the state of complexes on cell types from that of their subunits.

    Parameters
    ----------
    complexes : sequence of str
        Subunits joined by ``+``; a single gene is a complex of one.
    states : polars.DataFrame
        gene, cell_type, state, and ``value`` (not negative, null where unknown) where there is
        one; one row a gene and cell type. What has no row is unknown.
    cell_types : sequence of str
        Cell types asked about.
    summary : str
        How values of subunits become one.

    Returns
    -------
    polars.DataFrame
        complex, cell_type, state, value (null unless the value of every subunit is known),
        n_unknown, unknown and absent (names of such subunits, joined by ``", "``). Sorted.

    Raises
    ------
    ValueError
        If a gene has two rows on one cell type, a state is not known or a value is negative.

    Notes
    -----
    Geometric mean: (v_1 v_2 ... v_n)^(1/n), which is 0 if one value is.
    """
    known = _check_states(states)
    names = pl.DataFrame({"complex": sorted(set(complexes))}, schema={"complex": pl.String})
    cells = pl.DataFrame({"cell_type": sorted(set(cell_types))}, schema={"cell_type": pl.String})
    subunits = names.with_columns(gene=pl.col("complex").str.split(SUBUNIT_JOIN)).explode("gene")
    asked = subunits.join(cells, how="cross").join(known, on=["gene", "cell_type"], how="left")
    state = pl.col("state").fill_null("unknown")
    value = pl.col("value").log().mean().exp() if summary == "geometric_mean" else pl.min("value")
    grouped = asked.group_by("complex", "cell_type").agg(
        n_unknown=(state == "unknown").sum().cast(pl.Int64),
        n_absent=(state == "absent").sum(),
        unknown=pl.col("gene").filter(state == "unknown").sort().str.join(", "),
        absent=pl.col("gene").filter(state == "absent").sort().str.join(", "),
        value=pl.when(pl.col("value").is_null().any()).then(None).otherwise(value),
    )
    judged = grouped.select(
        "complex",
        "cell_type",
        state=_judge(pl.col("n_absent") > 0, pl.col("n_unknown") > 0),
        value="value",
        n_unknown="n_unknown",
        unknown="unknown",
        absent="absent",
    )
    return judged.sort("complex", "cell_type")


def _judge(absent: pl.Expr, unknown: pl.Expr) -> pl.Expr:
    return (
        pl.when(absent)
        .then(pl.lit("absent"))
        .when(unknown)
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("present"))
    )


def _check_states(states: pl.DataFrame) -> pl.DataFrame:
    """Return gene, cell_type, state and value after a look at them."""
    value = pl.col("value") if "value" in states.columns else pl.lit(None)
    frame = states.select("gene", "cell_type", "state", value=value.cast(pl.Float64))
    if frame.select(pl.struct("gene", "cell_type").is_duplicated().any()).item():
        raise ValueError("the states say two things of one gene on one cell type")
    if not frame["state"].is_in(STATES).all():
        raise ValueError(f"a state of a subunit is none of {', '.join(STATES)}")
    if (frame["value"] < 0).any():
        raise ValueError("the value of a subunit is below 0")
    return frame


def derive_complex_layer(
    interactions: pl.DataFrame,
    complexes: pl.DataFrame,
    receptor_states: pl.DataFrame,
    ligand_states: pl.DataFrame,
    *,
    summary: Summary = "geometric_mean",
) -> pl.DataFrame:
    """Derive the state of the complexes that interactions need as rows of evidence.

    Parameters
    ----------
    interactions : polars.DataFrame
        ligand, receptor, cell_type; repeated ones count once.
    complexes : polars.DataFrame
        As :func:`list_pair_complexes` returns it.
    receptor_states : polars.DataFrame
        receptor, cell_type, state, and ``value`` (with one unit, not negative) where known.
    ligand_states : polars.DataFrame
        ligand, state: what the cargo says; a protein that has no row is unknown.
    summary : str
        How the values of receptor subunits become one.

    Returns
    -------
    polars.DataFrame
        Rows of the layer ``complex``, one an interaction. Of several complexes the most
        favourable is taken: present before unknown before absent, then the fewest unknown
        subunits, then the largest value, then the fewest subunits, then the one that more tables
        name (which breaks ties and is no evidence). ``label`` names it. A pair without a known
        complex is unknown, and so is one whose complexes are absent where it may act without
        them: a row holds the pair alone, and neither gene is absent itself.

    Notes
    -----
    The ligand side and the receptor side must both be complete. ``value`` speaks of the receptor
    side alone: amounts of cargo and of receptors have different units.
    """
    asked = interactions.select(_KEYS).unique()
    alone = pl.all_horizontal(pl.col(a) == pl.col(b) for a, b in zip(_PAIR, _PARTNERS, strict=True))
    rivals = complexes.filter(alone).select(*_PAIR, rival="source")
    needed = asked.join(complexes.filter(~alone), on=_PAIR)
    receptor_side = derive_complex_states(
        needed["receptor_partner"].to_list(),
        receptor_states.rename({"receptor": "gene"}),
        needed["cell_type"].to_list(),
        summary=summary,
    )
    # the cargo is one place, so that its proteins need no cell type
    cargo = ligand_states.select(gene="ligand", cell_type=pl.lit(""), state="state")
    ligand_side = derive_complex_states(needed["ligand_partner"].to_list(), cargo, [""])
    ligand_side = ligand_side.select(
        pl.col("complex").alias("ligand_partner"),
        pl.col("state", "n_unknown", "unknown", "absent").name.prefix("ligand_"),
    )
    joined = needed.join(
        receptor_side.rename({"complex": "receptor_partner"}), on=["receptor_partner", "cell_type"]
    ).join(ligand_side, on="ligand_partner")
    best = _allow_rivals(_choose(joined), rivals)
    rows = asked.join(best, on=_KEYS, how="left").with_columns(
        pl.col("state").fill_null("unknown"),
        pl.col("label").fill_null("no complex named"),
        pl.col("reason").fill_null(_NO_COMPLEX),
        pl.col("source").fill_null(""),
        measure=pl.lit(_MEASURES[summary]),
    )
    return make_evidence("complex", rows)


def _choose(joined: pl.DataFrame) -> pl.DataFrame:
    """Choose the most favourable complex of each interaction, and say what it lacks."""
    sides = pl.col("state", "ligand_state")
    judged = joined.with_columns(
        state=_judge(
            pl.any_horizontal(sides == "absent"),
            pl.any_horizontal(sides == "unknown"),
        ),
        lacking=pl.col("n_unknown") + pl.col("ligand_n_unknown"),
        unknown=_join_names("unknown", "ligand_unknown"),
        absent=_join_names("absent", "ligand_absent"),
    )
    order = pl.col("state").replace_strict({name: i for i, name in enumerate(_ORDER)})
    partners = pl.col("receptor_partner") + SUBUNIT_JOIN + pl.col("ligand_partner")
    counts = {
        "subunits": partners.str.count_matches(SUBUNIT_JOIN, literal=True),
        "tables": pl.col("source").str.count_matches("; ", literal=True),
    }
    first = judged.with_columns(order=order, **counts).sort(
        "order", "lacking", "value", "subunits", "tables", "receptor_partner", "ligand_partner",
        descending=[False, False, True, False, True, False, False], nulls_last=True,
    ).unique(_KEYS, keep="first", maintain_order=True)  # fmt: skip
    reason = (
        pl.when(pl.col("state") == "absent")
        .then(pl.format("absent: {}", "absent"))
        .when(pl.col("state") == "unknown")
        .then(pl.format("unknown: {}", "unknown"))
        .otherwise(pl.lit("all subunits are present"))
    )
    label = pl.format("{} with {}", "ligand_partner", "receptor_partner")
    return first.select(*_KEYS, "state", "value", "source", "absent", label=label, reason=reason)


def _allow_rivals(best: pl.DataFrame, rivals: pl.DataFrame) -> pl.DataFrame:
    """Take an absent complex for unknown where the pair may act without it."""
    lacking = pl.col("absent").str.split(", ")
    holds = pl.all_horizontal(~lacking.list.contains(pl.col(name)) for name in _PAIR)
    allowed = (pl.col("state") == "absent") & pl.col("rival").is_not_null() & holds
    reason = pl.format(f"unknown: {_ALONE}", "absent", "rival")
    return best.join(rivals, on=_PAIR, how="left").with_columns(
        state=pl.when(allowed).then(pl.lit("unknown")).otherwise("state"),
        value=pl.when(~allowed).then("value"),
        reason=pl.when(allowed).then(reason).otherwise("reason"),
    )


def _join_names(*columns: str) -> pl.Expr:
    """Join the names of the receptor side and of the ligand side."""
    parts = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in columns]
    return pl.concat_str(parts, separator=", ", ignore_nulls=True)
