"""Correlation of two variables: Pearson's of values or logs, and Spearman's of ranks."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tubulus.stats.methods import Method
from tubulus.stats.mid_ranks import compute_mid_ranks
from tubulus.stats.missing import Vector, select_pairs
from tubulus.stats.results import HypothesisTest, Interval, require_confidence
from tubulus.stats.scales import compute_logarithm
from tubulus.stats.student import make_estimate_only

__all__ = ["PEARSON", "SPEARMAN", "Correlation", "estimate_pearson", "estimate_spearman"]

PEARSON = Method(
    name="Pearson, Fisher z",
    gives="linear correlation with Fisher-z limits and the t test of no correlation",
    limits="limits need roughly bivariate normal values; no statement about cause",
    source="Fisher, Metron 1921;1:3-32",
)
SPEARMAN = Method(
    name="Spearman, Fisher z",
    gives="rank correlation (mean ranks for ties), Fisher-z limits, t approximation of p",
    limits="limits and p are approximate, the more so with few pairs or many ties",
    source="Bonett and Wright, Psychometrika 2000;65:23-28",
)


@dataclass(frozen=True, slots=True)
class Correlation:
    """Correlation of two variables.

    Parameters
    ----------
    coefficient : Interval
        In [-1, 1]; limits need four pairs.
    test : HypothesisTest
        Two-sided test of no correlation.
    n : int
        Pairs that count.
    n_missing, n_not_positive : int
        Pairs left out because a value is missing, and because a value has no log.
    """

    coefficient: Interval
    test: HypothesisTest
    n: int
    n_missing: int
    n_not_positive: int = 0


def estimate_pearson(
    first: ArrayLike,
    second: ArrayLike,
    *,
    log_first: bool = False,
    log_second: bool = False,
    confidence: float = 0.95,
) -> Correlation:
    """Estimate the linear correlation of two variables.

    Parameters
    ----------
    first, second : array_like, shape (n,)
        Paired values, NaN where missing.
    log_first, log_second : bool
        Whether to take logs; pairs with a value that is not positive are then left out and counted.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    Correlation
        Not estimable below three pairs or where a variable is constant.

    Notes
    -----
    Limits tanh(atanh(r) -/+ z / sqrt(n - 3)); p from t = r sqrt((n - 2) / (1 - r^2)), n - 2 df.
    """
    require_confidence(confidence)
    x, y, n_missing = select_pairs(first, second)
    dropped = np.zeros(x.size, dtype=np.bool_)
    if log_first:
        x, no_log = compute_logarithm(x)
        dropped |= no_log
    if log_second:
        y, no_log = compute_logarithm(y)
        dropped |= no_log
    x, y = x[~dropped], y[~dropped]
    coefficient, test = _correlate(x, y, confidence, PEARSON.name, rank_spread=0.0)
    return Correlation(coefficient, test, x.size, n_missing, int(dropped.sum()))


def estimate_spearman(
    first: ArrayLike, second: ArrayLike, *, confidence: float = 0.95
) -> Correlation:
    """Estimate the rank correlation of two variables.

    Parameters
    ----------
    first, second : array_like, shape (n,)
        Paired values, NaN where missing; ties get their mean rank.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    Correlation
        Not estimable below three pairs or where a variable is constant.

    Notes
    -----
    Pearson's r of the ranks. Limits tanh(atanh(r) -/+ z sqrt((1 + r^2 / 2) / (n - 3))), the
    variance of Bonett and Wright; p as for Pearson (R: ``cor.test(exact = FALSE)``).
    """
    require_confidence(confidence)
    x, y, n_missing = select_pairs(first, second)
    ranks = compute_mid_ranks(x), compute_mid_ranks(y)
    coefficient, test = _correlate(*ranks, confidence, SPEARMAN.name, rank_spread=0.5)
    return Correlation(coefficient, test, x.size, n_missing)


def _correlate(
    x: Vector, y: Vector, confidence: float, method: str, *, rank_spread: float
) -> tuple[Interval, HypothesisTest]:
    n = x.size
    if n < 3:
        return make_estimate_only(None, confidence, method, f"{n} complete pairs, three are needed")
    if x.min() == x.max() or y.min() == y.max():
        return make_estimate_only(None, confidence, method, "a variable is constant")
    r = _compute_coefficient(x, y)
    if math.fabs(r) > 1.0 - 1e-12:
        reason = "the pairs lie on one line, which leaves no variation for limits or a test"
        return make_estimate_only(math.copysign(1.0, r), confidence, method, reason)
    t = r * math.sqrt((n - 2) / ((1.0 - r) * (1.0 + r)))
    test = HypothesisTest(2.0 * float(special.stdtr(n - 2, -math.fabs(t))), method)
    if n == 3:
        reason = "limits need four complete pairs"
        return Interval(r, None, None, confidence, method, reason), test
    z = float(special.ndtri(0.5 + confidence / 2.0))
    half = z * math.sqrt((1.0 + rank_spread * r**2) / (n - 3))
    centre = math.atanh(r)
    low, high = math.tanh(centre - half), math.tanh(centre + half)
    return Interval(r, low, high, confidence, method), test


def _compute_coefficient(x: Vector, y: Vector) -> float:
    # each part is scaled before the product, which else may overflow or vanish
    x, y = x - x.mean(), y - y.mean()
    x, y = x / np.abs(x).max(), y / np.abs(y).max()
    return float(np.clip(x @ y / (np.linalg.norm(x) * np.linalg.norm(y)), -1.0, 1.0))
