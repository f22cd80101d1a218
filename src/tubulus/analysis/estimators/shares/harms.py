"""What stands beside the share of a harm: the worst case, and events outside its days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tubulus.analysis.dataset import Members
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.day_windows import (
    count_without_day,
    keep_after_window,
    keep_before_day_one,
)
from tubulus.analysis.estimators.responses import Responses
from tubulus.analysis.estimators.rows import fill_interval, fill_number
from tubulus.analysis.estimators.shares.counts import count_events, fill_count
from tubulus.core.estimates import Estimate
from tubulus.stats.proportions import estimate_proportion

__all__ = ["AFTER_WINDOW", "BEFORE_DAY_ONE", "WITHOUT_DAY", "WORST_CASE", "list_harm_rows"]

WORST_CASE = "share, worst case"
"""Statistic of the share in which whoever was not followed to the end has the harm."""

BEFORE_DAY_ONE = "events before day 1"
"""Statistic of the rows that count participants with the event before the treatment."""

AFTER_WINDOW = "events after the window"
"""Statistic of the rows that count participants with the event later than the days that count."""

WITHOUT_DAY = "entries without a study day"
"""Statistic of the rows that count entries of the log that were kept without a date."""


def list_harm_rows(context: EstimandContext, responses: Responses) -> Iterator[Estimate]:
    """Yield for each arm the worst case of a harm and its events outside the days that count."""
    if context.endpoint.harm and (
        context.endpoint.observed_when or np.isnan(responses.known).any()
    ):
        yield from _list_worst_case(context, responses)
    if context.endpoint.within_days is not None:
        yield from _list_outside(context)


def _list_worst_case(context: EstimandContext, responses: Responses) -> Iterator[Estimate]:
    outcome = np.where(np.isnan(responses.known), 1.0, responses.known)
    everybody = np.ones(len(responses.members), dtype=bool)
    for arm in context.estimand.treatment:
        count = count_events(responses, outcome, everybody, arm)
        row = fill_count(context.make_row(WORST_CASE, arm), "", count)
        share = estimate_proportion(count.events, count.n, confidence=context.confidence)
        note = "whoever is not known to be without the event to the end counts as having it"
        yield fill_interval(replace(row, role="sensitivity", note=note), share)


def _list_outside(context: EstimandContext) -> Iterator[Estimate]:
    before, after = keep_before_day_one(context), keep_after_window(context)
    for arm in context.estimand.treatment:
        note = "not counted as a harm of the treatment"
        yield _count(context, before, arm, BEFORE_DAY_ONE, note)
        late = _count(context, after, arm, AFTER_WINDOW, "not counted: later than the window")
        if late.n:
            yield late
        undated = count_without_day(context, arm)
        if undated:
            row = replace(context.make_row(WITHOUT_DAY, arm), n=undated)
            yield fill_number(replace(row, note="counted as if within the window"), undated)


def _count(
    context: EstimandContext, members: Members, arm: str, statistic: str, note: str
) -> Estimate:
    own = members.keep_arms([arm])
    n = int((own.get_truths(context.endpoint.when) == 1.0).sum())
    row = replace(
        context.make_row(statistic, arm),
        n=n,
        denominator=len(own),
        role="description",
        note=note,
    )
    return fill_number(row, n)
