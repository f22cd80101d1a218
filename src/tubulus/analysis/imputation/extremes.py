"""Extreme cases of an event: whoever is missing had it, or had it not, in either arm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tubulus.analysis.dataset import Vector
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import derive_responses
from tubulus.analysis.estimators.rows import fill_interval
from tubulus.analysis.imputation.pooled import COMPLETE, SECTION
from tubulus.core.estimates import Estimate
from tubulus.stats.imputation import ExtremeCase, compute_extreme_cases
from tubulus.stats.imputation.extremes import METHOD

__all__ = ["EXTREME", "list_extreme_cases"]

EXTREME = "risk difference, extreme case"
"""What the statistic of a difference begins with in which the missing are set to one value."""


def list_extreme_cases(context: EstimandContext) -> Iterator[Estimate]:
    """Yield the difference for all ways of setting the missing of two arms; each table once."""
    aside = replace(context, section=SECTION)
    responses = derive_responses(context)
    for arm, comparator in context.list_contrasts():
        chosen = np.isin(responses.members.arms, [arm, comparator])
        known = responses.known[chosen]
        first = (responses.members.arms[chosen] == arm).astype(np.float64)
        n_missing = int(np.isnan(known).sum())
        row = replace(
            aside.make_row(EXTREME, arm, comparator),
            denominator=int(known.size),
            missing=n_missing,
            role="sensitivity",
            method=METHOD.name,
        )
        if not n_missing:
            yield replace(row, reason=COMPLETE)
            continue
        seen: set[tuple[int, int]] = set()
        for case in compute_extreme_cases(known, first, confidence=context.confidence):
            if (case.events_1, case.events_0) not in seen:
                seen.add((case.events_1, case.events_0))
                yield _fill(row, case, np.isnan(known), first)


def _fill(
    row: Estimate,
    case: ExtremeCase,
    absent: npt.NDArray[np.bool_],
    first: Vector,
) -> Estimate:
    missing_1 = int((absent & (first == 1.0)).sum())
    missing_0 = int((absent & (first == 0.0)).sum())
    case_words = _name_case(case, has_1=missing_1 > 0, has_0=missing_0 > 0)
    named = replace(
        row,
        statistic=f"{EXTREME}: missing {case_words}",
        n=case.n_1 + case.n_0,
        note=(
            f"{missing_1} and {missing_0} without the outcome are set to one value each: bounds, "
            "no estimates"
        ),
    )
    return fill_interval(named, case.difference)


def _name_case(case: ExtremeCase, *, has_1: bool, has_0: bool) -> str:
    words = {True: "with", False: "without"}
    first, comparator = words[case.event_1], words[case.event_0]
    if not has_0:
        return f"{first} the event in the first arm"
    if not has_1:
        return f"{comparator} the event in the comparator"
    if first == comparator:
        return f"{first} the event in both arms"
    return f"{first} the event in the first arm, {comparator} it in the comparator"
