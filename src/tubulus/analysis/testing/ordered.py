"""The plan's graph of hypotheses, walked through with the p-values of the estimands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.rows import fill_test, join_notes
from tubulus.analysis.parts import AnalysisContext, PartResult
from tubulus.analysis.plan.sections import Testing
from tubulus.core.estimates import Estimate
from tubulus.stats.multiplicity import GraphicalResult, HypothesisGraph, compute_graphical

__all__ = ["ADJUSTED_P", "TEST_SCHEMA", "derive_tests", "make_graph"]

ADJUSTED_P = "adjusted p"
"""Statistic of a p-value that accounts for the other planned tests."""

_UNCONTROLLED = "confounding leaves alpha uncontrolled"

TEST_SCHEMA = pl.Schema(
    {
        "order": pl.Int32(),
        "estimand": pl.String(),
        "label": pl.String(),
        "arm": pl.String(),
        "comparator": pl.String(),
        "alpha": pl.Float64(),
        "weight": pl.Float64(),
        "passes": pl.String(),
        "p": pl.Float64(),
        "adjusted_p": pl.Float64(),
        "rejected": pl.String(),
        "step": pl.Int32(),
        "weight_at_rejection": pl.Float64(),
        "method": pl.String(),
        "reason": pl.String(),
        "note": pl.String(),
        "provenance": pl.String(),
    }
)


def derive_tests(context: AnalysisContext, rows: tuple[Estimate, ...]) -> PartResult:
    """Derive the table ``tests`` and a row ``adjusted p`` for each hypothesis of the plan.

    Notes
    -----
    The p-values are those that the estimands gave already; no test is made here. A hypothesis
    without a p-value is not rejected and passes nothing on.
    """
    testing = context.plan.testing
    if testing is None:
        return PartResult()
    estimands = {own.estimand.id: own for own in context.estimands}
    tested = [_find_test(estimands[h.estimand], rows) for h in testing.hypotheses]
    p_values = [None if row is None else row.value for row in tested]
    found = compute_graphical(make_graph(testing), p_values, alpha=testing.alpha)
    table, adjusted = [], []
    for place, hypothesis in enumerate(testing.hypotheses):
        own = estimands[hypothesis.estimand]
        row = _fill_row(own, tested[place], found, place)
        adjusted.append(row)
        table.append(
            {
                "order": place + 1,
                "weight": hypothesis.weight,
                "passes": _write_passes(context, hypothesis.passes),
                "p": p_values[place],
                "provenance": context.provenance,
                **_describe(own, row, found, place),
            }
        )
    frame = pl.DataFrame(table, schema=TEST_SCHEMA, orient="row")
    return PartResult(rows=tuple(adjusted), tables={"tests": frame})


def make_graph(testing: Testing) -> HypothesisGraph:
    """Make the graph of the hypotheses that a plan declares."""
    names = tuple(h.estimand for h in testing.hypotheses)
    return HypothesisGraph(
        names,
        tuple(h.weight for h in testing.hypotheses),
        tuple(tuple(h.passes.get(name, 0.0) for name in names) for h in testing.hypotheses),
    )


def _find_test(own: EstimandContext, rows: tuple[Estimate, ...]) -> Estimate | None:
    """Find the p-value that the estimand itself asked for, not one of a repeated analysis."""
    return next(
        (
            row
            for row in rows
            if row.statistic == "p"
            and row.estimand == own.estimand.id
            and (row.section, row.role) == (own.section, own.estimand.role)
            and not row.stratum
        ),
        None,
    )


def _fill_row(
    own: EstimandContext, tested: Estimate | None, found: GraphicalResult, place: int
) -> Estimate:
    arm, *others = own.estimand.treatment
    row = replace(
        own.make_row(ADJUSTED_P, arm, others[0] if others else ""),
        section="testing",
        n=None if tested is None else tested.n,
        denominator=None if tested is None else tested.denominator,
        note=join_notes(
            own.p_note, _UNCONTROLLED if own.p_note else "", f"for {len(found.names)} planned tests"
        ),
        visit="" if tested is None else tested.visit,
    )
    filled = fill_test(row, found.tests[place])
    missing = tested.reason if tested is not None and tested.reason else found.tests[place].reason
    reason = missing if filled.value is None else ""
    method = found.tests[place].method
    return replace(filled, statistic=ADJUSTED_P, method=method, reason=reason)


def _describe(
    own: EstimandContext, row: Estimate, found: GraphicalResult, place: int
) -> Mapping[str, Any]:
    """Describe the outcome of one hypothesis."""
    name = found.names[place]
    steps = {step.name: number for number, step in enumerate(found.steps, start=1)}
    weights = {step.name: step.weights[place] for step in found.steps}
    known = "yes" if found.rejected[place] else "no"
    return {
        "estimand": name,
        "label": own.estimand.label,
        "arm": row.arm,
        "comparator": row.comparator,
        "alpha": found.alpha,
        "adjusted_p": row.value,
        "rejected": "not estimable" if row.value is None else known,
        "step": steps.get(name),
        "weight_at_rejection": weights.get(name),
        "method": row.method,
        "reason": row.reason,
        "note": join_notes(own.p_note, _UNCONTROLLED if own.p_note else ""),
    }


def _write_passes(context: AnalysisContext, passes: Mapping[str, float]) -> str:
    return ", ".join(
        f"{share:.3g} to {context.plan.find_estimand(name).label}" for name, share in passes.items()
    )
