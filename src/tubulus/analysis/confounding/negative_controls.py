"""Endpoints that the treatments cannot change: a contrast in them shows bias, not an effect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tubulus.analysis.adjustment.contrasts import STATISTICS, Contrast, make_contrast
from tubulus.analysis.confounding.strength import SECTION
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.rows import fill_interval
from tubulus.analysis.plan.sections import Adjustment
from tubulus.core.estimates import Estimate
from tubulus.stats.bias import estimate_negative_control

__all__ = ["NEGATIVE_CONTROL", "list_negative_controls"]

NEGATIVE_CONTROL = "negative control"
"""What follows the statistic of such a contrast."""


def list_negative_controls(
    contrasts: tuple[Contrast, ...], adjustment: Adjustment
) -> Iterator[Estimate]:
    """Yield each negative control between every two arms that the plan contrasts; no p.

    It is adjusted for its own value before and for the covariates of the plan's adjustment. The
    participants are those of the first estimand that contrasts the two arms.
    """
    pairs: dict[tuple[str, str], EstimandContext] = {}
    for contrast in contrasts:
        pairs.setdefault((contrast.arm, contrast.comparator), contrast.context)
    for name in adjustment.negative_controls:
        for (arm, comparator), context in pairs.items():
            # with nothing that the estimand's own events would leave out
            estimand = context.estimand.model_copy(
                update={
                    "id": "",
                    "variable": name,
                    "intercurrent_events": (),
                    "missing": "complete cases",
                    "covariates": adjustment.covariates,
                    "role": "sensitivity",
                }
            )
            endpoint = context.plan.find_endpoint(name)
            own = replace(context, estimand=estimand, endpoint=endpoint)
            yield _estimate(make_contrast(own, arm, comparator))


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
        note=f"{result.reading}: {result.sentence[:1].lower()}{result.sentence[1:].rstrip('.')}",
    )
    return fill_interval(row, contrast.scale(result.result.contrast))
