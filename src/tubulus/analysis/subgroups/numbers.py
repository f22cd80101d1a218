"""The adjusted contrast of a number in each level, from one model with an interaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tubulus.analysis.dataset import Vector
from tubulus.analysis.estimators.before_after import get_values
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.covariates import make_columns
from tubulus.analysis.estimators.rows import fill_interval, join_notes
from tubulus.analysis.plan.sections import BaselineVariable
from tubulus.analysis.subgroups.stratified import (
    NO_TEST,
    StratifiedContrast,
    list_levels,
    name_against,
    name_level,
)
from tubulus.core.estimates import Estimate
from tubulus.stats.description.spread import compute_pooled_sd
from tubulus.stats.results import Interval
from tubulus.stats.scales import compute_exponential, compute_logarithm
from tubulus.stats.subgroups import InteractionResult, estimate_interaction
from tubulus.stats.subgroups.interaction import METHOD

__all__ = ["compare_numbers", "list_adjusted"]

_STATISTICS = {
    "log": ("geometric mean ratio", "ratio of ratios"),
    "identity": ("adjusted difference", "difference of differences"),
}


def list_adjusted(context: EstimandContext) -> tuple[BaselineVariable, ...]:
    """List the covariates of the model: a stratum that is one of them is in it by its levels."""
    stratum = context.plan.find_stratum(context.estimand.stratum)
    found = (context.plan.find_covariate(name) for name in context.estimand.covariates)
    return tuple(v for v in found if stratum is None or v.value != stratum.value)


def compare_numbers(context: EstimandContext, arm: str, comparator: str) -> StratifiedContrast:
    """Compare a number between two arms in each level of the estimand's stratum."""
    members = context.members.keep_arms([arm, comparator])
    own = replace(context, members=members, section="subgroups")
    after, before = _get_scaled(own)
    logs = context.endpoint.scale == "log"
    statistic, _ = _STATISTICS[context.endpoint.scale]
    result = _fit(own, after, before, (members.arms == arm).astype(np.float64))
    parts = result.subgroups
    return StratifiedContrast(
        context=own,
        arm=arm,
        comparator=comparator,
        levels=tuple(part.level for part in parts),
        statistic=statistic,
        unit="" if logs else context.plan.find_unit(context.endpoint.value),
        scale="log" if logs else "identity",
        rows=tuple(_list_rows(own, result, arm, comparator)),
        estimates=tuple(part.contrast.estimate for part in parts),
        errors=tuple(part.standard_error.value for part in parts),
        spread=1.0 if logs else compute_pooled_sd(after, members.arms) or 1.0,
    )


def _get_scaled(context: EstimandContext) -> tuple[Vector, Vector]:
    after, before = get_values(context)
    if context.endpoint.scale == "log":
        return compute_logarithm(after)[0], compute_logarithm(before)[0]
    return after, before


def _fit(
    context: EstimandContext, after: Vector, before: Vector, indicator: Vector
) -> InteractionResult:
    members = context.members
    stratum = context.plan.find_stratum(context.estimand.stratum)
    own = members.get_levels(stratum.value) if stratum else (None,) * len(members)
    complete = ~np.isnan(after) & np.array([level is not None for level in own], dtype=np.bool_)
    adjusted = np.empty((len(members), 0))
    if context.endpoint.baseline:
        complete &= ~np.isnan(before)
        adjusted = before[:, None]
    columns = make_columns(members, list_adjusted(context), complete)
    return estimate_interaction(
        after,
        indicator,
        own,
        np.column_stack([adjusted, columns]),
        levels=list_levels(context),
        confidence=context.confidence,
    )


def _list_rows(
    context: EstimandContext, result: InteractionResult, arm: str, comparator: str
) -> Iterator[Estimate]:
    statistic, between = _STATISTICS[context.endpoint.scale]
    logs = context.endpoint.scale == "log"
    row = replace(
        context.make_row(statistic, arm, comparator),
        role="description",
        unit="" if logs else context.plan.find_unit(context.endpoint.value),
        note=join_notes(_note_adjustment(context), NO_TEST),
    )
    for part in result.subgroups:
        n = part.n_1 + part.n_0
        own = replace(row, stratum=name_level(context, part.level), n=n, denominator=n)
        yield fill_interval(own, _scale(part.contrast, logs=logs))
    for found in result.differences:
        named = name_against(context, found.level, found.reference)
        own = replace(row, statistic=between, stratum=named)
        yield fill_interval(own, _scale(found.difference, logs=logs))


def _scale(interval: Interval, *, logs: bool) -> Interval:
    return compute_exponential(interval, f"{METHOD.name}, of logs") if logs else interval


def _note_adjustment(context: EstimandContext) -> str:
    labels = ["the value before"] if context.endpoint.baseline else []
    labels += [variable.label for variable in list_adjusted(context)]
    return f"adjusted for {', '.join(labels)}" if labels else "unadjusted"
