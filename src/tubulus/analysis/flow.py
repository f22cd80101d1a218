"""The participant flow: who reached each step, who did not, and for which reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from tubulus.analysis.plan.contents import Plan
from tubulus.analysis.plan.sections import FlowStep
from tubulus.study.records.participants import ParticipantData
from tubulus.study.snapshot import Snapshot

__all__ = ["FLOW_SCHEMA", "ReachedStep", "derive_flow", "follow_steps"]

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


@dataclass(frozen=True)
class ReachedStep:
    """A step of the flow with those it concerns.

    Parameters
    ----------
    step : FlowStep
        The step as the plan declares it.
    before : tuple of ParticipantData
        Those who reached the step before that narrows; everybody before the first one.
    reached : tuple of ParticipantData
        Everybody who reached the step, also without having reached the one before.
    """

    step: FlowStep
    before: tuple[ParticipantData, ...]
    reached: tuple[ParticipantData, ...]

    @property
    def missed(self) -> tuple[ParticipantData, ...]:
        """Those who reached the step before and not this one."""
        return _take_away(self.before, self.reached)

    @property
    def out_of_order(self) -> tuple[ParticipantData, ...]:
        """Those who reached this step and not the one before."""
        return _take_away(self.reached, self.before)


def _take_away(
    people: tuple[ParticipantData, ...], others: tuple[ParticipantData, ...]
) -> tuple[ParticipantData, ...]:
    names = {person.id for person in others}
    return tuple(person for person in people if person.id not in names)


def follow_steps(snapshot: Snapshot, plan: Plan) -> Iterator[ReachedStep]:
    """Yield each step of the plan's flow with those who were due to reach it and who did.

    Everybody of whom the step's condition is true is in it, so that it counts whom an analysis set
    of the same condition counts. A step marked as not additive (a visit that may be missed) does
    not narrow the ones after it.
    """
    before: tuple[ParticipantData, ...] = tuple(snapshot.data)
    for step in plan.flow:
        expression = plan.expressions[step.when]
        reached = tuple(p for p in snapshot.data if expression.evaluate(p).truth is True)
        yield ReachedStep(step, before, reached)
        if step.additive:
            before = reached


def derive_flow(snapshot: Snapshot, plan: Plan) -> pl.DataFrame:
    """Derive the participant flow from the steps that the plan declares.

    Returns
    -------
    polars.DataFrame
        Table of :data:`FLOW_SCHEMA`. ``n`` counts everybody who reached the step; ``lost`` those
        who reached the one before (for the first step: who are in the data) and not this one.
        ``reasons`` gives their reasons, and at its end how many reached this step without the one
        before.
    """
    rows: list[dict[str, Any]] = []
    for order, found in enumerate(follow_steps(snapshot, plan), start=1):
        arms = [arm.id for arm in snapshot.study.arms] if found.step.by_arm else [""]
        rows.extend(_make_row(plan, found, order, arm) for arm in arms)
    return pl.DataFrame(rows, schema=FLOW_SCHEMA, orient="row")


def _make_row(plan: Plan, found: ReachedStep, order: int, arm: str) -> dict[str, Any]:
    missed, reached, extra = (
        [p for p in people if not arm or p.arm == arm]
        for people in (found.missed, found.reached, found.out_of_order)
    )
    reasons = [_count_reasons(plan, found.step, missed)]
    reasons += [f"{len(extra)} without the step before"] if extra else []
    return {
        "order": order,
        "step": found.step.id,
        "label": found.step.label,
        "arm": arm,
        "n": len(reached),
        "lost": len(missed),
        "reasons": "; ".join(filter(None, reasons)),
        "additive": found.step.additive,
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
