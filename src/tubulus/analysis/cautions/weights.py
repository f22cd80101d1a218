"""Cautions about contrasts that are weighted: too few, not alike, or not to be weighted."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.adjustment.foundations import (
    EFFECTIVE_SIZE,
    LARGEST_DIFFERENCE,
    UNWEIGHTED,
)
from tubulus.analysis.adjustment.tables import NEGLIGIBLE
from tubulus.analysis.cautions.caution import Caution, CautionContext
from tubulus.core.estimates import Estimate

__all__ = ["caution_few_effective", "caution_not_weighted", "caution_unbalanced"]

_SECTIONS = ("adjusted", "responders", "hormones")


def caution_unbalanced(context: CautionContext) -> Iterator[Caution]:
    """Warn where a covariate still differs after weighting."""
    rows = [
        row
        for row in _list_rows(context, LARGEST_DIFFERENCE)
        if not row.statistic.endswith(UNWEIGHTED) and (row.value or 0.0) > NEGLIGIBLE
    ]
    if not rows:
        return
    parts = "; ".join(
        f"{_name(context, row)}, {_name_weights(row)}: {row.value:.2f} ({row.note})" for row in rows
    )
    text = (
        f"After weighting a covariate still differs by more than {NEGLIGIBLE:g} standard "
        f"deviations: {parts}. Such a contrast still mixes the treatments with it."
    )
    source = "limit of 0.1: Austin, Stat Med 2009;28:3083-3107"
    title = "Weights do not make the arms alike"
    yield Caution("weights-unbalanced", "warning", title, text, _SECTIONS, source)


def caution_few_effective(context: CautionContext) -> Iterator[Caution]:
    """Warn where a weighted arm is worth fewer participants than the plan asks for."""
    adjustment = context.plan.adjustment
    if adjustment is None:
        return
    least = adjustment.minimum_effective
    rows = [
        row
        for row in _list_rows(context, EFFECTIVE_SIZE)
        if row.value is not None and row.value < least
    ]
    if not rows:
        return
    parts = "; ".join(
        f"{row.label}, {_name_weights(row)}, {context.name_arm(row.arm)} {row.value:.1f} of {row.n}"
        for row in rows
    )
    text = (
        f"Weighted, an arm is worth fewer than {least:g} participants: {parts}. A few of them "
        "carry the contrast; for the treated it is not shown."
    )
    title = "Few participants carry a weighted contrast"
    yield Caution("weights-few", "warning", title, text, _SECTIONS)


def caution_not_weighted(context: CautionContext) -> Iterator[Caution]:
    """Say why no weights exist: separated arms, covariates that determine each other."""
    rows = [
        row
        for row in _list_rows(context, LARGEST_DIFFERENCE)
        if row.state != "estimated" and not row.statistic.endswith(UNWEIGHTED)
    ]
    if not rows:
        return
    reasons: dict[str, dict[str, None]] = {}
    for row in rows:
        named = f"{_name(context, row)}, {_name_weights(row)}"
        reasons.setdefault(row.reason, {})[named] = None
    parts = "; ".join(f"{reason} ({', '.join(names)})" for reason, names in reasons.items())
    text = (
        f"There are no weights: {parts}. Where a covariate tells the arms apart, one arm has "
        "nobody like some participants of the other: no method can compare them, and a model "
        "that does so extrapolates."
    )
    title = "Arms that cannot be weighted to be alike"
    yield Caution("weights-not-estimable", "limit", title, text, _SECTIONS)


def _list_rows(context: CautionContext, statistic: str) -> Iterator[Estimate]:
    for row in context.estimates:
        if row.section == "adjusted" and row.statistic.startswith(f"{statistic}, "):
            yield row


def _name_weights(row: Estimate) -> str:
    return row.statistic.partition(", ")[2]


def _name(context: CautionContext, row: Estimate) -> str:
    if len(context.arms) == 2:
        return row.label
    return f"{row.label}, {context.name_arm(row.arm)} and {context.name_arm(row.comparator)}"
