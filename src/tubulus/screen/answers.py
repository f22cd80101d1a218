"""The answers to the questions that the screen asks of the whole cargo."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tubulus.screen.evidence import EXPOSED
from tubulus.screen.nulls.abundance import AbundanceTest, compute_abundance_test
from tubulus.screen.nulls.comparator import ComparatorRank, rank_among_lists
from tubulus.screen.nulls.layout import lay_out_null
from tubulus.screen.nulls.strata import assign_strata
from tubulus.screen.nulls.surprise import (
    NullName,
    SurpriseRow,
    describe_abundance,
    describe_global_test,
    describe_rank,
    explain_missing,
)
from tubulus.screen.nulls.whole_cargo import FEWEST_PROTEINS, GlobalTest, compute_global_test
from tubulus.screen.plan import ScreenPlan

__all__ = ["answer_questions", "rank_cargo"]

# Proteins of a class that are compared with each other in abundance. They must be alike in study
# attention: among 25, a trend of quantity in attention passed for abundance of ligands.
_PROTEINS_PER_STRATUM = 10


def answer_questions(
    plan: ScreenPlan, global_test: GlobalTest, rank: ComparatorRank | None
) -> list[SurpriseRow]:
    """Answer the questions that the plan's inputs allow.

    Parameters
    ----------
    plan : ScreenPlan
        The plan of the screen.
    global_test : GlobalTest
        The test against the null that the plan asks for.
    rank : ComparatorRank or None
        Rank among other vesicle proteomes.

    Returns
    -------
    list of SurpriseRow
        One for each null that this room computes from the inputs.
    """
    asked = _name_null(plan)
    rows = [describe_global_test(asked, global_test, drawn=True)]
    if asked == "matched_detection":
        rows.append(_test_against(plan, "matched"))
    if asked == "uniform":
        instead = 'null = "uniform" was asked for, which is discouraged'
        rows += [
            explain_missing(null, instead, key="null") for null in ("matched", "matched_detection")
        ]
    elif plan.settings.show_uniform:
        rows.append(_test_against(plan, "uniform"))
    if rank is not None:
        rows.append(describe_rank(rank))
    return [*_withhold_small(plan, rows), *_compare_abundance(plan)]


def _withhold_small(plan: ScreenPlan, rows: list[SurpriseRow]) -> list[SurpriseRow]:
    """Take back what was asked of random sets where the cargo is too small to be asked."""
    counted = plan.inputs.select_tested_cargo(plan.settings).height
    if counted >= FEWEST_PROTEINS:
        return rows
    reason = f"{counted} proteins of the cargo count, and {FEWEST_PROTEINS} are needed"
    drawn = {"matched", "matched_detection", "uniform"}
    return [
        explain_missing(row.null, reason) if row.null in drawn and row.p is not None else row
        for row in rows
    ]


def _name_null(plan: ScreenPlan) -> NullName:
    if plan.settings.null == "uniform":
        return "uniform"
    return "matched" if plan.inputs.detection is None else "matched_detection"


def _test_against(plan: ScreenPlan, null: NullName) -> SurpriseRow:
    """Test the cargo in closed form against a null that the plan does not rest on."""
    inputs = plan.inputs
    settings = plan.settings.model_copy(
        update={"null": "uniform" if null == "uniform" else "matched"}
    )
    covariates = plan.covariates.with_columns(n_lists=pl.lit(0, dtype=pl.Int64))
    layout = lay_out_null(covariates, inputs.pairs, inputs.receptors, settings)
    design = layout.make_design(inputs.select_tested_cargo(settings)["symbol"].to_list())
    return describe_global_test(null, compute_global_test(design), drawn=False)


def rank_cargo(plan: ScreenPlan) -> ComparatorRank | None:
    """Rank the cargo among the comparator lists; None where there are none to use."""
    inputs, design = plan.inputs, plan.design
    if inputs.comparator is None:
        return None
    weights = design.incidence.sum(axis=1).tolist()
    return rank_among_lists(
        frozenset(inputs.select_tested_cargo(plan.settings)["symbol"].to_list()),
        inputs.comparator,
        dict(zip(design.ligands, weights, strict=True)),
        own=frozenset(inputs.cargo["symbol"].to_list()),
        min_genes=plan.settings.comparator_min_genes,
    )


def _compare_abundance(plan: ScreenPlan) -> Sequence[SurpriseRow]:
    """Compare candidate ligands with other exposed cargo proteins of their class and attention."""
    cargo = plan.inputs.select_tested_cargo(plan.settings)
    if "quantity" not in cargo.columns:
        return ()
    unit = pl.col("quantity_unit") if "quantity_unit" in cargo.columns else pl.lit("")
    quantity = pl.col("quantity").cast(pl.Float64)
    frame = cargo.select("symbol", quantity, unit=unit.fill_null(""))
    # ties in attention are cut in the order of the rows, which must not be that of a file
    frame = frame.join(plan.covariates, on="symbol").filter("exposed").sort("symbol")
    # zero is how programs write that nothing was quantified
    measured = frame.filter(pl.col("quantity").is_finite() & (pl.col("quantity") > 0))
    test = _test_abundance(measured, plan) if measured.height else None
    if test is None:
        return ()
    return (describe_abundance(test, missing=frame.height - measured.height),)


def _test_abundance(measured: pl.DataFrame, plan: ScreenPlan) -> AbundanceTest | None:
    """Test within topology class, unit of the quantity, and similar study attention."""
    classes = measured["topology"].replace_strict(list(EXPOSED), [0, 1], return_dtype=pl.Int64)
    units = measured["unit"].rank("dense").cast(pl.Int64)
    strata = assign_strata(
        (classes + 2 * units).to_numpy(),
        measured["attention"].to_numpy(),
        genes_per_stratum=_PROTEINS_PER_STRATUM,
    )
    ligands = measured["symbol"].is_in(plan.design.ligands)
    return compute_abundance_test(measured["quantity"].to_numpy(), ligands.to_numpy(), strata)
