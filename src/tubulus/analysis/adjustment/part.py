"""The part of an analysis that makes arms comparable which nobody drew by lot."""

from __future__ import annotations

from tubulus.analysis.adjustment.bootstrap import list_bootstrapped
from tubulus.analysis.adjustment.contrasts import list_contrasts
from tubulus.analysis.adjustment.estimate import list_adjusted
from tubulus.analysis.adjustment.foundations import list_foundations
from tubulus.analysis.adjustment.tables import derive_balance_tables
from tubulus.analysis.parts import AnalysisContext, PartResult
from tubulus.core.estimates import Estimate

__all__ = ["derive_adjustment"]


def derive_adjustment(context: AnalysisContext, rows: tuple[Estimate, ...]) -> PartResult:
    """Derive adjusted contrasts, what they rest on, and the tables of balance and overlap.

    In a randomised study the arms are alike but for chance: the balance of the covariates is
    described and nothing is weighted.
    """
    del rows
    adjustment = context.plan.adjustment
    if adjustment is None:
        return PartResult()
    contrasts = tuple(list_contrasts(context))
    weighted = not context.is_randomised
    tables = derive_balance_tables(
        contrasts, adjustment, weighted=weighted, provenance=context.provenance
    )
    if not weighted:
        return PartResult(tables=tables)
    found = [
        row
        for contrast in contrasts
        for row in (*list_adjusted(contrast, adjustment), *list_foundations(contrast, adjustment))
    ]
    found.extend(list_bootstrapped(context, contrasts, adjustment))
    return PartResult(tuple(found), tables)
