"""Percentile limits of adjusted contrasts: all outcomes of the same participants at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tubulus.analysis.adjustment.contrasts import Contrast
from tubulus.analysis.adjustment.estimate import (
    SECTION,
    estimate_weighted,
    find_shortage,
    name_contrast,
)
from tubulus.analysis.adjustment.targets import TARGETS
from tubulus.analysis.estimators.rows import fill_interval
from tubulus.analysis.parts import AnalysisContext
from tubulus.analysis.plan.sections import Adjustment
from tubulus.core.estimates import Estimate
from tubulus.stats.resampling import BootstrapInterval, Estimator, bootstrap_contrasts

__all__ = ["list_bootstrapped"]

_BY_TARGET: dict[str, Estimator] = {"overlap": "ATO", "att": "ATT", "ate": "ATE"}
"""Targets of the plan that are bootstrapped, with their names in the stats room."""


def list_bootstrapped(
    context: AnalysisContext, contrasts: Sequence[Contrast], adjustment: Adjustment
) -> Iterator[Estimate]:
    """Yield percentile limits of each contrast: of its own model, then of the weighted ones."""
    for contrast in contrasts:
        yield from _bootstrap_model(context, contrast)
    # outcomes share what is fitted in a draw where they share the covariates of the score
    groups: dict[tuple[str, str, str, str], list[Contrast]] = {}
    for contrast in contrasts:
        pair = (contrast.context.estimand.population, contrast.arm, contrast.comparator)
        added = contrast.context.endpoint.id if contrast.has_added_before else ""
        groups.setdefault((*pair, added), []).append(contrast)
    for key, own in groups.items():
        yield from _bootstrap_weighted(context, key, own, adjustment)


def _bootstrap_model(context: AnalysisContext, contrast: Contrast) -> Iterator[Estimate]:
    name = contrast.context.estimand.id
    result = bootstrap_contrasts(
        contrast.outcome[:, None],
        contrast.indicator,
        contrast.model.values,
        context.make_generator("bootstrap", name, contrast.arm, contrast.comparator),
        draws=context.plan.settings.resamples,
        estimators=("ANCOVA",),
        confidence=contrast.context.confidence,
    )
    yield _make_row(contrast, "ANCOVA", result.intervals["ANCOVA"][0], contrast.model.complete)


def _bootstrap_weighted(
    context: AnalysisContext,
    key: tuple[str, str, str, str],
    contrasts: Sequence[Contrast],
    adjustment: Adjustment,
) -> Iterator[Estimate]:
    names: dict[str, Estimator] = {t: _BY_TARGET[t] for t in adjustment.targets if t in _BY_TARGET}
    if "aipw" in adjustment.doubly_robust:
        names["aipw"] = "AIPW"
    if not names:
        return
    # the covariates of everybody; who has no outcome is drawn too and then left out
    score = max(contrasts, key=lambda c: c.score.complete.sum()).score
    result = bootstrap_contrasts(
        np.column_stack([contrast.outcome for contrast in contrasts]),
        contrasts[0].indicator,
        score.values,
        context.make_generator("bootstrap", *filter(None, key)),
        draws=context.plan.settings.resamples,
        estimators=tuple(names.values()),
        confidence=contrasts[0].context.confidence,
    )
    for place, contrast in enumerate(contrasts):
        for name, estimator in names.items():
            if name != "aipw" and _is_withheld(contrast, name, adjustment):
                continue
            written = TARGETS[name].name if name in TARGETS else estimator
            yield _make_row(contrast, written, result.intervals[estimator][place], score.complete)


def _is_withheld(contrast: Contrast, name: str, adjustment: Adjustment) -> bool:
    if name != "att":
        return False
    target = TARGETS[name]
    return bool(find_shortage(estimate_weighted(contrast, target), target, adjustment))


def _make_row(
    contrast: Contrast, name: str, found: BootstrapInterval, complete: npt.NDArray[np.bool_]
) -> Estimate:
    n = int((complete & ~np.isnan(contrast.outcome)).sum())
    statistic = f"{name_contrast(contrast, name)}, bootstrap"
    row = replace(
        contrast.make_row(SECTION, statistic),
        n=n,
        missing=len(contrast.members) - n,
        note=_say_draws(found),
    )
    return fill_interval(row, contrast.scale(found.interval))


def _say_draws(found: BootstrapInterval) -> str:
    failed = f", {found.n_failed} of them without an estimate" if found.n_failed else ""
    return f"percentile limits of {found.n_draws} draws{failed}"
