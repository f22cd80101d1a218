"""Count events in arms and strata, and describe their shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from tubulus.analysis.dataset import Members, Vector
from tubulus.analysis.estimators.absences import describe_departures
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import Responses
from tubulus.analysis.estimators.rows import fill_interval
from tubulus.core.estimates import Estimate
from tubulus.stats.proportions import estimate_proportion, estimate_upper_limit

__all__ = ["Count", "Mask", "count_events", "fill_count", "list_shares", "list_strata"]

Mask = npt.NDArray[np.bool_]


class _HasMembers(Protocol):
    """Outcomes of some members, whatever their kind."""

    @property
    def members(self) -> Members: ...


@dataclass(frozen=True, slots=True)
class Count:
    """Events, participants who count, and participants without the outcome, in an arm."""

    events: int
    n: int
    missing: int


def count_events(responses: Responses, outcome: Vector, mask: Mask, arm: str) -> Count:
    """Count the events of an arm among those of a mask."""
    chosen = mask & (responses.members.arms == arm)
    absent = chosen & np.isnan(responses.observed)
    values = outcome[chosen]
    return Count(
        int((values == 1.0).sum()),
        int((~np.isnan(values)).sum()),
        int(absent.sum()),
    )


def fill_count(row: Estimate, stratum: str, count: Count) -> Estimate:
    """Put a count into a row, still without its share."""
    return replace(
        row,
        stratum=stratum,
        n=count.events,
        denominator=count.n,
        missing=count.missing,
    )


def list_strata(
    context: EstimandContext, responses: _HasMembers, *, everybody_only: bool = False
) -> Iterator[tuple[str, Mask]]:
    """Yield everybody, then each level of the estimand's stratum; name and mask, shape (n,)."""
    yield "", np.ones(len(responses.members), dtype=bool)
    stratum = context.plan.find_stratum(context.estimand.stratum)
    if stratum is None or everybody_only:
        return
    levels = responses.members.get_levels(stratum.value)
    for level in sorted({level for level in levels if level is not None}):
        yield f"{stratum.label}: {level}", np.array([own == level for own in levels])
    if None in levels:
        yield f"{stratum.label}: unknown", np.array([own is None for own in levels])


def list_shares(
    context: EstimandContext,
    responses: Responses,
    outcome: Vector,
    *,
    one_sided: bool = False,
    everybody_only: bool = False,
) -> Iterator[Estimate]:
    """Yield the share of each arm, for everybody and by stratum, with the one-sided upper limit.

    The upper limit stands beside each share where it is asked for, else beside a share of none.
    """
    for stratum, mask in list_strata(context, responses, everybody_only=everybody_only):
        for arm in context.estimand.treatment:
            count = count_events(responses, outcome, mask, arm)
            row = fill_count(context.make_row("share", arm), stratum, count)
            interval = estimate_proportion(count.events, count.n, confidence=context.confidence)
            absent = np.isnan(responses.observed) & (responses.members.arms == arm)
            note = "" if stratum else describe_departures(context, absent, arm)
            yield fill_interval(replace(row, note=note), interval)
            if one_sided or (count.n and count.events == 0):
                limit = estimate_upper_limit(count.events, count.n, confidence=context.confidence)
                filled = fill_interval(replace(row, statistic="upper limit"), limit)
                yield replace(filled, value=limit.high, low=None, high=None)
