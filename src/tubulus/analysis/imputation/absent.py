"""Who has no value that counts, at which visit, in which arm, and why as far as it is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from tubulus.analysis.estimators.absences import count_departures
from tubulus.analysis.estimators.before_after import find_hypothetical
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import derive_responses
from tubulus.analysis.estimators.rows import fill_number
from tubulus.analysis.estimators.states import name_state
from tubulus.analysis.imputation.pooled import SECTION
from tubulus.core.estimates import Estimate

__all__ = ["ABSENCE_SCHEMA", "ABSENT", "Absence", "list_absent"]

Mask = npt.NDArray[np.bool_]

ABSENCE_SCHEMA = pl.Schema(
    {
        "estimand": pl.String(),
        "label": pl.String(),
        "analysis_set": pl.String(),
        "visit": pl.String(),
        "arm": pl.String(),
        "participants": pl.Int32(),
        "reason": pl.String(),
        "n": pl.Int32(),
        "provenance": pl.String(),
    }
)
"""Columns of the table ``absences``: one row a reason; none where nobody is missing."""

ABSENT = "share without a value"
"""Statistic of the share of an arm of whom no value counts."""


@dataclass(frozen=True, slots=True)
class Absence:
    """The row of an arm and its reasons."""

    row: Estimate
    reasons: list[dict[str, Any]]


def list_absent(context: EstimandContext) -> Iterator[Absence]:
    """Yield for each visit and arm how many have no value that counts, and why."""
    aside = replace(context, section=SECTION)
    for visit, text in _list_moments(context):
        for arm in context.estimand.treatment:
            own = replace(context, members=context.members.keep_arms([arm]))
            total = len(own.members)
            reasons = {name: n for name, n in _count_reasons(own, text).items() if n}
            n = sum(reasons.values())
            row = replace(
                aside.make_row(ABSENT, arm),
                visit=visit,
                n=n,
                denominator=total,
                role="description",
            )
            if total:
                filled = fill_number(row, n / total, "share")
            else:
                filled = replace(row, reason="nobody is in the arm")
            yield Absence(filled, [_describe(filled, reason, k) for reason, k in reasons.items()])


def _describe(row: Estimate, reason: str, n: int) -> dict[str, Any]:
    return {
        "estimand": row.estimand,
        "label": row.label,
        "analysis_set": row.analysis_set,
        "visit": row.visit,
        "arm": row.arm,
        "participants": row.denominator,
        "reason": reason,
        "n": n,
    }


def _list_moments(context: EstimandContext) -> Iterator[tuple[str, str]]:
    endpoint = context.endpoint
    if endpoint.kind == "repeated":
        yield from endpoint.values.items()
    else:
        yield endpoint.visit or "", endpoint.value if endpoint.kind == "number" else ""


def _count_reasons(context: EstimandContext, text: str) -> Mapping[str, int]:
    """Count the members of one arm by why no value counts; the first reason that applies."""
    return _count_numbers(context, text) if text else _count_events(context)


def _count_events(context: EstimandContext) -> Mapping[str, int]:
    responses = derive_responses(context)
    absent = np.isnan(responses.known)
    departed = absent & np.isnan(responses.observed)
    found = dict(count_departures(context, departed))
    found[_name_events(context)] = int((absent & ~departed).sum())
    return found


def _count_numbers(context: EstimandContext, text: str) -> Mapping[str, int]:
    members, endpoint = context.members, context.endpoint
    present = ~np.isnan(members.get_numbers(text))
    happened = find_hypothetical(context)
    states = [name_state(value) for value in members.evaluate(text)]
    lacking = ~(happened | present)
    stated = np.array([bool(state) for state in states], dtype=np.bool_)
    counts = Counter(state for state, own in zip(states, lacking, strict=True) if own and state)
    found = {_name_events(context): int(happened.sum()), **counts}
    found |= count_departures(context, lacking & ~stated)
    if endpoint.baseline:
        unknown = np.isnan(members.get_numbers(endpoint.baseline))
        found["value before treatment not known"] = int((present & ~happened & unknown).sum())
    return found


def _name_events(context: EstimandContext) -> str:
    events = context.estimand.intercurrent_events
    labels = [e.label for e in events if e.strategy == "hypothetical"]
    return f"handled as hypothetical: {', '.join(labels)}"
