"""Pairs of one participant of each arm: who has the better outcome, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.ranked.scores import Mask, Scores, derive_scores
from tubulus.analysis.estimators.ranked.wording import note_limits, note_order
from tubulus.analysis.estimators.rows import fill_interval, fill_number, fill_test, join_notes
from tubulus.analysis.estimators.shares.counts import list_strata
from tubulus.core.estimates import Estimate
from tubulus.stats.ranks import (
    WinResult,
    compute_two_part_test,
    compute_van_elteren_test,
    compute_wilcoxon_test,
    estimate_shift,
    estimate_shift_ratio,
    estimate_superiority,
    estimate_wins,
)
from tubulus.stats.results import HypothesisTest

__all__ = ["NET_BENEFIT", "SUPERIORITY", "TIED", "WIN_ODDS", "estimate_ranks"]

SUPERIORITY = "probability of superiority"
"""Statistic: how often the first arm has the better outcome in a pair, ties counted half."""

WIN_ODDS = "win odds"
"""Statistic: the odds of that probability."""

NET_BENEFIT = "net benefit"
"""Statistic: pairs won minus pairs lost, as a share of all."""

TIED = "share of pairs tied"
"""Statistic: pairs in which nobody has the better outcome; ``n`` and ``denominator`` are pairs."""


def estimate_ranks(context: EstimandContext) -> Iterator[Estimate]:
    """Yield what the pairs of each two arms say, for everybody and by stratum, then the test."""
    scores = derive_scores(context)
    for arm, comparator in context.list_contrasts():
        for stratum, inside in list_strata(context, scores):
            yield from _list_pairs(context, scores, (arm, comparator), stratum, inside)
        if context.endpoint.kind == "number":
            yield _estimate_shift(context, scores, arm, comparator)
        if context.estimand.test != "none":
            yield _test(context, scores, arm, comparator)


def _list_pairs(
    context: EstimandContext, scores: Scores, arms: tuple[str, str], stratum: str, inside: Mask
) -> Iterator[Estimate]:
    """Yield the rows of one contrast; within a stratum the two that answer the question."""
    first, second = (inside & (scores.members.arms == arm) for arm in arms)
    wins = estimate_wins(scores.values[first], scores.values[second], confidence=context.confidence)
    superiority = estimate_superiority(
        scores.values[first], scores.values[second], confidence=context.confidence
    ).superiority
    row = replace(
        _begin(context, scores, arms, first | second),
        stratum=stratum,
        note="" if stratum else note_order(context, scores, {arms[0]: first, arms[1]: second}),
    )
    shown = ((SUPERIORITY, superiority), (WIN_ODDS, wins.win_odds), (NET_BENEFIT, wins.net_benefit))
    for statistic, part in shown[:2] if stratum else shown:
        named = replace(row, statistic=statistic, note=join_notes(row.note, note_limits(part)))
        yield fill_interval(named, part)
    if not stratum:
        yield from _count_pairs(row, wins)


def _begin(
    context: EstimandContext, scores: Scores, arms: tuple[str, str], chosen: Mask
) -> Estimate:
    known = ~np.isnan(scores.values[chosen])
    return replace(
        context.make_row(SUPERIORITY, *arms),
        n=int(known.sum()),
        denominator=int(chosen.sum()),
        missing=scores.count_missing(chosen),
    )


def _count_pairs(row: Estimate, wins: WinResult) -> Iterator[Estimate]:
    pairs = wins.n_1 * wins.n_0
    counts = (("won", wins.n_wins), ("lost", wins.n_losses), ("tied", wins.n_ties))
    for name, n in counts:
        named = replace(
            row, statistic=f"share of pairs {name}", n=n, denominator=pairs, missing=None, note=""
        )
        if pairs:
            yield fill_number(named, n / pairs, "count of pairs")
        else:
            yield replace(named, reason=wins.win_odds.reason, method="count of pairs")


def _estimate_shift(
    context: EstimandContext, scores: Scores, arm: str, comparator: str
) -> Estimate:
    """Estimate the shift of the values themselves, arm against comparator."""
    logs = context.endpoint.scale == "log"
    first, second = (scores.members.arms == name for name in (arm, comparator))
    own = scores.numbers[first | second]
    row = replace(
        context.make_row(
            "Hodges-Lehmann ratio" if logs else "Hodges-Lehmann difference", arm, comparator
        ),
        n=int((~np.isnan(own)).sum()),
        denominator=own.size,
        unit="" if logs else context.plan.find_unit(context.endpoint.value),
        note="of the values themselves, a shift only where both distributions have one shape",
    )
    if scores.n_without_number:
        n = scores.n_without_number
        return replace(row, reason=f"{n} with a place in the order and no exactly known value")
    estimate = estimate_shift_ratio if logs else estimate_shift
    numbers = scores.numbers
    result = estimate(numbers[first], numbers[second], confidence=context.confidence)
    left_out = result.n_not_positive
    words = f"{left_out} left out because a value is not positive" if left_out else ""
    missing = result.n_missing + left_out
    noted = replace(row, n=own.size - missing, missing=missing, note=join_notes(row.note, words))
    return fill_interval(noted, result.shift)


def _test(context: EstimandContext, scores: Scores, arm: str, comparator: str) -> Estimate:
    first, second = (scores.members.arms == name for name in (arm, comparator))
    row = replace(_begin(context, scores, (arm, comparator), first | second), note=context.p_note)
    values = scores.values
    test: HypothesisTest
    if context.estimand.test == "two-part":
        test = compute_two_part_test(values[first], values[second]).test
    elif context.estimand.test == "van-elteren":
        test, left_out = _test_in_strata(context, scores, first, second)
        row = replace(row, note=join_notes(row.note, left_out))
    else:
        test = compute_wilcoxon_test(values[first], values[second]).test
    return fill_test(row, test)


def _test_in_strata(
    context: EstimandContext, scores: Scores, first: Mask, second: Mask
) -> tuple[HypothesisTest, str]:
    """Compute the test within the strata, and write who could not take part in it."""
    stratum = context.plan.find_stratum(context.estimand.stratum)
    if stratum is None:
        raise ValueError("the fitness of the plan requires a stratum")
    levels = scores.members.get_levels(stratum.value)
    names = sorted({level for level in levels if level is not None})
    codes = np.array([np.nan if own is None else float(names.index(own)) for own in levels])
    chosen = first | second
    result = compute_van_elteren_test(
        scores.values[chosen], first[chosen].astype(np.float64), codes[chosen]
    )
    parts = (
        (result.n_alone, "in a level with one arm alone"),
        (result.n_missing, "without a value or a level"),
    )
    said = ", ".join(f"{n} {words}" for n, words in parts if n)
    return result.test, f"left out of the test: {said}" if said else ""
