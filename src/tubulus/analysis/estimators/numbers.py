"""A number measured before and after: the adjusted contrast of two arms, then the description."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tubulus.analysis.dataset import Members, Vector
from tubulus.analysis.estimators.before_after import describe_before_after, get_values
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.covariates import make_columns
from tubulus.analysis.estimators.rows import fill_interval, fill_test, join_notes
from tubulus.analysis.estimators.states import count_states
from tubulus.analysis.imputation.pooled import list_imputed_contrasts
from tubulus.core.estimates import Estimate
from tubulus.stats.linear.ancova import AncovaResult, estimate_ancova, estimate_log_ancova

__all__ = ["estimate_adjusted_contrast"]


def estimate_adjusted_contrast(context: EstimandContext) -> Iterator[Estimate]:
    """Yield the adjusted contrast of each pair of arms, then each arm before and after."""
    if context.estimand.missing == "imputation":
        yield from list_imputed_contrasts(context)
    else:
        after, before = get_values(context)
        for arm, comparator in context.list_contrasts():
            yield from _list_contrast(context, after, before, arm, comparator)
    yield from describe_before_after(context)


def _list_contrast(
    context: EstimandContext, after: Vector, before: Vector, arm: str, comparator: str
) -> Iterator[Estimate]:
    chosen = np.isin(context.members.arms, [arm, comparator])
    members = context.members.keep_arms([arm, comparator])
    indicator = (members.arms == arm).astype(np.float64)
    result = _fit(context, members, after[chosen], before[chosen], indicator)
    logs = context.endpoint.scale == "log"
    name = "geometric mean ratio" if logs else "adjusted difference"
    row = replace(
        context.make_row(name, arm, comparator),
        n=result.n_1 + result.n_0,
        denominator=len(members),
        missing=result.n_missing + result.n_not_positive,
        unit="" if logs else context.plan.find_unit(context.endpoint.value),
        note=join_notes(_note_left_out(context, members, result), _note_adjustment(context)),
    )
    yield fill_interval(row, result.contrast)
    if context.estimand.test != "none":
        noted = replace(row, unit="", note=join_notes(context.p_note, row.note))
        yield fill_test(noted, result.test)


def _fit(
    context: EstimandContext, members: Members, after: Vector, before: Vector, indicator: Vector
) -> AncovaResult:
    names = context.estimand.covariates
    variables = tuple(context.plan.find_covariate(name) for name in names)
    baseline = before if context.endpoint.baseline else None
    logs = context.endpoint.scale == "log"
    complete = np.ones(len(members), dtype=np.bool_)
    for values in (after, before) if baseline is not None else (after,):
        complete &= ~np.isnan(values) & ((values > 0.0) | (not logs))
    columns = make_columns(members, variables, complete)
    level = context.confidence
    if logs:
        return estimate_log_ancova(after, indicator, baseline, columns, confidence=level)
    if baseline is not None:
        columns = np.column_stack([baseline, columns])
    return estimate_ancova(after, indicator, columns, confidence=level)


def _note_left_out(context: EstimandContext, members: Members, result: AncovaResult) -> str:
    """Write who is in the fit and why the others are not, each state of a value apart."""
    endpoint, plan = context.endpoint, context.plan
    adjusted = [plan.find_covariate(name).value for name in context.estimand.covariates]
    states = count_states(members, endpoint.value, endpoint.baseline, *adjusted)
    parts = [f"{result.n_1} and {result.n_0} with all values"]
    parts += [f"{n} left out for a value {words}" for words, n in states.items()]
    rest = result.n_missing - sum(states.values())
    if rest > 0:
        parts.append(f"{rest} left out for a missing value")
    if result.n_not_positive:
        parts.append(f"{result.n_not_positive} left out because a value is not positive")
    return "; ".join(parts)


def _note_adjustment(context: EstimandContext) -> str:
    """Write what the contrast is adjusted for."""
    labels = ["the value before"] if context.endpoint.baseline else []
    labels += [context.plan.find_covariate(c).label for c in context.estimand.covariates]
    return f"adjusted for {', '.join(labels)}" if labels else "unadjusted"
