"""The tables ``balance``, ``overlap`` and ``propensity``: made from covariates alone.

Outcomes play no part in them: everybody with all covariates counts, whatever became of him.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from tubulus.analysis.adjustment.columns import make_covariate_columns
from tubulus.analysis.adjustment.contrasts import Contrast
from tubulus.analysis.adjustment.targets import PlannedTarget, compute_weights, list_targets
from tubulus.analysis.plan.sections import Adjustment
from tubulus.stats.balance import BalanceFigures, compute_balance_table
from tubulus.stats.balance.weighted import BalanceTable
from tubulus.stats.weighting import describe_overlap
from tubulus.stats.weighting.propensity import fit_propensity

__all__ = [
    "BALANCE_SCHEMA",
    "NEGLIGIBLE",
    "OVERLAP_SCHEMA",
    "PROPENSITY_SCHEMA",
    "derive_balance_tables",
]

NEGLIGIBLE = 0.1
"""Standardised difference above which a covariate is flagged (Austin, Stat Med 2009;28:3083)."""

_WHO = {
    "analysis_set": pl.String(),
    "arm": pl.String(),
    "comparator": pl.String(),
}
BALANCE_SCHEMA = pl.Schema(
    {
        **_WHO,
        "target": pl.String(),
        "stage": pl.String(),
        "covariate": pl.String(),
        "mean_1": pl.Float64(),
        "mean_0": pl.Float64(),
        "smd": pl.Float64(),
        "variance_ratio": pl.Float64(),
        "ks": pl.Float64(),
        "flagged": pl.Boolean(),
        "reason": pl.String(),
        "method": pl.String(),
        "provenance": pl.String(),
    }
)
OVERLAP_SCHEMA = pl.Schema(
    {
        **_WHO,
        "target": pl.String(),
        "n_1": pl.Int32(),
        "n_0": pl.Int32(),
        "effective_1": pl.Float64(),
        "effective_0": pl.Float64(),
        "largest_share_1": pl.Float64(),
        "largest_share_0": pl.Float64(),
        "outside_1": pl.Int32(),
        "outside_0": pl.Int32(),
        "share_outside_1": pl.Float64(),
        "share_outside_0": pl.Float64(),
        "c_statistic": pl.Float64(),
        "n_missing": pl.Int32(),
        "reason": pl.String(),
        "method": pl.String(),
        "provenance": pl.String(),
    }
)
PROPENSITY_SCHEMA = pl.Schema(
    {
        **_WHO,
        "of_arm": pl.String(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "n": pl.Int32(),
        "provenance": pl.String(),
    }
)

_BINS = np.linspace(0.0, 1.0, 11)


@dataclass(frozen=True)
class _Pair:
    """Two arms of an analysis set, whoever their outcomes are known of."""

    contrast: Contrast
    who: dict[str, str]
    provenance: str

    def make_row(self, **cells: Any) -> dict[str, Any]:
        return {**self.who, **cells, "provenance": self.provenance}


def derive_balance_tables(
    contrasts: Sequence[Contrast], adjustment: Adjustment, *, weighted: bool, provenance: str
) -> Mapping[str, pl.DataFrame]:
    """Derive the tables, one set of rows a pair of arms of an analysis set.

    Parameters
    ----------
    contrasts : sequence of Contrast
        All contrasts; those of the same participants give one pair.
    adjustment : Adjustment
        Covariates and targets.
    weighted : bool
        Whether arms are weighted; else ``balance`` alone is given, before weighting.
    provenance : str
        Identifier of the provenance record.
    """
    pairs = tuple(_list_pairs(contrasts, adjustment, provenance))
    if not pairs:
        return {}
    targets = list_targets(adjustment) if weighted else ()
    balance = [row for pair in pairs for row in _list_balance(pair, targets)]
    tables = {"balance": pl.DataFrame(balance, schema=BALANCE_SCHEMA, orient="row")}
    if not weighted:
        return tables
    overlap = [row for pair in pairs for row in _list_overlap(pair, targets)]
    scores = [row for pair in pairs for row in _list_scores(pair)]
    return {
        **tables,
        "overlap": pl.DataFrame(overlap, schema=OVERLAP_SCHEMA, orient="row"),
        "propensity": pl.DataFrame(scores, schema=PROPENSITY_SCHEMA, orient="row"),
    }


def _list_pairs(
    contrasts: Sequence[Contrast], adjustment: Adjustment, provenance: str
) -> Iterator[_Pair]:
    seen: set[tuple[str, str, str]] = set()
    for contrast in contrasts:
        name = contrast.context.estimand.population
        key = (name, contrast.arm, contrast.comparator)
        if key in seen:
            continue
        seen.add(key)
        everybody = np.zeros(len(contrast.members))
        plan = contrast.context.plan
        variables = tuple(plan.find_covariate(n) for n in adjustment.covariates)
        score = make_covariate_columns(contrast.members, variables, everybody == 0.0)
        whole = replace(contrast, outcome=everybody, before=None, score=score)
        who = dict(zip(_WHO, key, strict=True))
        yield _Pair(whole, who, provenance)


def _list_balance(pair: _Pair, targets: Sequence[PlannedTarget]) -> Iterator[dict[str, Any]]:
    contrast = pair.contrast
    ones = np.ones(len(contrast.members))
    plain = compute_balance_table(contrast.score.values, contrast.indicator, ones)
    yield from _list_stage(pair, plain, "", "before")
    for target in targets:
        found = compute_weights(contrast, target)
        if found.weights is None:
            yield pair.make_row(
                target=target.name, stage="after", covariate="", reason=found.reason
            )
            continue
        table = compute_balance_table(contrast.score.values, contrast.indicator, found.weights)
        yield from _list_stage(pair, table, target.name, "after")


def _list_stage(
    pair: _Pair, table: BalanceTable, target: str, stage: str
) -> Iterator[dict[str, Any]]:
    for label, covariate in zip(pair.contrast.score.labels, table.covariates, strict=True):
        figures = covariate.before if stage == "before" else covariate.after
        yield pair.make_row(target=target, stage=stage, covariate=label, **_read(figures))


def _read(figures: BalanceFigures) -> dict[str, Any]:
    smd = figures.difference.value
    return {
        "mean_1": figures.mean_1.value,
        "mean_0": figures.mean_0.value,
        "smd": smd,
        "variance_ratio": figures.variance_ratio.value,
        "ks": figures.ks_distance.value,
        "flagged": smd is None or abs(smd) > NEGLIGIBLE,
        "reason": figures.difference.reason,
        "method": figures.difference.method,
    }


def _list_overlap(pair: _Pair, targets: Sequence[PlannedTarget]) -> Iterator[dict[str, Any]]:
    contrast = pair.contrast
    overlap = describe_overlap(contrast.indicator, contrast.score.values)
    shared: dict[str, Any] = {
        "c_statistic": overlap.c_statistic.value,
        "n_missing": overlap.n_missing,
        "method": overlap.c_statistic.method,
    }
    for suffix, arm in (("1", overlap.first), ("0", overlap.second)):
        if arm is not None:
            shared[f"outside_{suffix}"] = arm.n_outside
            shared[f"share_outside_{suffix}"] = arm.share_outside.value
    for target in targets:
        found = compute_weights(contrast, target)
        row = pair.make_row(target=target.name, reason=found.reason, **shared)
        if found.weights is not None:
            table = compute_balance_table(contrast.score.values, contrast.indicator, found.weights)
            for suffix, weights in (("1", table.weights_1), ("0", table.weights_0)):
                row[f"n_{suffix}"] = weights.n
                row[f"effective_{suffix}"] = weights.effective_size.value
                row[f"largest_share_{suffix}"] = weights.largest_share.value
        yield row


def _list_scores(pair: _Pair) -> Iterator[dict[str, Any]]:
    """Yield how many of each arm have a propensity score between two tenths."""
    contrast = pair.contrast
    complete = contrast.score.complete
    arm = contrast.indicator[complete]
    if min((arm == 1.0).sum(), (arm == 0.0).sum()) == 0:
        return
    fitted = fit_propensity(arm, contrast.score.values[complete])
    if isinstance(fitted, str):
        return
    for name, value in ((contrast.arm, 1.0), (contrast.comparator, 0.0)):
        counts, _ = np.histogram(fitted.scores[arm == value], _BINS)
        for low, high, n in zip(_BINS[:-1], _BINS[1:], counts, strict=True):
            yield pair.make_row(of_arm=name, low=float(low), high=float(high), n=int(n))
