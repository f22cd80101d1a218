"""The difference of the shares of two arms: crude, within strata and over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tubulus.analysis.dataset import Vector
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import Responses
from tubulus.analysis.estimators.rows import fill_interval, fill_test, join_notes
from tubulus.analysis.estimators.shares.counts import count_events, list_strata
from tubulus.analysis.estimators.shares.fragility import compute_test, make_bound
from tubulus.analysis.plan.sections import Stratum
from tubulus.core.estimates import Estimate
from tubulus.stats.two_proportions import estimate_risk_difference, estimate_stratified_difference

__all__ = ["STRATIFIED", "list_differences"]

STRATIFIED = "risk difference, stratified"
"""Statistic of the difference over the levels of the estimand's stratum."""


def list_differences(
    context: EstimandContext,
    responses: Responses,
    outcome: Vector,
    *,
    tested: bool = False,
    everybody_only: bool = False,
) -> Iterator[Estimate]:
    """Yield the difference of each pair of arms; the test, if it is the planned analysis."""
    for stratum, mask in list_strata(context, responses, everybody_only=everybody_only):
        for arm, comparator in context.list_contrasts():
            first = count_events(responses, outcome, mask, arm)
            second = count_events(responses, outcome, mask, comparator)
            row = replace(
                context.make_row("risk difference", arm, comparator),
                stratum=stratum,
                n=first.n + second.n,
                denominator=first.n + second.n,
                missing=first.missing + second.missing,
            )
            difference = estimate_risk_difference(
                first.events, first.n, second.events, second.n, confidence=context.confidence
            )
            yield fill_interval(row, difference)
            if stratum:
                continue
            yield from _list_stratified(context, responses, outcome, row)
            # one test for the estimand; strata are described, never tested one by one
            if tested and context.estimand.test != "none":
                result = compute_test(context.estimand.test, first, second)
                yield fill_test(replace(row, note=context.p_note), result)
                yield make_bound(context, row, first, second.n)


def _list_stratified(
    context: EstimandContext, responses: Responses, outcome: Vector, row: Estimate
) -> Iterator[Estimate]:
    """Yield the difference over the levels of the stratum, each compared within itself."""
    stratum = context.plan.find_stratum(context.estimand.stratum)
    if stratum is None:
        return
    levels = responses.members.get_levels(stratum.value)
    tables = []
    for level in sorted({level for level in levels if level is not None}):
        mask = np.array([own == level for own in levels])
        first = count_events(responses, outcome, mask, row.arm)
        second = count_events(responses, outcome, mask, row.comparator)
        tables.append((first.events, first.n, second.events, second.n))
    result = estimate_stratified_difference(tables, confidence=context.confidence)
    n = result.n_1 + result.n_0
    unknown = (row.denominator or 0) - n - result.n_left_out
    named = replace(
        row, statistic=STRATIFIED, n=n, note=_note_strata(stratum, result.n_left_out, unknown)
    )
    yield fill_interval(named, result.difference)


def _note_strata(stratum: Stratum, left_out: int, unknown: int) -> str:
    return join_notes(
        f"each level of {stratum.label.lower()} compared within itself",
        f"{left_out} left out of a level with one arm alone" if left_out else "",
        f"{unknown} left out whose level is not known" if unknown else "",
    )
