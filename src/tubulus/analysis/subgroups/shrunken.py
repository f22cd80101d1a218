"""Contrasts of levels drawn towards each other, with the tau of the plan and with others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from tubulus.analysis.estimators.rows import fill_interval, join_notes
from tubulus.analysis.subgroups.stratified import NO_TEST, StratifiedContrast, name_level
from tubulus.analysis.subgroups.tau import PlannedTau
from tubulus.core.estimates import Estimate
from tubulus.stats.results import Interval
from tubulus.stats.scales import compute_exponential
from tubulus.stats.subgroups import ShrunkenSubgroups, compute_shrinkage_curve, shrink_subgroups
from tubulus.stats.subgroups.shrinkage import METHOD

__all__ = ["SHRINKAGE_SCHEMA", "list_curve", "list_shrunken"]

SHRINKAGE_SCHEMA = pl.Schema(
    {
        "estimand": pl.String(),
        "label": pl.String(),
        "arm": pl.String(),
        "comparator": pl.String(),
        "stratum": pl.String(),
        "statistic": pl.String(),
        "unit": pl.String(),
        "tau": pl.Float64(),
        "is_planned": pl.Boolean(),
        "is_default": pl.Boolean(),
        "value": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "own_weight": pl.Float64(),
        "reason": pl.String(),
        "provenance": pl.String(),
    }
)
_TAUS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
_SCALES = {
    "share": "on the scale of shares",
    "log": "on the log scale",
    "identity": "in SDs within arms",
}


def list_shrunken(contrast: StratifiedContrast, tau: PlannedTau) -> Iterator[Estimate]:
    """Yield the contrast of each level, shrunken with the plan's tau."""
    own = contrast.context
    found = _shrink(contrast, (tau.value,))[0]
    row = replace(
        own.make_row(f"shrunken {contrast.statistic}", contrast.arm, contrast.comparator),
        role="description",
        unit=contrast.unit,
        note=join_notes(
            f"drawn towards each other with tau = {tau.value:g} "
            f"{_SCALES[contrast.scale]}, {tau.origin}",
            NO_TEST,
        ),
    )
    for level, interval in zip(contrast.levels, found.subgroups, strict=True):
        yield fill_interval(
            replace(row, stratum=name_level(own, level)), _scale(contrast, interval)
        )


def list_curve(contrast: StratifiedContrast, tau: PlannedTau) -> Iterator[dict[str, Any]]:
    """Yield the shrunken contrasts under several values of tau: what the assumption decides."""
    taus = tuple(sorted({*_TAUS, tau.value}))
    for each, found in zip(taus, _shrink(contrast, taus), strict=True):
        shrunken = zip(contrast.levels, found.subgroups, found.own_weights, strict=True)
        for level, interval, weight in shrunken:
            scaled = _scale(contrast, interval)
            yield {
                "estimand": contrast.context.estimand.id,
                "label": contrast.context.endpoint.label,
                "arm": contrast.arm,
                "comparator": contrast.comparator,
                "stratum": name_level(contrast.context, level),
                "statistic": contrast.statistic,
                "unit": contrast.unit,
                "tau": each,
                "is_planned": each == tau.value,
                "is_default": each == tau.value and not tau.is_stated,
                "value": scaled.estimate,
                "low": scaled.low,
                "high": scaled.high,
                "own_weight": weight,
                "reason": scaled.reason,
            }


def _shrink(contrast: StratifiedContrast, taus: tuple[float, ...]) -> tuple[ShrunkenSubgroups, ...]:
    scaled = [tau * contrast.spread for tau in taus]
    level = contrast.context.confidence
    if len(scaled) == 1:
        only = shrink_subgroups(contrast.estimates, contrast.errors, scaled[0], confidence=level)
        return (only,)
    return compute_shrinkage_curve(contrast.estimates, contrast.errors, scaled, confidence=level)


def _scale(contrast: StratifiedContrast, interval: Interval) -> Interval:
    if contrast.scale != "log":
        return interval
    return compute_exponential(interval, f"{METHOD.name}, of logs")
