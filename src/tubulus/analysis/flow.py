"""The participant flow: who reached each step, who did not, and for which reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import polars as pl

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import FlowStep
from tubulus.study.records.participants import ParticipantData
from tubulus.study.snapshot import Snapshot

__all__ = ["FLOW_SCHEMA", "derive_flow"]

FLOW_SCHEMA = pl.Schema(
    {
        "order": pl.Int32(),
        "step": pl.String(),
        "label": pl.String(),
        "arm": pl.String(),
        "n": pl.Int64(),
        "lost": pl.Int64(),
        "reasons": pl.String(),
        "additive": pl.Boolean(),
    }
)


def derive_flow(snapshot: Snapshot, plan: Plan) -> pl.DataFrame:
    """Derive the participant flow from the steps that the plan declares.

    A step counts those who reached it out of those who reached the one before; a step marked as
    not additive (a visit that may be missed) does not narrow the ones after it.
    """
    rows: list[dict[str, Any]] = []
    current: tuple[ParticipantData, ...] = tuple(snapshot.data)
    for order, step in enumerate(plan.flow, start=1):
        expression = plan.expressions[step.when]
        reached = tuple(p for p in current if expression.evaluate(p).truth is True)
        arms = [arm.id for arm in snapshot.study.arms] if step.by_arm else [""]
        rows.extend(_make_rows(plan, step, order, arms, (current, reached)))
        if step.additive:
            current = reached
    return pl.DataFrame(rows, schema=FLOW_SCHEMA, orient="row")


def _make_rows(
    plan: Plan,
    step: FlowStep,
    order: int,
    arms: list[str],
    groups: tuple[tuple[ParticipantData, ...], tuple[ParticipantData, ...]],
) -> Iterator[dict[str, Any]]:
    before, reached = groups
    names = {p.id for p in reached}
    for arm in arms:
        missed = [p for p in before if p.id not in names and (not arm or p.arm == arm)]
        yield {
            "order": order,
            "step": step.id,
            "label": step.label,
            "arm": arm,
            "n": sum(1 for p in reached if not arm or p.arm == arm),
            "lost": len(missed) if order > 1 else 0,
            "reasons": _count_reasons(plan, step, missed) if order > 1 else "",
            "additive": step.additive,
        }


def _count_reasons(plan: Plan, step: FlowStep, missed: list[ParticipantData]) -> str:
    """Write how many did not reach a step for which reason, the most frequent first."""
    if not step.reason or not missed:
        return ""
    expression = plan.expressions[step.reason]
    counts = Counter(expression.evaluate(p).text or "reason not recorded" for p in missed)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    labels = plan.find_codes(step.reason)
    return "; ".join(f"{labels.get(reason, reason)}: {n}" for reason, n in ordered)
