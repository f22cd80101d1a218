"""How far imputed values would have to lie from the model before the conclusion is another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.rows import fill_number
from tubulus.analysis.imputation.completed import Completed, impute_contrast
from tubulus.analysis.imputation.pooled import COMPLETE, SECTION, name_contrast
from tubulus.core.estimates import Estimate
from tubulus.stats.imputation import DeltaCell, DeltaGrid, compute_delta_grid
from tubulus.stats.imputation.delta import METHOD
from tubulus.stats.results import Interval

__all__ = ["CHANGING", "SHIFT_SCHEMA", "ShiftedContrast", "list_shifted"]

SHIFT_SCHEMA = pl.Schema(
    {
        "estimand": pl.String(),
        "label": pl.String(),
        "arm": pl.String(),
        "comparator": pl.String(),
        "statistic": pl.String(),
        "shift": pl.String(),
        "unit": pl.String(),
        "delta_1": pl.Float64(),
        "delta_0": pl.Float64(),
        "value": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "confidence": pl.Float64(),
        "side": pl.Int32(),
        "changes": pl.Boolean(),
        "is_unshifted": pl.Boolean(),
        "imputed_1": pl.Int32(),
        "imputed_0": pl.Int32(),
        "imputations": pl.Int32(),
        "reason": pl.String(),
        "method": pl.String(),
        "provenance": pl.String(),
    }
)
"""Columns of the table ``tipping``: one row a pair of shifts; ``side`` is 1 where the limits lie
above no difference, -1 below it, 0 where they hold it."""

CHANGING = "shifts that change the conclusion"
"""Statistic of the rows that count the pairs of shifts under which the conclusion is another."""


@dataclass(frozen=True, slots=True)
class ShiftedContrast:
    """Rows of a contrast and its grid."""

    rows: tuple[Estimate, ...]
    grid: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class _Steps:
    """Shifts of one scale: what they are called, as told, as applied, and which is none."""

    name: str
    told: tuple[float, ...]
    applied: tuple[float, ...]
    none: int
    unit: str = ""


def list_shifted(context: EstimandContext) -> Iterator[ShiftedContrast]:
    """Yield for each pair of arms the grid of shifts and where the conclusion changes.

    Notes
    -----
    The conclusion is the side of no difference on which the limits lie, or that they hold it. The
    grid is built on the same draws as the imputation of the estimand.
    """
    for arm, comparator in context.list_contrasts():
        completed = impute_contrast(context, arm, comparator)
        steps = _make_steps(context, completed)
        if completed.imputation.rows.size == 0:
            row = _begin(context, completed, f"tipping {steps.name}, first arm")
            yield ShiftedContrast((replace(row, reason=COMPLETE),))
            continue
        found = compute_delta_grid(
            completed.imputation, steps.applied, steps.applied, confidence=context.confidence
        )
        sides = _find_sides(found, 1.0 if steps.name == "ratio" else 0.0)
        rows = tuple(_list_points(context, completed, steps, found, sides))
        yield ShiftedContrast(rows, tuple(_list_cells(context, completed, steps, found, sides)))


def _make_steps(context: EstimandContext, completed: Completed) -> _Steps:
    settings = context.plan.settings
    if context.endpoint.kind == "binary":
        odds = settings.tipping_odds
        return _Steps("odds ratio", odds, tuple(map(math.log, odds)), odds.index(1.0))
    if context.endpoint.scale == "log":
        ratios = settings.tipping_ratios
        return _Steps("ratio", ratios, ratios, ratios.index(1.0))
    shifts = tuple(k * completed.spread for k in settings.tipping_sds)
    unit = context.plan.find_unit(context.endpoint.value)
    return _Steps("difference", shifts, shifts, settings.tipping_sds.index(0.0), unit)


def _find_sides(grid: DeltaGrid, none: float) -> list[list[int | None]]:
    return [[_find_side(cell.contrast, none) for cell in row] for row in grid.cells]


def _find_side(contrast: Interval, none: float) -> int | None:
    if contrast.low is None or contrast.high is None:
        return None
    return 1 if contrast.low > none else -1 if contrast.high < none else 0


def _begin(context: EstimandContext, completed: Completed, statistic: str) -> Estimate:
    row = replace(context, section=SECTION).make_row(statistic, completed.arm, completed.comparator)
    return replace(row, role="sensitivity", method=METHOD.name, denominator=completed.n)


def _list_points(
    context: EstimandContext,
    completed: Completed,
    steps: _Steps,
    grid: DeltaGrid,
    sides: list[list[int | None]],
) -> Iterator[Estimate]:
    """Yield the nearest shift of one arm alone that changes the conclusion, for either arm."""
    middle = sides[steps.none][steps.none]
    alone = {
        "first arm": ([row[steps.none] for row in sides], 1.0),
        "comparator": (sides[steps.none], 0.0),
    }
    arms = completed.imputation.arm[completed.imputation.rows]
    for name, (own, indicator) in alone.items():
        imputed = int((arms == indicator).sum())
        row = replace(
            _begin(context, completed, f"tipping {steps.name}, {name}"),
            missing=imputed,
            unit=steps.unit,
            note=f"the smallest of the planned shifts in the {name} alone",
        )
        yield _fill_nearest(row, own, middle, steps)
    if middle is None:
        return
    flat = [side for row in sides for side in row if side is not None]
    changing = sum(side != middle for side in flat)
    row = replace(
        _begin(context, completed, CHANGING),
        n=changing,
        denominator=len(flat),
        note=f"pairs of shifts out of {len(flat)}; {grid.imputations} completed data sets",
    )
    yield fill_number(row, changing, METHOD.name)


def _fill_nearest(
    row: Estimate, sides: Sequence[int | None], middle: int | None, steps: _Steps
) -> Estimate:
    if middle is None:
        return replace(row, reason="the contrast without a shift has no limits")
    if not row.missing:
        return replace(row, reason="nothing was imputed in this arm")
    tipping = [k for k, side in enumerate(sides) if side is not None and side != middle]
    if not tipping:
        first, last = (f"{steps.told[k]:.3g}" for k in (0, -1))
        unit = f" {steps.unit}" if steps.unit else ""
        reason = f"no shift from {first} to {last}{unit} changes the conclusion"
        return replace(row, reason=reason)
    size = np.abs(np.log(steps.told)) if steps.name != "difference" else np.abs(steps.told)
    nearest = min(tipping, key=lambda k: float(size[k]))
    return fill_number(row, steps.told[nearest], METHOD.name)


def _list_cells(
    context: EstimandContext,
    completed: Completed,
    steps: _Steps,
    grid: DeltaGrid,
    sides: list[list[int | None]],
) -> Iterator[dict[str, Any]]:
    arms = completed.imputation.arm[completed.imputation.rows]
    about = {
        "estimand": context.estimand.id,
        "label": context.endpoint.label,
        "arm": completed.arm,
        "comparator": completed.comparator,
        "statistic": name_contrast(context),
        "shift": steps.name,
        "unit": steps.unit,
        "imputed_1": int((arms == 1.0).sum()),
        "imputed_0": int((arms == 0.0).sum()),
        "imputations": grid.imputations,
    }
    middle = sides[steps.none][steps.none]
    for i, row in enumerate(grid.cells):
        for j, cell in enumerate(row):
            side = sides[i][j]
            yield {
                **about,
                **_read_cell(cell),
                "delta_1": steps.told[i],
                "delta_0": steps.told[j],
                "side": side,
                "changes": None if side is None or middle is None else side != middle,
                "is_unshifted": i == j == steps.none,
            }


def _read_cell(cell: DeltaCell) -> dict[str, Any]:
    contrast = cell.contrast
    return {
        "value": contrast.estimate,
        "low": contrast.low,
        "high": contrast.high,
        "confidence": contrast.confidence,
        "reason": contrast.reason,
        "method": contrast.method,
    }
