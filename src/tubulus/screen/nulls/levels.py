"""The tests of receptors, cell types and pairs, with their false discovery rates."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tubulus.screen.nulls.discovery_rates import (
    compute_bh_q,
    compute_exact_fdr,
    compute_permutation_fdr,
    compute_receptor_q,
)
from tubulus.screen.nulls.exact import (
    compute_least_p,
    compute_pair_distribution,
    compute_range,
    compute_receptor_p,
    compute_receptor_tails,
    compute_upper_tail,
)
from tubulus.screen.nulls.null_sets import ChunkCounts, NullDesign

__all__ = ["derive_cell_type_tests", "derive_pair_p", "derive_receptor_tests"]

Floats = NDArray[np.float64]


def derive_receptor_tests(
    receptors: pl.DataFrame,
    interactions: pl.DataFrame,
    design: NullDesign,
    counts: ChunkCounts,
) -> pl.DataFrame:
    """Derive the test of each receptor on each cell type.

    Parameters
    ----------
    receptors : polars.DataFrame
        symbol, cell_type, compartment, grade, evidence_kind, conflict, state.
    interactions : polars.DataFrame
        As the evidence module derives them.
    design : NullDesign
        The null.
    counts : ChunkCounts
        What all random sets together gave.

    Returns
    -------
    polars.DataFrame
        One row a receptor and cell type. The cell types of one receptor share its p: the cargo
        is compared with the receptor's ligands, which do not differ between cells. Rows that
        could not be tested (state of the receptor, no ligand) have no p and do not enter the
        false discovery rate.

    Notes
    -----
    ``q_receptor`` is the false discovery rate over receptors, one test each, and decides;
    ``q`` is the one over receptor x cell-type rows. Both rest on ``p_exact``: the simulated ``p``
    has a floor of 1 / (sets + 1) and its own noise, by which a verdict would change with the
    seed (decision 0005). ``fdr_permutation`` (receptors, one test each) and
    ``fdr_permutation_rows`` (rows) are the rates at that row's ``p_exact`` by the random sets
    themselves, ``fdr_exact`` the first of them in closed form: a second opinion that decides
    nothing. ``n_unknown`` counts the ligands of unknown state, ``n_not_listed``
    those among them that the cargo does not list.
    """
    states = pl.col("state")
    unlisted = (states == "unknown") & pl.col("cargo_tier").is_null()
    counted = interactions.group_by("receptor", "cell_type").agg(
        n_ligands=pl.len(),
        n_candidates=(states == "present").sum(),
        n_unknown=(states == "unknown").sum(),
        n_not_listed=unlisted.sum(),
    )
    frame = receptors.select(
        pl.col("symbol").alias("receptor"),
        "cell_type",
        "compartment",
        "grade",
        "evidence_kind",
        "conflict",
        pl.col("state").alias("receptor_state"),
    )
    keys = ["receptor", "cell_type"]
    frame = frame.join(counted, on=keys, how="left", maintain_order="left")
    tests = _tabulate(receptors, design, counts)
    frame = frame.join(tests, on="receptor", how="left", maintain_order="left")
    numbers = ["n_ligands", "n_candidates", "n_unknown", "n_not_listed", "n_partners"]
    frame = frame.with_columns(pl.col(numbers).fill_null(0).cast(pl.Int64))
    tested = (pl.col("receptor_state") == "present") & (pl.col("n_ligands") > 0)
    rates = ["fdr_exact", "fdr_permutation", "fdr_permutation_rows"]
    columns = ["expected", "fold", "p", "p_exact", "smallest_p", *rates]
    frame = frame.with_columns(
        *(pl.when(tested).then(pl.col(c)).alias(c) for c in columns), *_judge()
    )
    return _add_q(frame).drop("receptor_state").sort(keys)


def _tabulate(receptors: pl.DataFrame, design: NullDesign, counts: ChunkCounts) -> pl.DataFrame:
    """Return expectation, p and false discovery rate by random sets of each receptor."""
    expected = design.incidence.T.astype(np.float64) @ design.compute_inclusion_probability()
    observed = design.count_observed_partners()
    tails = compute_receptor_tails(design)
    exact, least = compute_receptor_p(design, tails)
    fold = np.divide(observed, expected, out=np.full(expected.size, np.nan), where=expected > 0)
    present = receptors.filter(pl.col("state") == "present")["symbol"].to_list()
    rows = Counter(present)
    weights = np.array([rows[name] for name in design.receptors], dtype=np.int64)
    partner_sets = counts.partner_sets
    return pl.DataFrame(
        {
            "receptor": design.receptors,
            "n_partners": observed,
            "expected": expected,
            "fold": pl.Series(fold).fill_nan(None),
            "p": (1 + counts.receptor_hits) / (counts.sets + 1),
            "p_exact": exact,
            "smallest_p": np.maximum(least, 1 / (counts.sets + 1)),
            "fdr_exact": compute_exact_fdr(exact, tails),
            "fdr_permutation": compute_permutation_fdr(exact, tails, partner_sets),
            "fdr_permutation_rows": compute_permutation_fdr(exact, tails, partner_sets, weights),
        },
        schema_overrides={"receptor": pl.String},
    )


def _judge() -> tuple[pl.Expr, pl.Expr]:
    """Return the state of a row and its reason."""
    said = pl.col("receptor_state")
    no_ligand, found = pl.col("n_ligands") == 0, pl.col("n_candidates") > 0
    open_ = pl.col("n_unknown") > 0
    listed = pl.col("n_unknown") - pl.col("n_not_listed")
    state = (
        pl.when((said == "present") & found)
        .then(pl.lit("present"))
        .when((said == "unknown") | no_ligand | ((said == "present") & open_))
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("absent"))
    )
    reason = (
        pl.when(said != "present")
        .then(pl.format("the receptor table states the receptor as {} on this cell type", said))
        .when(no_ligand)
        .then(pl.lit("the pair table has no ligand of this receptor"))
        .when(found)
        .then(pl.format("{} of {} ligands are candidates", "n_candidates", "n_ligands"))
        .when(listed > 0)
        .then(pl.format("{} listed ligands, none certainly exposed by a vesicle", listed))
        .when(open_)
        .then(pl.format("none of {} ligands is in the cargo list", "n_ligands"))
        .otherwise(pl.format("all of {} ligands are luminal", "n_ligands"))
    )
    return state.alias("state"), reason.alias("reason")


def _add_q(frame: pl.DataFrame) -> pl.DataFrame:
    tested = frame.filter(pl.col("p_exact").is_not_null())
    q = compute_receptor_q(tested["receptor"].to_list(), tested["p_exact"].to_numpy())
    known = tested.select("receptor", "cell_type").with_columns(
        q=pl.Series(q[0], dtype=pl.Float64), q_receptor=pl.Series(q[1], dtype=pl.Float64)
    )
    return frame.join(known, on=["receptor", "cell_type"], how="left", maintain_order="left")


def derive_cell_type_tests(
    receptors: pl.DataFrame, design: NullDesign, counts: ChunkCounts
) -> pl.DataFrame:
    """Derive the test of each cell type: its candidate pairs against random sets.

    Parameters
    ----------
    receptors : polars.DataFrame
        symbol, cell_type, compartment, state.
    design : NullDesign
        The null.
    counts : ChunkCounts
        What all random sets together gave.

    Returns
    -------
    polars.DataFrame
        cell_type, compartment, n_receptors (tested ones that are present on it), n_partners
        (pairs of a counted cargo protein with one of them), expected, fold, low, high (95 % of
        random sets), p, p_exact, q, smallest_p, state (computed, not_computed), reason.

    Notes
    -----
    Cell types share receptors, so their tests are dependent: two cell types with the same
    receptors have the same p and are one finding. ``q`` (Benjamini-Hochberg over cell types)
    rests on ``p_exact``. It is proven for positive regression dependence (Benjamini and
    Yekutieli, Ann Stat 2001;29:1165), which shared receptors make plausible and do not prove;
    the calibration measures it. The test asks whether the cargo has many partners on this cell
    type compared with random proteins, not compared with other cell types.
    """
    rows = [_test_cell_type(design, counts, i) for i in range(len(design.cell_types))]
    tested = pl.DataFrame(rows, schema=_CELL_TYPE_NUMBERS, orient="row")
    tested = tested.with_columns(q=pl.Series(compute_bh_q(tested["p_exact"].to_numpy())))
    compartments = pl.col("compartment").unique().sort().str.join("; ")
    frame = receptors.group_by("cell_type").agg(compartments)
    frame = frame.join(tested, on="cell_type", how="left").sort("cell_type")
    missing = pl.col("p_exact").is_null()
    reason = (
        pl.when(missing)
        .then(pl.lit("no receptor on it has a ligand that could be tested"))
        .otherwise(pl.format("tested receptors: {}", "n_receptors"))
    )
    return frame.with_columns(
        pl.col("n_receptors", "n_partners").fill_null(0),
        state=pl.when(missing).then(pl.lit("not_computed")).otherwise(pl.lit("computed")),
        reason=reason,
    )


_CELL_TYPE_NUMBERS = {
    "cell_type": pl.String(),
    "n_receptors": pl.Int64(),
    "n_partners": pl.Int64(),
    "expected": pl.Float64(),
    "fold": pl.Float64(),
    "low": pl.Int64(),
    "high": pl.Int64(),
    "p": pl.Float64(),
    "p_exact": pl.Float64(),
    "smallest_p": pl.Float64(),
}


def _test_cell_type(design: NullDesign, counts: ChunkCounts, column: int) -> tuple[object, ...]:
    """Return the numbers of one cell type in the order of ``_CELL_TYPE_NUMBERS``."""
    listed = design.get_membership()[:, column]
    weights = design.incidence[:, listed].sum(axis=1, dtype=np.int64)
    observed = int(weights[design.observed].sum())
    expected = float(weights @ design.compute_inclusion_probability())
    distribution = compute_pair_distribution(design, weights)
    return (
        design.cell_types[column],
        int(listed.sum()),
        observed,
        expected,
        observed / expected if expected > 0 else None,
        *compute_range(distribution),
        (1 + int(counts.cell_type_hits[column])) / (counts.sets + 1),
        compute_upper_tail(distribution, observed),
        max(compute_least_p(distribution), 1 / (counts.sets + 1)),
    )


def derive_pair_p(interactions: pl.DataFrame, design: NullDesign, p: Floats) -> pl.DataFrame:
    """Add ``p_pair`` to the candidates: how often a random set holds the ligand.

    Parameters
    ----------
    interactions : polars.DataFrame
        As the evidence module derives them.
    design : NullDesign
        The null.
    p : ndarray, shape (n_ligands,)
        Add-one p of each ligand of the design.

    Returns
    -------
    polars.DataFrame
        The same rows; ``p_pair`` is null where the interaction is no candidate or its ligand
        does not count in the tests.
    """
    known = pl.DataFrame(
        {"ligand": design.ligands, "p_pair": p}, schema_overrides={"ligand": pl.String}
    )
    counted = [name for name, has in zip(design.ligands, design.observed, strict=True) if has]
    frame = interactions.join(known, on="ligand", how="left", maintain_order="left")
    candidate = (pl.col("state") == "present") & pl.col("ligand").is_in(counted)
    return frame.with_columns(p_pair=pl.when(candidate).then(pl.col("p_pair")))
