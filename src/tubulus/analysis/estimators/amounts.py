"""An amount with a spike at zero: who has any, and how much those have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from tubulus.analysis.dataset import Vector
from tubulus.analysis.estimators.absences import describe_departures, list_below_limit
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import derive_responses
from tubulus.analysis.estimators.rows import fill_interval, fill_number, fill_statistic
from tubulus.core.estimates import Estimate
from tubulus.stats.description.describe import describe_values
from tubulus.stats.description.two_part import NOTE, describe_two_parts
from tubulus.stats.proportions import estimate_proportion

__all__ = ["NOT_COUNTED", "estimate_two_parts"]

NOT_COUNTED = "seen, not quantifiable"
"""Statistic of the rows that tell how many with any have no amount that could be counted."""

_SMALLEST = 5
"""Participants with an amount that a ratio needs in each arm: with fewer, its limits rest on the
normality of a handful of logs."""

_MEDIAN_UNCOUNTED = "the median man had sperm that could not be counted"


@dataclass(frozen=True, slots=True)
class _Amounts:
    """Amounts of one arm: those that were counted, and of how many with any."""

    counted: Vector
    n_any: int

    @property
    def n_uncounted(self) -> int:
        return self.n_any - self.counted.size


def estimate_two_parts(context: EstimandContext) -> Iterator[Estimate]:
    """Yield the share with any and the amount among them, for each arm, then the ratio.

    Notes
    -----
    What was seen and could not be counted lies below every amount that could: left out, the
    lowest would be missing from each median.
    """
    responses = derive_responses(context)
    amounts = context.members.get_numbers(context.endpoint.value)
    # an amount counts only where the event counts: a composite non-responder has none
    amounts = np.where((responses.counted == 1.0) & (amounts > 0.0), amounts, np.nan)
    unit = context.plan.find_unit(context.endpoint.value)
    by_arm: dict[str, _Amounts] = {}
    for arm in context.estimand.treatment:
        chosen = context.members.arms == arm
        counted = responses.counted[chosen]
        known = int((~np.isnan(counted)).sum())
        any_count = int((counted == 1.0).sum())
        own = amounts[chosen]
        by_arm[arm] = _Amounts(own[~np.isnan(own)], any_count)
        row = replace(
            context.make_row("share with any", arm),
            n=any_count,
            denominator=known,
            missing=int(np.isnan(responses.observed[chosen]).sum()),
            note=describe_departures(context, chosen & np.isnan(responses.observed), arm),
        )
        share = estimate_proportion(any_count, known, confidence=context.confidence)
        yield fill_interval(row, share)
        yield from _list_amounts(replace(row, unit=unit), by_arm[arm])
        yield from list_below_limit(context, arm, (("after", context.endpoint.value),))
    for arm, comparator in context.list_contrasts():
        yield _make_ratio(context, arm, comparator, by_arm)


def _list_amounts(row: Estimate, amounts: _Amounts) -> Iterator[Estimate]:
    described = describe_values(amounts.counted)
    any_count = amounts.n_any
    among = replace(row, n=any_count, denominator=any_count, missing=None, note="")
    yield _fill_median(replace(among, statistic="median given any"), amounts)
    quantified = replace(among, n=described.n)
    for statistic, part in (
        ("median of those counted", described.median),
        ("smallest of those counted", described.minimum),
        ("largest of those counted", described.maximum),
    ):
        yield fill_statistic(replace(quantified, statistic=statistic), part)
    # seen, not quantifiable: neither zero nor missing
    seen_only = replace(
        among,
        statistic=NOT_COUNTED,
        n=amounts.n_uncounted,
        unit="",
        note=(
            "ranked below every amount that was counted; also an amount below the limit of "
            "quantification, or none on record"
        ),
    )
    yield fill_number(seen_only, amounts.n_uncounted)


def _fill_median(row: Estimate, amounts: _Amounts) -> Estimate:
    """Fill the median of all with any, those that could not be counted ranked lowest."""
    if not amounts.n_any:
        return fill_statistic(row, describe_values(amounts.counted).median)
    ranked = np.concatenate([np.full(amounts.n_uncounted, -np.inf), np.sort(amounts.counted)])
    middle = ranked[[(amounts.n_any - 1) // 2, amounts.n_any // 2]]
    if np.isinf(middle).any():
        return replace(row, reason=_MEDIAN_UNCOUNTED, method="median")
    return fill_number(row, float(middle.mean()), "median")


def _make_ratio(
    context: EstimandContext, arm: str, comparator: str, by_arm: dict[str, _Amounts]
) -> Estimate:
    first, second = by_arm[arm], by_arm[comparator]
    row = replace(
        context.make_row("ratio of amounts given any", arm, comparator),
        n=first.counted.size + second.counted.size,
        denominator=first.n_any + second.n_any,
        note=NOTE,
    )
    if first.n_uncounted or second.n_uncounted:
        reason = (
            f"{first.n_uncounted} of {first.n_any} and {second.n_uncounted} of {second.n_any} "
            "with any could not be counted: the lowest amounts are not known"
        )
        return replace(row, reason=reason)
    if min(first.n_any, second.n_any) < _SMALLEST:
        reason = f"fewer than {_SMALLEST} participants with an amount in an arm"
        return replace(row, reason=reason)
    result = describe_two_parts(first.counted, second.counted, confidence=context.confidence)
    return fill_interval(row, result.amount_ratio)
