"""The power of the plan's tests at the planned number of participants, and the number it takes."""

from __future__ import annotations

import math
from typing import Any

import polars as pl

from tubulus.analysis.estimators.words import TEST_WORDS
from tubulus.analysis.parts import AnalysisContext, PartResult
from tubulus.analysis.plan.sections import Estimand, Power
from tubulus.core.estimates import Estimate
from tubulus.stats.designs.sample_size import (
    ExactTest,
    MeanComparison,
    SampleSize,
    compute_exact_power,
    compute_mean_power,
    find_exact_sample_size,
    find_mean_sample_size,
)
from tubulus.stats.designs.sample_size.exact_power import METHOD as EXACT
from tubulus.stats.designs.sample_size.t_power import METHOD as NONCENTRAL

__all__ = ["EXACT_TESTS", "POWER_SCHEMA", "derive_power"]

POWER_SCHEMA = pl.Schema(
    {
        "power_id": pl.String(),
        "label": pl.String(),
        "estimand": pl.String(),
        "comparator": pl.String(),
        "test": pl.String(),
        "assumption": pl.String(),
        "alpha": pl.Float64(),
        "n_1": pl.Int32(),
        "n_0": pl.Int32(),
        "power": pl.Float64(),
        "target": pl.Float64(),
        "needed_1": pl.Int32(),
        "needed_0": pl.Int32(),
        "reason": pl.String(),
        "method": pl.String(),
        "source": pl.String(),
        "provenance": pl.String(),
    }
)
EXACT_TESTS: dict[str, ExactTest] = {"fisher": "Fisher exact", "boschloo": "Boschloo exact"}
"""Tests of the plan whose power is summed over all tables."""

_MOST = 300
"""Participants of an arm up to which a number is sought: beyond it no first trial goes."""


def derive_power(context: AnalysisContext, rows: tuple[Estimate, ...]) -> PartResult:
    """Derive the table ``power``: one row an assumption and a comparator."""
    del rows
    found = [
        _describe(context, power, estimand, comparator)
        for power in context.plan.power
        for estimand in [context.plan.find_estimand(power.estimand)]
        for comparator in estimand.treatment[1:]
    ]
    if not found:
        return PartResult()
    return PartResult(tables={"power": pl.DataFrame(found, schema=POWER_SCHEMA, orient="row")})


def _describe(
    context: AnalysisContext, power: Power, estimand: Estimand, comparator: str
) -> dict[str, Any]:
    n_1 = _find_planned(context, estimand.treatment[0])
    n_0 = _find_planned(context, comparator)
    row = {
        "power_id": power.id,
        "label": power.label,
        "estimand": estimand.id,
        "comparator": comparator,
        "test": TEST_WORDS.get(estimand.test, estimand.test),
        "alpha": power.alpha,
        "n_1": n_1,
        "n_0": n_0,
        "target": power.target,
        "source": power.source,
        "provenance": context.provenance,
    }
    compute = _sum_tables if power.shares is not None else _take_means
    return {**row, **compute(power, estimand, n_1, n_0)}


def _find_planned(context: AnalysisContext, arm: str) -> int | None:
    declared = context.snapshot.study.find_arm(arm)
    return declared.planned if declared else None


def _join(
    power: float | None, needed: SampleSize | None, assumption: str, method: str
) -> dict[str, Any]:
    unplanned = "" if power is not None else "the arms state no planned number"
    return {
        "assumption": assumption,
        "power": power,
        "needed_1": needed.n_1 if needed else None,
        "needed_0": needed.n_0 if needed else None,
        "reason": "; ".join(filter(None, (unplanned, needed.reason if needed else ""))),
        "method": method,
    }


def _sum_tables(
    power: Power, estimand: Estimand, n_1: int | None, n_0: int | None
) -> dict[str, Any]:
    shares = power.shares or (0.0, 0.0)
    assumption = f"{100 * shares[0]:g} % against {100 * shares[1]:g} %"
    test = EXACT_TESTS[estimand.test]
    reached = (
        compute_exact_power((n_1, n_0), shares, power.alpha, test=test) if n_1 and n_0 else None
    )
    if shares[0] == shares[1]:
        return {**_join(reached, None, assumption, EXACT.name), "reason": "the shares are equal"}
    ratio = n_1 / n_0 if n_1 and n_0 else 1.0
    needed = find_exact_sample_size(
        shares, power.alpha, power.target, test=test, ratio=ratio, most=_MOST
    )
    return _join(reached, needed, assumption, f"{EXACT.name}, {test}")


def _take_means(
    power: Power, estimand: Estimand, n_1: int | None, n_0: int | None
) -> dict[str, Any]:
    if power.ratio is None or power.log_sd is None:
        raise ValueError("the section's validator requires both")
    covariates = len(estimand.covariates) + 1
    comparison = MeanComparison(
        math.log(power.ratio),
        power.log_sd,
        baseline_correlation=power.correlation,
        covariates=covariates,
    )
    assumption = (
        f"ratio {power.ratio:g}, SD of the logs {power.log_sd:g}, correlation with the value "
        f"before {power.correlation:g}"
    )
    reached = compute_mean_power(comparison, n_1, n_0, power.alpha) if n_1 and n_0 else None
    if power.ratio == 1.0:
        return {**_join(reached, None, assumption, NONCENTRAL.name), "reason": "the ratio is 1"}
    ratio = n_1 / n_0 if n_1 and n_0 else 1.0
    needed = find_mean_sample_size(comparison, power.alpha, power.target, ratio=ratio)
    return _join(reached, needed, assumption, NONCENTRAL.name)
