"""Endpoints that the treatments cannot change: a contrast in them shows bias, not an effect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tubulus.analysis.adjustment.contrasts import STATISTICS, Contrast, make_contrast
from tubulus.analysis.confounding.strength import SECTION
from tubulus.analysis.estimators.rows import fill_interval, join_notes
from tubulus.analysis.plan.sections import Adjustment
from tubulus.core.estimates import Estimate
from tubulus.stats.bias import estimate_negative_control

__all__ = ["NEGATIVE_CONTROL", "list_negative_controls"]

NEGATIVE_CONTROL = "negative control"
"""What follows the statistic of such a contrast."""


def list_negative_controls(
    contrasts: tuple[Contrast, ...], adjustment: Adjustment
) -> Iterator[Estimate]:
    """Yield the contrast of each negative control for the arms of the first estimand; no p.

    It is adjusted for its own value before and for the covariates of the plan's adjustment.
    """
    if not contrasts:
        return
    first = contrasts[0].context
    for name in adjustment.negative_controls:
        endpoint = first.plan.find_endpoint(name)
        # the first estimand's participants, with nothing that its own events would leave out
        estimand = first.estimand.model_copy(
            update={
                "id": "",
                "variable": name,
                "intercurrent_events": (),
                "missing": "complete cases",
                "covariates": adjustment.covariates,
                "role": "sensitivity",
            }
        )
        context = replace(first, estimand=estimand, endpoint=endpoint)
        for arm, comparator in context.list_contrasts():
            yield _estimate(make_contrast(context, arm, comparator))


def _estimate(contrast: Contrast) -> Estimate:
    result = estimate_negative_control(
        contrast.outcome,
        contrast.indicator,
        contrast.model.values,
        confidence=contrast.context.confidence,
    )
    row = replace(
        contrast.make_row(SECTION, f"{STATISTICS[contrast.kind]}, {NEGATIVE_CONTROL}"),
        n=result.result.n_1 + result.result.n_0,
        missing=result.result.n_missing,
        note=join_notes(result.reading, result.sentence.rstrip(".")),
    )
    return fill_interval(row, contrast.scale(result.result.contrast))
