"""Tipping tables: the binary confounder that would move a contrast to no difference."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from tubulus.stats.methods import Method
from tubulus.stats.results import Interval, Statistic

__all__ = [
    "METHOD",
    "TippingCell",
    "TippingRow",
    "TippingTable",
    "Verdict",
    "compute_difference_tipping",
    "compute_ratio_tipping",
]

METHOD = Method(
    name="tipping table, binary confounder",
    gives="contrast after an unmeasured binary confounder of given prevalences and effect",
    limits="one confounder, same effect in both arms, independent of the measured covariates",
    source="Lin, Psaty and Kronmal, Biometrics 1998;54:948-963",
)

Verdict = Literal[
    "limits leave out no difference",
    "limits hold no difference",
    "estimate reversed",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class TippingCell:
    """The contrast after one confounder.

    Parameters
    ----------
    effect : float
        Effect of the confounder on the outcome: a difference or a risk ratio.
    adjusted : Interval
        Contrast with the confounding removed.
    verdict : Verdict
        Where the contrast comes to lie, seen from no difference; unknown without limits.
    """

    effect: float
    adjusted: Interval
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class TippingRow:
    """All effects of a confounder with given prevalences.

    Parameters
    ----------
    prevalence_1, prevalence_0 : float
        Share with the confounder in the first arm and in the comparator. For differences only
        their difference counts.
    cells : tuple of TippingCell
        One for each effect.
    effect_for_estimate, effect_for_limit : Statistic
        Effect that takes the estimate, and the limit nearest to no difference, exactly there; not
        estimable where none does or limits hold no difference already.
    """

    prevalence_1: float
    prevalence_0: float
    cells: tuple[TippingCell, ...]
    effect_for_estimate: Statistic
    effect_for_limit: Statistic


@dataclass(frozen=True, slots=True)
class TippingTable:
    """A contrast under many confounders.

    Parameters
    ----------
    contrast : Interval
        The contrast as it was estimated.
    rows : tuple of TippingRow
        One for each pair of prevalences.
    """

    contrast: Interval
    rows: tuple[TippingRow, ...]


def compute_difference_tipping(
    contrast: Interval, prevalences: Iterable[tuple[float, float]], effects: Iterable[float]
) -> TippingTable:
    """Compute a difference after removing the bias of a binary confounder.

    Parameters
    ----------
    contrast : Interval
        Difference of means or risks, first arm minus comparator.
    prevalences : iterable of (float, float)
        Shares with the confounder in the first arm and in the comparator, in [0, 1].
    effects : iterable of float
        Differences that the confounder makes to the outcome, in its unit.

    Returns
    -------
    TippingTable
        One row a pair of prevalences.

    Notes
    -----
    Bias = effect (p1 - p0), taken off the estimate and both limits, whose width stays. The effect
    that tips is estimate / (p1 - p0), and the same of the limit.
    """
    given = tuple(float(effect) for effect in effects)
    rows = []
    for first, other in prevalences:
        _require_prevalences(first, other)
        gap = first - other
        cells = tuple(_make_cell(e, contrast, _correct(contrast, bias=e * gap)) for e in given)
        tips = [_find_difference(target, gap) for target in _list_targets(contrast, 0.0)]
        rows.append(TippingRow(first, other, cells, tips[0], tips[1]))
    return TippingTable(contrast, tuple(rows))


def compute_ratio_tipping(
    contrast: Interval, prevalences: Iterable[tuple[float, float]], effects: Iterable[float]
) -> TippingTable:
    """Compute a risk ratio after removing the bias of a binary confounder.

    Parameters
    ----------
    contrast : Interval
        Risk ratio above 0, first arm over comparator; approximately also an odds ratio of a rare
        event or a ratio of geometric means.
    prevalences : iterable of (float, float)
        Shares with the confounder in the first arm and in the comparator, in [0, 1].
    effects : iterable of float
        Risk ratios of the confounder with the outcome, above 0.

    Returns
    -------
    TippingTable
        One row a pair of prevalences.

    Notes
    -----
    Bias factor (p1 (g - 1) + 1) / (p0 (g - 1) + 1) for effect g divides estimate and limits. A
    value L tips with g = 1 + (L - 1) / (p1 - L p0) where that lies above 0.
    """
    given = tuple(float(effect) for effect in effects)
    parts = (contrast.estimate, contrast.low, contrast.high)
    if any(part is not None and part <= 0.0 for part in parts):
        raise ValueError("a ratio and its limits lie above 0")
    if any(not (math.isfinite(effect) and effect > 0.0) for effect in given):
        raise ValueError("the effect of a confounder on a ratio is a ratio above 0")
    rows = []
    for first, other in prevalences:
        _require_prevalences(first, other)
        cells = tuple(
            _make_cell(
                e, contrast, _correct(contrast, factor=_compute_factor(e, first, other)), 1.0
            )
            for e in given
        )
        tips = [_find_ratio(target, first, other) for target in _list_targets(contrast, 1.0)]
        rows.append(TippingRow(first, other, cells, tips[0], tips[1]))
    return TippingTable(contrast, tuple(rows))


def _require_prevalences(first: float, other: float) -> None:
    if not (0.0 <= first <= 1.0 and 0.0 <= other <= 1.0):
        raise ValueError("prevalences are shares in [0, 1]")


def _compute_factor(effect: float, first: float, other: float) -> float:
    return (first * (effect - 1.0) + 1.0) / (other * (effect - 1.0) + 1.0)


def _correct(interval: Interval, *, bias: float = 0.0, factor: float = 1.0) -> Interval:
    estimate, low, high = (
        None if part is None else (part - bias) / factor
        for part in (interval.estimate, interval.low, interval.high)
    )
    return Interval(estimate, low, high, interval.confidence, METHOD.name, interval.reason)


def _make_cell(
    effect: float, contrast: Interval, adjusted: Interval, null: float = 0.0
) -> TippingCell:
    return TippingCell(effect, adjusted, _judge(contrast, adjusted, null))


def _judge(contrast: Interval, adjusted: Interval, null: float) -> Verdict:
    if contrast.estimate is None or adjusted.estimate is None:
        return "unknown"
    if (contrast.estimate - null) * (adjusted.estimate - null) < 0.0:
        return "estimate reversed"
    if adjusted.low is None or adjusted.high is None:
        return "unknown"
    holds = adjusted.low <= null <= adjusted.high
    return "limits hold no difference" if holds else "limits leave out no difference"


def _list_targets(contrast: Interval, null: float) -> tuple[float | str, float | str]:
    """Return the estimate and the limit nearest to no difference, or why there is none."""
    if contrast.estimate is None:
        return contrast.reason, contrast.reason
    if contrast.low is None or contrast.high is None:
        return contrast.estimate, contrast.reason
    if contrast.low <= null <= contrast.high:
        return contrast.estimate, "limits hold no difference already"
    return contrast.estimate, contrast.low if contrast.low > null else contrast.high


def _find_difference(target: float | str, gap: float) -> Statistic:
    if isinstance(target, str):
        return Statistic(None, METHOD.name, target)
    if gap == 0.0:
        return Statistic(None, METHOD.name, "a confounder as frequent in both arms moves nothing")
    return Statistic(target / gap, METHOD.name)


def _find_ratio(target: float | str, first: float, other: float) -> Statistic:
    if isinstance(target, str):
        return Statistic(None, METHOD.name, target)
    if first == other:
        return Statistic(None, METHOD.name, "a confounder as frequent in both arms moves nothing")
    gap = first - target * other
    effect = 1.0 + (target - 1.0) / gap if gap != 0.0 else math.inf
    if not (math.isfinite(effect) and effect > 0.0):
        reason = "no effect of a confounder with these prevalences moves the contrast so far"
        return Statistic(None, METHOD.name, reason)
    return Statistic(effect, METHOD.name)
