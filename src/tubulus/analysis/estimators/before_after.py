"""A number in each arm before and after: a description, and the change expected untreated."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tubulus.analysis.dataset import Vector
from tubulus.analysis.estimators.absences import list_below_limit
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.rows import fill_interval, fill_number, fill_statistic, join_notes
from tubulus.analysis.estimators.states import note_states
from tubulus.analysis.plan.sections import RegressionToMean
from tubulus.core.estimates import Estimate
from tubulus.stats.bias.regression_to_mean import compute_log_regression, compute_regression_curve
from tubulus.stats.description.describe import describe_values
from tubulus.stats.description.paired import NOTE, describe_change
from tubulus.study.records.values import ValueState

__all__ = ["compute_correlation", "describe_before_after", "find_hypothetical", "get_values"]


def describe_before_after(context: EstimandContext) -> Iterator[Estimate]:
    """Yield each arm before and after, then the change that regression to the mean would give."""
    after, before = get_values(context)
    for arm in context.estimand.treatment:
        chosen = context.members.arms == arm
        yield from _list_description(context, after[chosen], before[chosen], arm)
        yield from _list_regression(context, after[chosen], before[chosen], arm)


def get_values(context: EstimandContext) -> tuple[Vector, Vector]:
    """Return the values after and before, shape (n,) each.

    NaN where missing, below a limit, or after an event that the estimand handles as hypothetical.
    """
    members, endpoint = context.members, context.endpoint
    after = members.get_numbers(endpoint.value)
    before = (
        members.get_numbers(endpoint.baseline)
        if endpoint.baseline
        else np.full(len(members), np.nan)
    )
    return np.where(find_hypothetical(context), np.nan, after), before


def find_hypothetical(context: EstimandContext) -> npt.NDArray[np.bool_]:
    """Find who had an event that the estimand handles as hypothetical, shape (n,).

    An event that is not known to have happened has not.
    """
    happened = np.zeros(len(context.members), dtype=np.bool_)
    for event in context.estimand.intercurrent_events:
        if event.strategy == "hypothetical":
            happened |= context.members.get_truths(event.when) == 1.0
    return happened


def _find_unit(context: EstimandContext) -> str:
    return context.plan.find_unit(context.endpoint.value)


def _find_limits(context: EstimandContext, text: str, arm: str, *, is_after: bool) -> Vector:
    """Find the limits below which values of an arm lie, but those after a hypothetical event."""
    own = replace(context, members=context.members.keep_arms([arm]))
    skipped = find_hypothetical(own) if is_after else np.zeros(len(own.members), dtype=np.bool_)
    found = [
        value.number
        for value, skip in zip(own.members.evaluate(text), skipped, strict=True)
        if value.state is ValueState.BELOW_LIMIT and value.number is not None and not skip
    ]
    return np.array(found, dtype=np.float64)


def _count_ranked(row: Estimate, arm: str, n_below: int) -> Estimate:
    """Count values below their limit with those that a quantile ranks."""
    return replace(
        row,
        n=(row.n or 0) + n_below,
        missing=(row.missing or 0) - n_below,
        note=join_notes(
            f"ranked lowest in '{arm}': below the limit of quantification {n_below}", row.note
        ),
    )


def _list_description(
    context: EstimandContext, after: Vector, before: Vector, arm: str
) -> Iterator[Estimate]:
    unit = _find_unit(context)
    aside = replace(context, section="description")
    texts = {"before": context.endpoint.baseline, "after": context.endpoint.value}
    for moment, values in (("before", before), ("after", after)):
        if not texts[moment]:
            continue
        limits = _find_limits(context, texts[moment], arm, is_after=moment == "after")
        described = describe_values(values, limits)
        row = replace(
            aside.make_row("median", arm),
            n=described.n,
            denominator=int(values.size),
            missing=described.n_missing,
            unit=unit,
            role="description",
            stratum=moment,
            note=note_states(context.members, arm, texts[moment]),
        )
        others = note_states(context.members, arm, texts[moment], ranked=True)
        in_order = _count_ranked(replace(row, note=others), arm, limits.size)
        for statistic, part in (
            ("median", described.median),
            ("lower quartile", described.lower_quartile),
            ("upper quartile", described.upper_quartile),
            ("geometric mean", described.geometric_mean),
        ):
            ranked = row if statistic == "geometric mean" or not limits.size else in_order
            yield fill_statistic(replace(ranked, statistic=statistic), part)
    yield from list_below_limit(aside, arm, tuple(texts.items()))
    if not context.endpoint.baseline:
        return
    change = describe_change(before, after, confidence=context.confidence)
    row = replace(
        aside.make_row("within-arm ratio", arm),
        n=change.n,
        denominator=int(after.size),
        missing=change.n_missing,
        role="description",
        note=join_notes(NOTE, note_states(context.members, arm, *texts.values())),
    )
    if context.endpoint.scale == "log":
        yield fill_interval(row, change.geometric_mean_ratio)
    else:
        named = replace(row, statistic="within-arm change", unit=unit)
        yield fill_interval(named, change.mean_change)


def compute_correlation(setting: RegressionToMean) -> float:
    """Compute the correlation of two measurements of one man, on the log scale.

    Notes
    -----
    r = 1 - w^2 / s^2 with s the SD of the logs between single measurements of different men and
    w = sqrt(log(1 + CV^2)) the SD of the logs within a man; at least 0.
    """
    if setting.correlation is not None:
        return setting.correlation
    if setting.within_cv is None or setting.log_sd is None:
        raise ValueError("the section's validator requires both")
    within = math.log1p(setting.within_cv**2)
    return max(0.0, 1.0 - within / setting.log_sd**2)


def _list_regression(
    context: EstimandContext, after: Vector, before: Vector, arm: str
) -> Iterator[Estimate]:
    setting = context.endpoint.regression_to_mean
    if setting is None or not context.endpoint.baseline:
        return
    paired = ~(np.isnan(before) | np.isnan(after))
    geometric = describe_values(before[paired]).geometric_mean
    expected = compute_log_regression(
        geometric.value, setting.population, compute_correlation(setting)
    )
    observed = describe_change(before, after, confidence=context.confidence)
    row = replace(
        context.make_row("expected ratio", arm),
        section="regression-to-the-mean",
        n=int(paired.sum()),
        denominator=int(before.size),
        role="description",
        note=(
            f"untreated change expected from a baseline geometric mean against "
            f"{setting.population:g} {_find_unit(context)} in the population "
            f"({setting.population_source}), correlation of two measurements "
            f"{expected.correlation:.2f} ({setting.variation_source})"
        ),
    )
    yield fill_statistic(row, expected.change)
    yield from _list_curve(row, geometric.value, setting.population)
    yield fill_interval(
        replace(row, statistic="observed ratio", note=NOTE), observed.geometric_mean_ratio
    )


def _list_curve(row: Estimate, baseline: float | None, population: float) -> Iterator[Estimate]:
    """Yield the ratio expected at other correlations: which one is right is rarely known."""
    log_baseline = None if baseline is None else math.log(baseline)
    for change in compute_regression_curve(log_baseline, math.log(population)):
        named = replace(
            row,
            statistic=f"expected ratio, r = {change.correlation:g}",
            note="the same at another correlation of two measurements",
        )
        logs = change.change
        if logs.value is None:
            yield fill_statistic(named, logs)
        else:
            yield fill_number(named, math.exp(logs.value), f"{logs.method}, of logs")
