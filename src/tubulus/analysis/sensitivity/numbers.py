"""An adjusted contrast of a number by other methods: a line for each arm, and permutations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from tubulus.analysis.adjustment.contrasts import STATISTICS, Contrast
from tubulus.analysis.estimators.rows import fill_interval, fill_test, join_notes
from tubulus.core.estimates import Estimate
from tubulus.stats.linear import compute_freedman_lane_test, estimate_standardised_contrast

__all__ = ["NUMBER_METHODS", "PERMUTATION_P"]

PERMUTATION_P = "p of permutations, sensitivity without alpha"
"""Statistic of the permutation p-value: no test of the plan, and no share of alpha."""


def _use_interaction(contrast: Contrast) -> Iterator[Estimate]:
    result = estimate_standardised_contrast(
        contrast.outcome,
        contrast.indicator,
        contrast.model.values,
        confidence=contrast.context.confidence,
    )
    row = replace(
        contrast.make_row("sensitivity", STATISTICS[contrast.kind]),
        n=result.n_1 + result.n_0,
        missing=result.n_missing,
        note="covariates may work differently in each arm; averaged over all participants",
    )
    yield fill_interval(row, contrast.scale(result.contrast))


def _use_permutations(contrast: Contrast) -> Iterator[Estimate]:
    context = contrast.context
    result = compute_freedman_lane_test(
        contrast.outcome,
        contrast.indicator,
        contrast.model.values,
        generator=context.make_generator("permutation", contrast.comparator),
        permutations=context.plan.settings.permutations,
    )
    error = result.monte_carlo_error.value
    row = replace(
        contrast.make_row("sensitivity", PERMUTATION_P),
        unit="",
        n=result.n_1 + result.n_0,
        missing=result.n_missing,
        note=join_notes(
            context.p_note,
            "not a test of the plan: it uses no alpha and decides nothing",
            f"{result.n_permutations} permutations"
            + (f", Monte Carlo error {error:.2g}" if error else ""),
        ),
    )
    yield replace(fill_test(row, result.test), statistic=PERMUTATION_P)


NUMBER_METHODS: Mapping[str, Callable[[Contrast], Iterator[Estimate]]] = {
    "interaction": _use_interaction,
    "permutation": _use_permutations,
}
"""Other methods for the contrast of a number, by the word of the plan."""
