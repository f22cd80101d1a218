"""The part of an analysis that compares the levels of each estimand's stratum."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.parts import AnalysisContext, PartResult
from tubulus.analysis.subgroups.numbers import compare_numbers
from tubulus.analysis.subgroups.shares import compare_shares
from tubulus.analysis.subgroups.shrunken import SHRINKAGE_SCHEMA, list_curve, list_shrunken
from tubulus.analysis.subgroups.stratified import StratifiedContrast, list_levels
from tubulus.analysis.subgroups.tau import find_tau
from tubulus.core.estimates import Estimate

__all__ = ["COMPARED", "derive_subgroups"]

COMPARED: Mapping[str, Callable[[EstimandContext, str, str], StratifiedContrast]] = {
    "risk-difference": compare_shares,
    "ancova": compare_numbers,
}
"""Estimators whose contrast is compared between levels."""


def derive_subgroups(context: AnalysisContext, rows: tuple[Estimate, ...]) -> PartResult:
    """Derive contrasts of levels, their differences and their shrunken forms; no p-value.

    Estimands without a stratum, or whose stratum has one level, give nothing.
    """
    del rows
    estimates: list[Estimate] = []
    curve = []
    for own in context.estimands:
        compare = COMPARED.get(own.estimand.estimator)
        if compare is None or len(list_levels(own)) < 2:
            continue
        for arm, comparator in own.list_contrasts():
            contrast = compare(own, arm, comparator)
            tau = find_tau(context.plan.settings, contrast.scale)
            estimates += [*contrast.rows, *list_shrunken(contrast, tau)]
            curve += [
                {**point, "provenance": context.provenance} for point in list_curve(contrast, tau)
            ]
    if not estimates:
        return PartResult()
    frame = pl.DataFrame(curve, schema=SHRINKAGE_SCHEMA, orient="row")
    return PartResult(rows=tuple(estimates), tables={"shrinkage": frame})
