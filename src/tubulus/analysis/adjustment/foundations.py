"""What a weighted contrast rests on: effective sample sizes, and the balance that is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tubulus.analysis.adjustment.contrasts import VALUE_BEFORE, Contrast
from tubulus.analysis.adjustment.estimate import SECTION
from tubulus.analysis.adjustment.targets import PlannedTarget, compute_weights, list_targets
from tubulus.analysis.estimators.rows import fill_number, fill_statistic, join_notes
from tubulus.analysis.plan.sections import Adjustment
from tubulus.core.estimates import Estimate
from tubulus.stats.balance import compute_balance_table
from tubulus.stats.balance.weighted import METHOD, BalanceTable

__all__ = ["EFFECTIVE_SIZE", "LARGEST_DIFFERENCE", "UNWEIGHTED", "list_foundations"]

EFFECTIVE_SIZE = "effective sample size"
LARGEST_DIFFERENCE = "largest standardised difference"
"""Statistics of these rows; the name of the weights follows after a comma."""

UNWEIGHTED = "unweighted"


def list_foundations(contrast: Contrast, adjustment: Adjustment) -> Iterator[Estimate]:
    """Yield for each kind of weights what a contrast of these participants rests on."""
    complete = contrast.score.complete & ~np.isnan(contrast.outcome)
    ones = np.where(complete, 1.0, np.nan)
    table = compute_balance_table(contrast.score.values, contrast.indicator, ones)
    yield _find_largest(contrast, table, UNWEIGHTED)
    for target in list_targets(adjustment):
        yield from _list_weighted(contrast, target)


def _list_weighted(contrast: Contrast, target: PlannedTarget) -> Iterator[Estimate]:
    found = compute_weights(contrast, target)
    named = _make_row(contrast, EFFECTIVE_SIZE, target.name)
    if found.weights is None:
        yield replace(named, reason=found.reason)
        yield replace(_make_row(contrast, LARGEST_DIFFERENCE, target.name), reason=found.reason)
        return
    table = compute_balance_table(contrast.score.values, contrast.indicator, found.weights)
    pair = contrast.arm, contrast.comparator
    # an arm has other weights beside each arm that it is compared with
    for arm, other, weights in ((*pair, table.weights_1), (*pair[::-1], table.weights_0)):
        of_arm = int((contrast.members.arms == arm).sum())
        row = replace(
            named,
            arm=arm,
            comparator=other,
            n=weights.n,
            denominator=of_arm,
            missing=of_arm - weights.n,
        )
        yield fill_statistic(row, weights.effective_size)
    yield _find_largest(contrast, table, target.name)


def _make_row(contrast: Contrast, statistic: str, name: str) -> Estimate:
    row = contrast.make_row(SECTION, f"{statistic}, {name}")
    return replace(row, unit="", role="description")


def _find_largest(contrast: Contrast, table: BalanceTable, name: str) -> Estimate:
    """Make the row of the covariate that differs most, as a size without its sign."""
    row = _make_row(contrast, LARGEST_DIFFERENCE, name)
    figures = [c.before if name == UNWEIGHTED else c.after for c in table.covariates]
    known = {
        label: abs(one.difference.value)
        for one, label in zip(figures, contrast.score.labels, strict=True)
        if one.difference.value is not None
    }
    if len(known) < len(figures) or not known:
        reasons = [one.difference.reason for one in figures if one.difference.reason]
        return replace(row, reason="; ".join(dict.fromkeys(reasons)) or "no covariate differs")
    label = max(known, key=lambda own: (known[own], own))
    own = f"the value before: {known[VALUE_BEFORE]:.2f}" if contrast.has_added_before else ""
    note = join_notes(f"largest for {label}", own if label != VALUE_BEFORE else "")
    n = table.weights_1.n + table.weights_0.n
    return fill_number(replace(row, n=n, note=note), known[label], METHOD.name)
