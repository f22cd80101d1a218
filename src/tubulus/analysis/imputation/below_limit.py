"""The contrast of a number with values below the limit of quantification counted as such."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tubulus.analysis.dataset import Vector
from tubulus.analysis.estimators.before_after import find_hypothetical, get_values
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.covariates import make_columns
from tubulus.analysis.estimators.rows import fill_interval, fill_statistic, join_notes
from tubulus.analysis.imputation.pooled import SECTION, name_contrast
from tubulus.core.estimates import Estimate
from tubulus.stats.censored import (
    CensoredResult,
    estimate_censored_contrast,
    estimate_log_censored_contrast,
)
from tubulus.stats.censored.tobit import METHOD
from tubulus.study.records.values import ValueState

__all__ = ["CENSORED", "list_censored"]

Mask = npt.NDArray[np.bool_]

CENSORED = ", below limit"
"""What the statistic of a contrast ends with that counts values below their own limit."""

_NOTHING = "no value at follow-up is below a limit of quantification"


def list_censored(context: EstimandContext) -> Iterator[Estimate]:
    """Yield each contrast by censored normal regression, without a test.

    Each value below a limit counts with the limit of its own laboratory, in the item's unit. A
    value before treatment is a covariate, of which the likelihood has no model: below its limit it
    counts as the limit.
    """
    aside = replace(context, section=SECTION)
    for arm, comparator in context.list_contrasts():
        own = replace(aside, members=context.members.keep_arms([arm, comparator]))
        row = replace(
            own.make_row(f"{name_contrast(context)}{CENSORED}", arm, comparator),
            denominator=len(own.members),
            role="sensitivity",
            method=METHOD.name,
        )
        data = _read(own)
        if not data.below.any():
            yield replace(row, reason=_NOTHING)
            continue
        first = (own.members.arms == arm).astype(np.float64)
        yield from _list_rows(own, row, _fit(own, data, first), data)


@dataclass(frozen=True, eq=False)
class _Values:
    """Values with limits in place of what lies below them, shape (n,) each.

    Parameters
    ----------
    after, before : ndarray
        Values at follow-up and before treatment, NaN where missing.
    below, below_before : ndarray of bool
        Where the value is a limit.
    """

    after: Vector
    below: Mask
    before: Vector
    below_before: Mask


def _read(context: EstimandContext) -> _Values:
    after, before = get_values(context)
    limits, below = _find_limits(context, context.endpoint.value)
    below &= ~find_hypothetical(context)
    if not context.endpoint.baseline:
        return _Values(np.where(below, limits, after), below, before, np.zeros_like(below))
    limits_before, below_before = _find_limits(context, context.endpoint.baseline)
    return _Values(
        np.where(below, limits, after),
        below,
        np.where(below_before, limits_before, before),
        below_before,
    )


def _find_limits(context: EstimandContext, text: str) -> tuple[Vector, Mask]:
    values = context.members.evaluate(text)
    below = np.array(
        [v.state is ValueState.BELOW_LIMIT and v.number is not None for v in values],
        dtype=np.bool_,
    )
    limits = [np.nan if v.number is None else v.number for v in values]
    return np.array(limits, dtype=np.float64), below


def _fit(context: EstimandContext, data: _Values, first: Vector) -> CensoredResult:
    endpoint, level = context.endpoint, context.confidence
    variables = tuple(context.plan.find_covariate(name) for name in context.estimand.covariates)
    known = ~np.isnan(data.after) & (~np.isnan(data.before) | (not endpoint.baseline))
    columns = make_columns(context.members, variables, known)
    if endpoint.scale == "log":
        baseline = data.before if endpoint.baseline else None
        return estimate_log_censored_contrast(
            data.after, data.below, first, baseline, columns, confidence=level
        )
    if endpoint.baseline:
        columns = np.column_stack([data.before, columns])
    return estimate_censored_contrast(data.after, data.below, first, columns, confidence=level)


def _list_rows(
    context: EstimandContext, row: Estimate, result: CensoredResult, data: _Values
) -> Iterator[Estimate]:
    n_before = int((data.below_before & ~np.isnan(data.after)).sum())
    logs = context.endpoint.scale == "log"
    filled = replace(
        row,
        n=result.n_1 + result.n_0,
        missing=result.n_missing + result.n_not_positive,
        unit="" if logs else context.plan.find_unit(context.endpoint.value),
        note=join_notes(
            f"{result.n_below_1} and {result.n_below_0} below their limit at follow-up",
            f"{n_before} below it before, where the limit itself counts" if n_before else "",
            f"{result.n_not_positive} left out because a value is not positive"
            if result.n_not_positive
            else "",
            f"{result.n_missing} left out for a missing value" if result.n_missing else "",
        ),
    )
    yield fill_interval(filled, result.contrast)
    if result.finite_limit.value is not None:
        named = replace(filled, statistic=f"{row.statistic}: limit on the finite side")
        yield fill_statistic(named, result.finite_limit)
