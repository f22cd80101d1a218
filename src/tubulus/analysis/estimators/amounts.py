"""An amount with a spike at zero: who has any, and how much those have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tubulus.analysis.dataset import Vector
from tubulus.analysis.estimators.absences import describe_departures, list_below_limit
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import derive_responses
from tubulus.analysis.estimators.rows import fill_interval, fill_number, fill_statistic
from tubulus.core.estimates import Estimate
from tubulus.stats.describe import describe_values
from tubulus.stats.proportions import estimate_proportion
from tubulus.stats.two_part import NOTE, describe_two_parts

__all__ = ["estimate_two_parts"]


def estimate_two_parts(context: EstimandContext) -> Iterator[Estimate]:
    """Yield the share with any and the amount among them, for each arm, then the ratio."""
    responses = derive_responses(context)
    amounts = context.members.get_numbers(context.endpoint.value)
    # an amount counts only where the event counts: a composite non-responder has none
    amounts = np.where((responses.counted == 1.0) & (amounts > 0.0), amounts, np.nan)
    unit = context.plan.find_unit(context.endpoint.value)
    by_arm: dict[str, Vector] = {}
    for arm in context.estimand.treatment:
        chosen = context.members.arms == arm
        counted = responses.counted[chosen]
        by_arm[arm] = amounts[chosen]
        known = int((~np.isnan(counted)).sum())
        any_count = int((counted == 1.0).sum())
        row = replace(
            context.make_row("share with any", arm),
            n=any_count,
            denominator=known,
            missing=int(np.isnan(responses.observed[chosen]).sum()),
            note=describe_departures(context, chosen & np.isnan(responses.observed), arm),
        )
        share = estimate_proportion(any_count, known, confidence=context.confidence)
        yield fill_interval(row, share)
        yield from _list_amounts(replace(row, unit=unit), by_arm[arm], any_count)
        yield from list_below_limit(context, arm, (("after", context.endpoint.value),))
    for arm, comparator in context.list_contrasts():
        result = describe_two_parts(by_arm[arm], by_arm[comparator], confidence=context.confidence)
        row = replace(
            context.make_row("ratio of amounts given any", arm, comparator),
            n=result.first.n_any + result.second.n_any,
            note=NOTE,
        )
        yield fill_interval(row, result.amount_ratio)


def _list_amounts(row: Estimate, amounts: Vector, any_count: int) -> Iterator[Estimate]:
    described = describe_values(amounts)
    quantified = replace(row, n=described.n, denominator=any_count, missing=None, note="")
    for statistic, part in (
        ("median given any", described.median),
        ("smallest given any", described.minimum),
        ("largest given any", described.maximum),
    ):
        yield fill_statistic(replace(quantified, statistic=statistic), part)
    # seen, not quantifiable: neither zero nor missing
    seen_only = replace(
        row,
        statistic="seen, not quantifiable",
        n=any_count - described.n,
        unit="",
        denominator=any_count,
        missing=None,
        note="or an amount below the limit of quantification, or none on record",
    )
    yield fill_number(seen_only, any_count - described.n)
