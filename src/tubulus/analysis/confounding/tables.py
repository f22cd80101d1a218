"""The tables ``benchmarks`` and ``confounders``: what confounders of given strengths would do."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from tubulus.analysis.adjustment.contrasts import STATISTICS, Contrast
from tubulus.core.estimates import Estimate
from tubulus.stats.bias import ConfounderBounds, compute_difference_tipping
from tubulus.stats.results import Interval

__all__ = ["BENCHMARK_SCHEMA", "TIPPING_SCHEMA", "make_confounding_tables"]

_WHO = {
    "estimand": pl.String(),
    "label": pl.String(),
    "arm": pl.String(),
    "comparator": pl.String(),
    "kind": pl.String(),
    "unit": pl.String(),
}
BENCHMARK_SCHEMA = pl.Schema(
    {
        **_WHO,
        "covariate": pl.String(),
        "strength": pl.Float64(),
        "r2_arm": pl.Float64(),
        "r2_outcome": pl.Float64(),
        "value": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "reason": pl.String(),
        "method": pl.String(),
        "provenance": pl.String(),
    }
)
TIPPING_SCHEMA = pl.Schema(
    {
        **_WHO,
        "gap": pl.Float64(),
        "effect_for_estimate": pl.Float64(),
        "effect_for_limit": pl.Float64(),
        "reason_estimate": pl.String(),
        "reason_limit": pl.String(),
        "method": pl.String(),
        "provenance": pl.String(),
    }
)

_GAPS = tuple(step / 20.0 for step in range(2, 21))
"""How much more frequent the confounder is in the first arm: shares from 0.1 to 1."""

Pairs = Sequence[tuple[Contrast, ConfounderBounds]]


def make_confounding_tables(
    found: Pairs, rows: Sequence[Estimate], provenance: str
) -> Mapping[str, pl.DataFrame]:
    """Make both tables.

    Parameters
    ----------
    found : sequence of (Contrast, ConfounderBounds)
        Each contrast with what is known of its covariates.
    rows : sequence of Estimate
        The rows of the estimands, whose planned contrasts are the ones that tip.
    provenance : str
        Identifier of the provenance record.
    """
    benchmarks = [
        {**row, "provenance": provenance}
        for contrast, bounds in found
        for row in _list_benchmarks(contrast, bounds)
    ]
    tipping = [
        {**row, "provenance": provenance}
        for contrast, _ in found
        for row in _list_tipping(contrast, rows)
    ]
    return {
        "benchmarks": pl.DataFrame(benchmarks, schema=BENCHMARK_SCHEMA, orient="row"),
        "confounders": pl.DataFrame(tipping, schema=TIPPING_SCHEMA, orient="row"),
    }


def _name(contrast: Contrast) -> dict[str, Any]:
    row = contrast.make_row("", "")
    return {
        "estimand": row.estimand,
        "label": row.label,
        "arm": row.arm,
        "comparator": row.comparator,
        "kind": contrast.kind,
        "unit": row.unit,
    }


def _list_benchmarks(contrast: Contrast, bounds: ConfounderBounds) -> Iterator[dict[str, Any]]:
    for one in bounds.bounds:
        scaled = contrast.scale(one.adjusted)
        yield {
            **_name(contrast),
            "covariate": one.covariate,
            "strength": one.strength,
            "r2_arm": one.r2_arm.value,
            "r2_outcome": one.r2_outcome.value,
            "value": scaled.estimate,
            "low": scaled.low,
            "high": scaled.high,
            "reason": scaled.reason,
            "method": one.adjusted.method,
        }


def _list_tipping(contrast: Contrast, rows: Sequence[Estimate]) -> Iterator[dict[str, Any]]:
    planned = _find_planned(contrast, rows)
    if planned is None:
        return
    table = compute_difference_tipping(planned, [(gap, 0.0) for gap in _GAPS], [])
    for row in table.rows:
        tips = (row.effect_for_estimate, row.effect_for_limit)
        yield {
            **_name(contrast),
            "gap": row.prevalence_1,
            "effect_for_estimate": _scale(contrast, tips[0].value),
            "effect_for_limit": _scale(contrast, tips[1].value),
            "reason_estimate": tips[0].reason,
            "reason_limit": tips[1].reason,
            "method": tips[0].method,
        }


def _scale(contrast: Contrast, effect: float | None) -> float | None:
    """Turn a difference of logs into a ratio, where it is one that can be written."""
    if effect is None or contrast.kind != "ratio":
        return effect
    return math.exp(effect) if abs(effect) < math.log(1e6) else None


def _find_planned(contrast: Contrast, rows: Sequence[Estimate]) -> Interval | None:
    """Find the planned contrast as a difference, of logs where it is a ratio."""
    wanted = (contrast.context.estimand.id, contrast.arm, contrast.comparator)
    for row in rows:
        own = (row.estimand, row.arm, row.comparator) == wanted and not row.stratum
        if own and row.statistic == STATISTICS[contrast.kind] and row.section != "sensitivity":
            return _read_planned(row, is_ratio=contrast.kind == "ratio")
    return None


def _read_planned(row: Estimate, *, is_ratio: bool) -> Interval | None:
    if row.value is None:
        return None
    value, low, high = (
        part if part is None or not is_ratio else math.log(part)
        for part in (row.value, row.low, row.high)
    )
    return Interval(value, low, high, row.confidence or 0.95, row.method, row.reason)
