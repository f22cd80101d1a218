"""The part of an analysis that runs the planned multiverses and puts them into tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.multiverse.choices import find_own_options, list_specifications
from tubulus.analysis.multiverse.joint import list_joint_test
from tubulus.analysis.multiverse.specified import (
    SpecifiedResult,
    compute_spreads,
    run_specification,
)
from tubulus.analysis.multiverse.summary import list_summary
from tubulus.analysis.parts import AnalysisContext, PartResult
from tubulus.analysis.plan.sections import Multiverse
from tubulus.core.estimates import Estimate
from tubulus.stats.multiverse import (
    Specification,
    summarise_options,
    summarise_specifications,
)
from tubulus.stats.results import Interval
from tubulus.stats.scales import compute_exponential

__all__ = ["MULTIVERSE_SCHEMA", "OPTION_SCHEMA", "derive_multiverse"]

_TEXTS = ("population", "scale", "outcome", "covariates", "missing", "errors")
MULTIVERSE_SCHEMA = pl.Schema(
    {
        "multiverse": pl.String(),
        "label": pl.String(),
        "estimand": pl.String(),
        "arm": pl.String(),
        "comparator": pl.String(),
        "specification": pl.Int32(),
        "place": pl.Int32(),
        **dict.fromkeys(_TEXTS, pl.String()),
        "is_planned": pl.Boolean(),
        "measure": pl.String(),
        "null": pl.Float64(),
        "unit": pl.String(),
        "value": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "own_measure": pl.String(),
        "own_value": pl.Float64(),
        "own_low": pl.Float64(),
        "own_high": pl.Float64(),
        "n": pl.Int32(),
        "n_imputed": pl.Int32(),
        "method": pl.String(),
        "state": pl.String(),
        "reason": pl.String(),
        "provenance": pl.String(),
    }
)
OPTION_SCHEMA = pl.Schema(
    {
        "multiverse": pl.String(),
        "label": pl.String(),
        "estimand": pl.String(),
        "choice": pl.String(),
        "option": pl.String(),
        "measure": pl.String(),
        "unit": pl.String(),
        "n_estimated": pl.Int32(),
        "median": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "provenance": pl.String(),
    }
)
STANDARDISED = "standardised difference"


@dataclass(frozen=True)
class _Curve:
    """A multiverse that was run: results on the scale of each and on the one that all share."""

    own: EstimandContext
    multiverse: Multiverse
    specifications: tuple[Specification, ...]
    results: tuple[SpecifiedResult, ...]
    measure: str
    unit: str
    null: float
    shown: tuple[Interval, ...]


def derive_multiverse(context: AnalysisContext, rows: tuple[Estimate, ...]) -> PartResult:
    """Derive the tables ``multiverse`` and ``multiverse_options``, and rows that sum them up.

    Notes
    -----
    Where all specifications have one scale they are shown as the ratio or difference that the
    estimand has; where scales are varied, as contrasts divided by the SD within arms of the value
    after on the scale of each.
    """
    del rows
    estimates: list[Estimate] = []
    table: list[dict[str, Any]] = []
    options: list[dict[str, Any]] = []
    for multiverse in context.plan.multiverse:
        curve = _run(context, multiverse)
        about = {
            "multiverse": multiverse.id,
            "label": multiverse.label,
            "estimand": multiverse.estimand,
            "measure": curve.measure,
            "unit": curve.unit,
            "provenance": context.provenance,
        }
        summary = summarise_specifications(curve.shown, null=curve.null)
        places = {number: place for place, number in enumerate(summary.order, start=1)}
        table += [{**about, **row} for row in _list_rows(curve, places)]
        options += [{**about, **row} for row in _list_options(curve)]
        row = _begin(curve)
        estimates += list_summary(row, summary, curve.measure, curve.unit)
        estimates += list_joint_test(context, curve.own, multiverse, curve.specifications, row)
    if not table:
        return PartResult()
    return PartResult(
        rows=tuple(estimates),
        tables={
            "multiverse": pl.DataFrame(table, schema=MULTIVERSE_SCHEMA, orient="row"),
            "multiverse_options": pl.DataFrame(options, schema=OPTION_SCHEMA, orient="row"),
        },
    )


def _run(context: AnalysisContext, multiverse: Multiverse) -> _Curve:
    own = next(e for e in context.estimands if e.estimand.id == multiverse.estimand)
    specifications = list_specifications(context.plan, multiverse)
    results = tuple(run_specification(context, own, s) for s in specifications)
    scales = {s.get_option("scale") for s in specifications}
    if len(scales) > 1:
        spreads = compute_spreads(own)
        shown = tuple(
            _divide(result.contrast, spreads[s.get_option("scale")])
            for s, result in zip(specifications, results, strict=True)
        )
        return _Curve(own, multiverse, specifications, results, STANDARDISED, "", 0.0, shown)
    logs = scales == {"log"}
    return _Curve(
        own,
        multiverse,
        specifications,
        results,
        _name_measure(logs=logs),
        "" if logs else own.plan.find_unit(own.endpoint.value),
        1.0 if logs else 0.0,
        tuple(_show(result.contrast, logs=logs) for result in results),
    )


def _name_measure(*, logs: bool) -> str:
    return "geometric mean ratio" if logs else "adjusted difference"


def _show(contrast: Interval, *, logs: bool) -> Interval:
    return compute_exponential(contrast, contrast.method) if logs else contrast


def _divide(contrast: Interval, spread: float) -> Interval:
    def scale(value: float | None) -> float | None:
        return None if value is None else value / spread

    return replace(
        contrast,
        estimate=scale(contrast.estimate),
        low=scale(contrast.low),
        high=scale(contrast.high),
    )


def _list_rows(curve: _Curve, places: Mapping[int, int]) -> Iterator[dict[str, Any]]:
    estimand = curve.own.estimand
    planned = find_own_options(estimand, curve.own.endpoint)
    parts = zip(curve.specifications, curve.results, curve.shown, strict=True)
    for specification, result, shown in parts:
        options = dict(specification.options)
        logs = options["scale"] == "log"
        own = _show(result.contrast, logs=logs)
        yield {
            **options,
            "arm": estimand.treatment[0],
            "comparator": estimand.treatment[1],
            "specification": specification.number + 1,
            "place": places.get(specification.number),
            "is_planned": options == planned,
            "null": curve.null,
            "value": shown.estimate,
            "low": shown.low,
            "high": shown.high,
            "own_measure": _name_measure(logs=logs),
            "own_value": own.estimate,
            "own_low": own.low,
            "own_high": own.high,
            "n": result.n,
            "n_imputed": result.n_imputed,
            "method": result.contrast.method,
            "state": result.contrast.state,
            "reason": result.contrast.reason,
        }


def _list_options(curve: _Curve) -> Iterator[dict[str, Any]]:
    varied = _find_varied(curve.specifications)
    for found in summarise_options(curve.specifications, curve.shown):
        if found.choice in varied:
            yield {
                "choice": found.choice,
                "option": found.option,
                "n_estimated": found.n_estimated,
                "median": found.median.value,
                "low": found.low.value,
                "high": found.high.value,
            }


def _find_varied(specifications: Sequence[Specification]) -> set[str]:
    options: dict[str, set[str]] = {}
    for specification in specifications:
        for choice, option in specification.options:
            options.setdefault(choice, set()).add(option)
    return {choice for choice, own in options.items() if len(own) > 1}


def _begin(curve: _Curve) -> Estimate:
    arm, comparator, *_ = curve.own.estimand.treatment
    row = curve.own.make_row("specifications", arm, comparator)
    return replace(row, section="multiverse", label=curve.multiverse.label, role="sensitivity")
