"""A difference of shares by other methods: other scales, other limits, adjusted, over strata."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tubulus.analysis.adjustment.contrasts import Contrast
from tubulus.analysis.estimators.rows import fill_interval, join_notes
from tubulus.core.estimates import Estimate
from tubulus.stats.exact_tests import estimate_exact_risk_difference
from tubulus.stats.logistic import estimate_standardised_risks
from tubulus.stats.results import Interval
from tubulus.stats.two_proportions import (
    estimate_odds_ratio,
    estimate_risk_ratio,
    estimate_stratified_score_difference,
)

__all__ = ["SHARE_METHODS"]

_DIFFERENCE = "risk difference"


def _use_firth(contrast: Contrast) -> Iterator[Estimate]:
    result = estimate_standardised_risks(
        contrast.outcome,
        contrast.indicator,
        contrast.score.values,
        model="flic",
        confidence=contrast.context.confidence,
    )
    labels = ", ".join(dict.fromkeys(contrast.score.owners))
    note = (
        "risks of both arms averaged over the same participants, the intercept corrected so that "
        f"they add up to the events (FLIC); adjusted for {labels}"
    )
    for statistic, interval in ((_DIFFERENCE, result.difference), ("risk ratio", result.ratio)):
        row = replace(
            contrast.make_row("sensitivity", statistic),
            n=result.n_1 + result.n_0,
            missing=result.n_missing,
            note=note,
        )
        yield fill_interval(row, interval)


def _use_ratios(contrast: Contrast) -> Iterator[Estimate]:
    counts, level = _count(contrast), contrast.context.confidence
    for statistic, interval in (
        ("risk ratio", estimate_risk_ratio(*counts, confidence=level)),
        ("odds ratio", estimate_odds_ratio(*counts, confidence=level)),
    ):
        yield _fill_counted(contrast, statistic, interval, counts)


def _use_exact_interval(contrast: Contrast) -> Iterator[Estimate]:
    counts = _count(contrast)
    interval = estimate_exact_risk_difference(*counts, confidence=contrast.context.confidence)
    yield _fill_counted(contrast, _DIFFERENCE, interval, counts)


def _use_stratified_score(contrast: Contrast) -> Iterator[Estimate]:
    stratum = contrast.context.plan.find_stratum(contrast.context.estimand.stratum)
    if stratum is None:
        return
    levels = contrast.members.get_levels(stratum.value)
    tables = [
        _count(contrast, np.array([own == level for own in levels]))
        for level in sorted({level for level in levels if level is not None})
    ]
    result = estimate_stratified_score_difference(tables, confidence=contrast.context.confidence)
    left_out = int((~np.isnan(contrast.outcome)).sum()) - result.n_1 - result.n_0
    row = replace(
        contrast.make_row("sensitivity", _DIFFERENCE),
        n=result.n_1 + result.n_0,
        note=join_notes(
            f"each level of {stratum.label.lower()} compared within itself",
            f"{left_out} left out of a level with one arm alone or of no known level"
            if left_out
            else "",
        ),
    )
    yield fill_interval(row, result.difference)


def _count(
    contrast: Contrast, chosen: npt.NDArray[np.bool_] | None = None
) -> tuple[int, int, int, int]:
    known = ~np.isnan(contrast.outcome)
    if chosen is not None:
        known &= chosen
    first, second = (contrast.outcome[known & (contrast.indicator == v)] for v in (1.0, 0.0))
    return int(first.sum()), first.size, int(second.sum()), second.size


def _fill_counted(
    contrast: Contrast, statistic: str, interval: Interval, counts: tuple[int, int, int, int]
) -> Estimate:
    n = counts[1] + counts[3]
    row = replace(
        contrast.make_row("sensitivity", statistic), n=n, missing=len(contrast.members) - n
    )
    return fill_interval(row, interval)


SHARE_METHODS: Mapping[str, Callable[[Contrast], Iterator[Estimate]]] = {
    "firth": _use_firth,
    "ratio": _use_ratios,
    "stratified score": _use_stratified_score,
    "exact interval": _use_exact_interval,
}
"""Other methods for a difference of shares, by the word of the plan."""
