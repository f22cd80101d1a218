"""Shares of participants with an event: each arm, each stratum, and the difference of two arms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tubulus.analysis.dataset import Vector
from tubulus.analysis.estimators.absences import describe_departures
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import Responses, derive_responses
from tubulus.analysis.estimators.rows import fill_interval, fill_number, fill_test, join_notes
from tubulus.core.estimates import Estimate
from tubulus.stats.proportions import (
    compute_boschloo_test,
    compute_fisher_test,
    estimate_proportion,
    estimate_risk_difference,
    estimate_upper_limit,
)

__all__ = [
    "FLAGGED",
    "SAME_EXAMINATION",
    "estimate_shares_and_difference",
    "estimate_shares_only",
    "find_largest_comparator",
]

Mask = npt.NDArray[np.bool_]


FLAGGED = "found by a more sensitive examination"
"""Statistic of the rows that count responders whom only a better examination may have found."""

SAME_EXAMINATION = "share, same examination"
"""Statistic of the share in which such responders do not count, beside the share of everybody."""


@dataclass(frozen=True, slots=True)
class _Count:
    events: int
    n: int
    missing: int


def estimate_shares_only(context: EstimandContext) -> Iterator[Estimate]:
    """Yield the share of each arm, overall and by stratum, with the one-sided upper limit."""
    responses = derive_responses(context)
    yield from _list_shares(context, responses, responses.counted, one_sided=True)
    yield from _list_flagged(context, responses)
    if "same examination" in context.estimand.sensitivity:
        yield from _list_without_more_sensitive(context, responses, contrasts=False)


def estimate_shares_and_difference(context: EstimandContext) -> Iterator[Estimate]:
    """Yield shares, risk differences, the test, and the sensitivity the estimand names."""
    responses = derive_responses(context)
    yield from _list_shares(context, responses, responses.counted, one_sided=False)
    yield from _list_flagged(context, responses)
    yield from _list_differences(context, responses, responses.counted)
    if "same examination" in context.estimand.sensitivity:
        yield from _list_without_more_sensitive(context, responses, contrasts=True)


def _list_shares(
    context: EstimandContext, responses: Responses, outcome: Vector, *, one_sided: bool
) -> Iterator[Estimate]:
    for stratum, mask in _list_strata(context, responses):
        for arm in context.estimand.treatment:
            count = _count(responses, outcome, mask, arm)
            row = _describe(context.make_row("share", arm), stratum, count)
            interval = estimate_proportion(count.events, count.n, confidence=context.confidence)
            absent = np.isnan(responses.observed) & (responses.members.arms == arm)
            note = "" if stratum else describe_departures(context, absent, arm)
            yield fill_interval(replace(row, note=note), interval)
            if one_sided or (count.n and count.events == 0):
                limit = estimate_upper_limit(count.events, count.n, confidence=context.confidence)
                filled = fill_interval(replace(row, statistic="upper limit"), limit)
                yield replace(filled, value=limit.high, low=None, high=None)


def _list_flagged(context: EstimandContext, responses: Responses) -> Iterator[Estimate]:
    """Yield beside the shares how many responders were examined more sensitively than before."""
    if context.endpoint.examination is None:
        return
    outcome = _drop_more_sensitive(context, responses)
    everybody = np.ones(len(responses.members), dtype=bool)
    for arm in context.estimand.treatment:
        count = _count(responses, responses.counted, everybody, arm)
        kept = _count(responses, outcome, everybody, arm)
        flagged = count.events - kept.events
        row = replace(context.make_row(FLAGGED, arm), n=flagged, denominator=count.events)
        yield fill_number(replace(row, note="of the responders of the arm"), flagged)
        share = estimate_proportion(kept.events, kept.n, confidence=context.confidence)
        row = _describe(context.make_row(SAME_EXAMINATION, arm), "", kept)
        yield fill_interval(row, share)


def _drop_more_sensitive(context: EstimandContext, responses: Responses) -> Vector:
    """Return the outcome in which a response to a better examination is none."""
    flagged = np.array(
        [p.id in context.more_sensitive for p in responses.members.participants], dtype=bool
    )
    outcome = responses.counted.copy()
    # found because somebody looked harder: not a change of the man
    outcome[flagged & (outcome == 1.0)] = 0.0
    return outcome


def _list_differences(
    context: EstimandContext, responses: Responses, outcome: Vector
) -> Iterator[Estimate]:
    for stratum, mask in _list_strata(context, responses):
        for arm, comparator in context.list_contrasts():
            first = _count(responses, outcome, mask, arm)
            second = _count(responses, outcome, mask, comparator)
            row = context.make_row("risk difference", arm, comparator)
            row = replace(
                row,
                stratum=stratum,
                n=first.n + second.n,
                denominator=first.n + second.n,
                missing=first.missing + second.missing,
            )
            difference = estimate_risk_difference(
                first.events, first.n, second.events, second.n, confidence=context.confidence
            )
            yield fill_interval(row, difference)
            # one test for the estimand; strata are described, never tested one by one
            if not stratum and context.estimand.test != "none":
                test = _TESTS[context.estimand.test]
                result = test(first.events, first.n, second.events, second.n)
                yield fill_test(replace(row, note=context.p_note), result)
                yield _make_bound(context, row, first, second.n)


_TESTS = {"fisher": compute_fisher_test, "boschloo": compute_boschloo_test}


def _make_bound(
    context: EstimandContext, row: Estimate, first: _Count, comparator_n: int
) -> Estimate:
    bound = find_largest_comparator(
        first.events, first.n, comparator_n, alpha=1.0 - context.confidence
    )
    named = replace(row, statistic="largest comparator count", denominator=comparator_n, n=bound)
    if bound is None:
        reason = "even no responder of the comparator would not differ by the test"
        return replace(named, reason=reason)
    return fill_number(named, bound, "Fisher's exact test, two-sided, over all possible counts")


def find_largest_comparator(events: int, n: int, comparator_n: int, *, alpha: float) -> int | None:
    """Find the largest lower count of the comparator that Fisher's test would call different.

    Returns
    -------
    int or None
        None where even none of the comparator would not do.
    """
    best = None
    for count in range(comparator_n + 1):
        if count * n >= events * comparator_n:
            break
        p = compute_fisher_test(events, n, count, comparator_n).p_value
        if p is not None and p < alpha:
            best = count
    return best


def _list_without_more_sensitive(
    context: EstimandContext, responses: Responses, *, contrasts: bool
) -> Iterator[Estimate]:
    outcome = _drop_more_sensitive(context, responses)
    aside = replace(context, section="sensitivity")
    rows = [*_list_shares(aside, responses, outcome, one_sided=False)]
    if contrasts:
        rows.extend(_list_differences(aside, responses, outcome))
    removed = int((outcome != responses.counted)[~np.isnan(outcome)].sum())
    note = (
        f"{removed} found by a more sensitive examination than at baseline "
        f"{'is' if removed == 1 else 'are'} counted as without the event"
    )
    for row in rows:
        yield replace(
            row,
            role="sensitivity",
            note=join_notes(note, row.note),
            label=f"{row.label}, same examination",
        )


def _list_strata(context: EstimandContext, responses: Responses) -> Iterator[tuple[str, Mask]]:
    everybody = np.ones(len(responses.members), dtype=bool)
    yield "", everybody
    stratum = context.plan.find_stratum(context.estimand.stratum)
    if stratum is None:
        return
    levels = responses.members.get_levels(stratum.value)
    for level in sorted({level for level in levels if level is not None}):
        yield f"{stratum.label}: {level}", np.array([own == level for own in levels])
    if None in levels:
        yield f"{stratum.label}: unknown", np.array([own is None for own in levels])


def _count(responses: Responses, outcome: Vector, mask: Mask, arm: str) -> _Count:
    chosen = mask & (responses.members.arms == arm)
    absent = chosen & np.isnan(responses.observed)
    values = outcome[chosen]
    return _Count(
        int((values == 1.0).sum()),
        int((~np.isnan(values)).sum()),
        int(absent.sum()),
    )


def _describe(row: Estimate, stratum: str, count: _Count) -> Estimate:
    return replace(
        row,
        stratum=stratum,
        n=count.events,
        denominator=count.n,
        missing=count.missing,
    )
