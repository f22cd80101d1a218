"""The power of the plan's tests at the planned number of participants, and the number it takes."""

from __future__ import annotations

import math
from typing import Any

import polars as pl

from tubulus.analysis.designs.gates import find_gate_alphas
from tubulus.analysis.estimators.words import TEST_WORDS
from tubulus.analysis.parts import AnalysisContext, PartResult
from tubulus.analysis.plan.contents import Plan
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
from tubulus.study.definition.study import Study

__all__ = [
    "EXACT_TESTS",
    "POWER_SCHEMA",
    "compute_planned_power",
    "derive_power",
    "write_gates",
]

POWER_SCHEMA = pl.Schema(
    {
        "power_id": pl.String(),
        "label": pl.String(),
        "estimand": pl.String(),
        "comparator": pl.String(),
        "test": pl.String(),
        "gate_start": pl.Float64(),
        "gate_most": pl.Float64(),
        "gate_power": pl.Float64(),
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
EXACT_TESTS: dict[str, ExactTest] = {
    "fisher": "Fisher exact",
    "boschloo": "Boschloo exact",
    "z-pooled": "Z-pooled exact",
}
"""Tests of the plan whose power is summed over all tables."""

_MOST = 300
"""Participants of an arm up to which a number is sought: beyond it no first trial goes."""


def derive_power(context: AnalysisContext, rows: tuple[Estimate, ...]) -> PartResult:
    """Derive the table ``power``: one row an assumption and a comparator."""
    del rows
    found = compute_planned_power(context.snapshot.study, context.plan)
    if not found:
        return PartResult()
    described = [{**row, "provenance": context.provenance} for row in found]
    return PartResult(tables={"power": pl.DataFrame(described, schema=POWER_SCHEMA, orient="row")})


def compute_planned_power(study: Study, plan: Plan) -> list[dict[str, Any]]:
    """Compute the power of each ``[[power]]`` table against each comparator.

    Parameters
    ----------
    study, plan : Study, Plan
        The planned numbers, the assumptions and the gates; no data.

    Returns
    -------
    list of dict
        Columns of ``POWER_SCHEMA`` without ``provenance``. ``gate_start`` and ``gate_most`` are
        the levels that the planned order of tests leaves at the start and once all others are
        rejected, and ``gate_power`` is the power at the latter.
    """
    return [
        _describe(study, plan, power, comparator)
        for power in plan.power
        for comparator in plan.find_estimand(power.estimand).treatment[1:]
    ]


def _describe(study: Study, plan: Plan, power: Power, comparator: str) -> dict[str, Any]:
    estimand = plan.find_estimand(power.estimand)
    n_1, n_0 = _find_planned(study, estimand.treatment[0]), _find_planned(study, comparator)
    compute = _sum_tables if power.shares is not None else _take_means
    found = compute(power, estimand, n_1, n_0)
    gates = find_gate_alphas(plan, estimand.id)
    at_most = None
    if gates is not None and gates[1] > 0.0 and n_1 and n_0:
        at_most = _compute_at(power, estimand, (n_1, n_0), gates[1])
    test = TEST_WORDS.get(estimand.test, estimand.test)
    return {
        "power_id": power.id,
        "label": power.label,
        "estimand": estimand.id,
        "comparator": comparator,
        "test": f"{test}, alpha {power.alpha:g}" + write_gates(gates, power.alpha, at_most),
        "gate_start": gates[0] if gates else None,
        "gate_most": gates[1] if gates else None,
        "gate_power": at_most,
        "alpha": power.alpha,
        "n_1": n_1,
        "n_0": n_0,
        "target": power.target,
        "source": power.source,
        **found,
    }


def write_gates(gates: tuple[float, float] | None, alpha: float, power: float | None) -> str:
    """Say what the planned order of tests leaves a hypothesis; empty outside of it."""
    if gates is None:
        return ""
    if gates == (alpha, alpha):
        return ", which the planned order of tests leaves it from the start"
    reached = f", where the power is {100 * power:.1f} %" if power is not None else ""
    if gates[0] == gates[1]:
        return f"; the planned order of tests always leaves it {gates[0]:g}{reached}"
    return (
        f"; the planned order of tests leaves it {gates[0]:g} at the start and {gates[1]:g} once "
        f"all others are rejected{reached}"
    )


def _find_planned(study: Study, arm: str) -> int | None:
    declared = study.find_arm(arm)
    return declared.planned if declared else None


def _compute_at(power: Power, estimand: Estimand, arms: tuple[int, int], alpha: float) -> float:
    if power.shares is None:
        return compute_mean_power(_compare_means(power, estimand), *arms, alpha)
    test = EXACT_TESTS[estimand.test]
    return compute_exact_power(arms, power.shares, alpha, test=test)


def _compare_means(power: Power, estimand: Estimand) -> MeanComparison:
    if power.ratio is None or power.log_sd is None:
        raise ValueError("the section's validator requires both")
    return MeanComparison(
        math.log(power.ratio),
        power.log_sd,
        baseline_correlation=power.correlation,
        covariates=len(estimand.covariates) + 1,
    )


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
    reached = _compute_at(power, estimand, (n_1, n_0), power.alpha) if n_1 and n_0 else None
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
    comparison = _compare_means(power, estimand)
    assumption = (
        f"ratio {power.ratio:g}, SD of the logs {power.log_sd:g}, correlation with the value "
        f"before {power.correlation:g}"
    )
    reached = _compute_at(power, estimand, (n_1, n_0), power.alpha) if n_1 and n_0 else None
    if power.ratio == 1.0:
        return {**_join(reached, None, assumption, NONCENTRAL.name), "reason": "the ratio is 1"}
    ratio = n_1 / n_0 if n_1 and n_0 else 1.0
    needed = find_mean_sample_size(comparison, power.alpha, power.target, ratio=ratio)
    return _join(reached, needed, assumption, NONCENTRAL.name)
