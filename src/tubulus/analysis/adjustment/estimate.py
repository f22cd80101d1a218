"""Weighted and doubly robust contrasts with the limits of their sandwich variances."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from tubulus.analysis.adjustment.contrasts import STATISTICS, Contrast
from tubulus.analysis.adjustment.targets import TARGETS, PlannedTarget
from tubulus.analysis.estimators.rows import fill_interval, join_notes
from tubulus.analysis.plan.sections import Adjustment
from tubulus.core.estimates import Estimate
from tubulus.stats.weighting import (
    WeightedContrast,
    estimate_augmented_contrast,
    estimate_targeted_contrast,
    estimate_weighted_contrast,
    estimate_weighted_risk_difference,
)

__all__ = ["SECTION", "estimate_weighted", "find_shortage", "list_adjusted", "name_contrast"]

SECTION = "adjusted"
"""Section of the results that adjusted contrasts belong to."""


def list_adjusted(contrast: Contrast, adjustment: Adjustment) -> Iterator[Estimate]:
    """Yield the adjusted contrasts of one pair of arms, in the order of the plan; no p-values."""
    for name in adjustment.targets:
        target = TARGETS[name]
        result = estimate_weighted(contrast, target)
        row = _make_row(contrast, target.name, result, target.holds_for)
        shortage = find_shortage(result, target, adjustment)
        yield _withhold(row, shortage) if shortage else row
    for method in adjustment.doubly_robust:
        result = _DOUBLY_ROBUST[method](contrast)
        yield _make_row(contrast, method.upper(), result, TARGETS["ate"].holds_for)


def name_contrast(contrast: Contrast, name: str) -> str:
    """Return the statistic of a contrast by the name of what adjusts it."""
    return f"{STATISTICS[contrast.kind]}, {name}"


def estimate_weighted(contrast: Contrast, target: PlannedTarget) -> WeightedContrast:
    """Estimate a weighted contrast; of logs it is the difference of their means."""
    estimate = (
        estimate_weighted_risk_difference
        if contrast.kind == "share"
        else estimate_weighted_contrast
    )
    return estimate(
        contrast.outcome,
        contrast.indicator,
        contrast.score.values,
        target=target.target,
        weighting=target.weighting,
        confidence=contrast.context.confidence,
    )


def find_shortage(result: WeightedContrast, target: PlannedTarget, adjustment: Adjustment) -> str:
    """Say why a contrast for the treated is not shown; empty where it is.

    Weights for the treated may rest on a few participants of the comparator: the plan says how
    many each arm must at least be worth.
    """
    first, second = result.effective_1.value, result.effective_0.value
    if target.target != "ATT" or first is None or second is None:
        return ""
    least = adjustment.minimum_effective
    if min(first, second) >= least:
        return ""
    return (
        f"effective sample sizes of {first:.1f} and {second:.1f}; the plan asks for {least:g} in "
        "each arm"
    )


def _withhold(row: Estimate, reason: str) -> Estimate:
    return replace(row, value=None, low=None, high=None, state="not estimable", reason=reason)


def _make_row(contrast: Contrast, name: str, result: WeightedContrast, holds_for: str) -> Estimate:
    known = f"{result.n_1} and {result.n_0} with all values"
    row = replace(
        contrast.make_row(SECTION, name_contrast(contrast, name)),
        n=result.n_1 + result.n_0,
        missing=result.n_missing,
        note=join_notes(holds_for, known, _say_before(contrast)),
    )
    return fill_interval(row, contrast.scale(result.contrast))


def _say_before(contrast: Contrast) -> str:
    return "" if contrast.before is None else "the value before is a covariate of the score"


def _estimate_aipw(contrast: Contrast) -> WeightedContrast:
    return estimate_augmented_contrast(
        contrast.outcome,
        contrast.indicator,
        contrast.score.values,
        confidence=contrast.context.confidence,
    )


def _estimate_tmle(contrast: Contrast) -> WeightedContrast:
    return estimate_targeted_contrast(
        contrast.outcome,
        contrast.indicator,
        contrast.score.values,
        model="logistic" if contrast.kind == "share" else "linear",
        confidence=contrast.context.confidence,
    )


_DOUBLY_ROBUST: Mapping[str, Callable[[Contrast], WeightedContrast]] = {
    "aipw": _estimate_aipw,
    "tmle": _estimate_tmle,
}
