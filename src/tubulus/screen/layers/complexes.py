"""The layer of complexes: whether the subunits that a pair needs are there together.

A complex is present only if all of its subunits are, absent if one of them is, and unknown
otherwise: a subunit of which nothing is known is unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import polars as pl

from tubulus.screen.knowledge.pair_source import SUBUNIT_JOIN, PairSource, explode_pairs
from tubulus.screen.layers.record import STATES, make_evidence

__all__ = [
    "Summary",
    "derive_complex_layer",
    "derive_complex_states",
    "list_pair_complexes",
]

Summary = Literal["geometric_mean", "minimum"]

_PAIR = ["ligand", "receptor"]
_KEYS = [*_PAIR, "cell_type"]
_NO_COMPLEX = "no pair table in use names a complex for this pair; it may act without one"
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
        ligand, receptor (genes), ligand_partner, receptor_partner (of which at least one is a
        complex) and source: the tables that name it. Sorted.
    """
    columns = ["ligand_partner", "receptor_partner"]
    parts = [
        explode_pairs(source.rows)
        .filter(pl.any_horizontal(pl.col(columns).str.contains(SUBUNIT_JOIN, literal=True)))
        .select(*_PAIR, *columns, source=_name_row(source))
        for source in sources
    ]
    if not parts:
        return pl.DataFrame(schema=dict.fromkeys([*_PAIR, *columns, "source"], pl.String))
    joined = pl.concat(parts).group_by(*_PAIR, *columns)
    return joined.agg(pl.col("source").unique().sort().str.join("; ")).sort(*_PAIR, *columns)


def _name_row(source: PairSource) -> pl.Expr:
    """Name a table, with the citation of a curated complex where the row has one."""
    if source.kind == "builtin":
        return pl.col("notes")
    return pl.format("{} ({})", "resource", pl.lit(source.label))


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
        complex is unknown.

    Notes
    -----
    The ligand side and the receptor side must both be complete. ``value`` speaks of the receptor
    side alone: amounts of cargo and of receptors have different units.
    """
    asked = interactions.select(_KEYS).unique()
    needed = asked.join(complexes, on=_PAIR)
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
    best = _choose(joined)
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
    return first.select(*_KEYS, "state", "value", "source", label=label, reason=reason)


def _join_names(*columns: str) -> pl.Expr:
    """Join the names of the receptor side and of the ligand side."""
    parts = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in columns]
    return pl.concat_str(parts, separator=", ", ignore_nulls=True)
