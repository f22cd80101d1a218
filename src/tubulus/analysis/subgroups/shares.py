"""The difference of shares in each level, and how far it differs between levels."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import numpy as np
from scipy import special

from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.responses import derive_responses
from tubulus.analysis.estimators.rows import fill_interval
from tubulus.analysis.estimators.shares.counts import count_events
from tubulus.analysis.subgroups.stratified import (
    NO_TEST,
    StratifiedContrast,
    list_levels,
    name_against,
    name_level,
)
from tubulus.stats.results import Interval
from tubulus.stats.subgroups import estimate_risk_interaction

__all__ = ["compare_shares"]

_STATISTIC = "risk difference"
_BETWEEN = "risk difference between levels"


def compare_shares(context: EstimandContext, arm: str, comparator: str) -> StratifiedContrast:
    """Compare a share between two arms in each level of the estimand's stratum.

    Notes
    -----
    The standard error by which a difference is shrunken is the width of its score limits over
    twice the normal quantile: it stays above 0 where a level has no event.
    """
    own = replace(context, section="subgroups")
    responses = derive_responses(context)
    stratum = context.plan.find_stratum(context.estimand.stratum)
    held = context.members.get_levels(stratum.value) if stratum else ()
    levels = list_levels(context)
    counts = []
    for level in levels:
        mask = np.array([each == level for each in held])
        pair = (count_events(responses, responses.counted, mask, a) for a in (arm, comparator))
        counts.append(tuple(chain.from_iterable((c.events, c.n) for c in pair)))
    tables = [(a, b, c, d) for a, b, c, d in counts]
    result = estimate_risk_interaction(tables, confidence=context.confidence)
    row = replace(own.make_row(_STATISTIC, arm, comparator), role="description", note=NO_TEST)
    rows = [
        fill_interval(
            replace(row, stratum=name_level(own, level), n=n_1 + n_0, denominator=n_1 + n_0),
            interval,
        )
        for level, (_, n_1, _, n_0), interval in zip(levels, tables, result.subgroups, strict=True)
    ]
    both = [lv for lv, i in zip(levels, result.subgroups, strict=True) if i.estimate is not None]
    rows += [
        fill_interval(
            replace(row, statistic=_BETWEEN, stratum=name_against(own, level, both[0])), interval
        )
        for level, interval in zip(both[1:], result.differences, strict=True)
    ]
    return StratifiedContrast(
        context=own,
        arm=arm,
        comparator=comparator,
        levels=levels,
        statistic=_STATISTIC,
        unit="",
        scale="share",
        rows=tuple(rows),
        estimates=tuple(interval.estimate for interval in result.subgroups),
        errors=tuple(_find_error(interval) for interval in result.subgroups),
    )


def _find_error(interval: Interval) -> float | None:
    if interval.low is None or interval.high is None or not interval.high > interval.low:
        return None
    quantile = float(special.ndtri(0.5 + interval.confidence / 2.0))
    return (interval.high - interval.low) / (2.0 * quantile)
