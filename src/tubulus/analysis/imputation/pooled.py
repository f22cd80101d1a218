"""Contrasts after multiple imputation, with how much of them rests on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.rows import fill_interval, fill_statistic, fill_test, join_notes
from tubulus.analysis.imputation.completed import Completed, impute_contrast
from tubulus.core.estimates import Estimate
from tubulus.stats.imputation import ImputedContrast, estimate_imputed_contrast

__all__ = [
    "COMPLETE",
    "IMPUTED",
    "MISSING_INFORMATION",
    "MONTE_CARLO",
    "SECTION",
    "list_imputed_contrasts",
    "list_imputed_sensitivity",
    "name_contrast",
]

SECTION = "missing"
"""Section of the rows about what is missing."""

IMPUTED = ", imputed"
"""What the statistic of a pooled contrast ends with, where imputation is not the planned rule."""

MISSING_INFORMATION = "fraction of missing information"
"""Statistic of the rows that say how much of the information imputation does not bring back."""

MONTE_CARLO = "Monte Carlo error"
"""Statistic of the rows that say how far another set of draws would move the estimate."""

COMPLETE = "nothing was missing: the estimate of the plan stands as it is"
"""Why a row about imputation has no number of its own."""


def name_contrast(context: EstimandContext) -> str:
    """Name the statistic of the planned contrast."""
    if context.endpoint.kind == "binary":
        return "risk difference"
    return "geometric mean ratio" if context.endpoint.scale == "log" else "adjusted difference"


def list_imputed_contrasts(context: EstimandContext) -> Iterator[Estimate]:
    """Yield the planned contrast of each pair of arms where the plan's rule is imputation."""
    for arm, comparator in context.list_contrasts():
        completed = impute_contrast(context, arm, comparator)
        result = estimate_imputed_contrast(completed.imputation, confidence=context.confidence)
        row = _make_row(context, completed, result, name_contrast(context))
        yield fill_interval(row, result.pooled.contrast)
        if context.estimand.test != "none":
            noted = replace(row, unit="", note=join_notes(context.p_note, row.note))
            yield fill_test(noted, result.pooled.test)
        yield from _list_diagnostics(context, completed, result, row)


def list_imputed_sensitivity(context: EstimandContext) -> Iterator[Estimate]:
    """Yield each contrast once more after imputation, without a test."""
    aside = replace(context, section=SECTION)
    for arm, comparator in context.list_contrasts():
        completed = impute_contrast(context, arm, comparator)
        result = estimate_imputed_contrast(completed.imputation, confidence=context.confidence)
        row = _make_row(aside, completed, result, f"{name_contrast(context)}{IMPUTED}")
        row = replace(row, role="sensitivity")
        if completed.is_complete:
            method = result.pooled.contrast.method
            yield replace(row, unit="", method=method, reason=COMPLETE, note="")
            continue
        yield fill_interval(row, result.pooled.contrast)
        yield from _list_diagnostics(context, completed, result, row)


def _make_row(
    context: EstimandContext, completed: Completed, result: ImputedContrast, statistic: str
) -> Estimate:
    is_difference = context.endpoint.kind == "number" and context.endpoint.scale != "log"
    return replace(
        context.make_row(statistic, completed.arm, completed.comparator),
        n=result.n_1 + result.n_0,
        denominator=completed.n,
        missing=result.n_imputed_1 + result.n_imputed_0,
        unit=context.plan.find_unit(context.endpoint.value) if is_difference else "",
        note=_note(context, completed, result),
    )


def _note(context: EstimandContext, completed: Completed, result: ImputedContrast) -> str:
    n_covariates = completed.n_covariates
    adjusted = [context.plan.find_covariate(c).label for c in context.estimand.covariates]
    if context.endpoint.kind == "number" and context.endpoint.baseline:
        adjusted = ["the value before", *adjusted]
    return join_notes(
        f"{result.n_imputed_1} and {result.n_imputed_0} outcomes imputed",
        f"{n_covariates} with an imputed covariate or value before" if n_covariates else "",
        f"{completed.n_bounded} left out for a value beyond a limit" if completed.n_bounded else "",
        f"{result.n_not_positive} left out because a value is not positive"
        if result.n_not_positive
        else "",
        f"{completed.imputation.imputations} completed data sets",
        f"adjusted for {', '.join(adjusted)}" if adjusted else "unadjusted",
    )


def _list_diagnostics(
    context: EstimandContext, completed: Completed, result: ImputedContrast, row: Estimate
) -> Iterator[Estimate]:
    if completed.is_complete:
        return
    aside = replace(row, section=SECTION, role="description", unit="", note="")
    pooled = result.pooled
    yield fill_statistic(replace(aside, statistic=MISSING_INFORMATION), pooled.missing_information)
    logs = context.endpoint.kind == "number" and context.endpoint.scale == "log"
    note = "of the log of the ratio" if logs else ""
    yield fill_statistic(
        replace(aside, statistic=MONTE_CARLO, note=note, unit=row.unit), pooled.monte_carlo_error
    )
