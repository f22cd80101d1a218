"""Balance of covariates before and after weighting: means, spread and distribution."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.balance.effective_size import WeightSummary, summarise_weights
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, read_vector
from tubulus.stats.results import Statistic

__all__ = [
    "METHOD",
    "BalanceFigures",
    "BalanceTable",
    "CovariateBalance",
    "compute_balance_table",
]

METHOD = Method(
    name="balance before and after weighting",
    gives="weighted means, their difference in units of the unweighted pooled SD, variance ratio "
    "and Kolmogorov-Smirnov distance of each covariate",
    limits="describes the columns given; says nothing about what was not measured; no test",
    source="Austin and Stuart, Stat Med 2015;34:3661-3679; Stuart, Lee and Leacy, J Clin Epidemiol "
    "2013;66:S84-S90",
)

_EMPTY = "no participant with a weight in one arm"
_FLAT = "no variation within the unweighted arms although they differ: unbounded"
_BINARY = "the variance of a binary covariate follows from its mean"
# Spread below this share of the largest value is rounding: no measurement has twelve digits.
_RELATIVE_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class BalanceFigures:
    """Balance of one covariate.

    Parameters
    ----------
    mean_1, mean_0 : Statistic
        Mean in the first arm and in the comparator.
    difference : Statistic
        First arm minus comparator, standardised.
    variance_ratio : Statistic
        Variance in the first arm over that in the comparator; none for a binary covariate.
    ks_distance : Statistic
        Largest distance of both distribution functions, in [0, 1].
    """

    mean_1: Statistic
    mean_0: Statistic
    difference: Statistic
    variance_ratio: Statistic
    ks_distance: Statistic


@dataclass(frozen=True, slots=True)
class CovariateBalance:
    """Balance of one covariate before and after weighting.

    Parameters
    ----------
    before, after : BalanceFigures
        With equal weights, and with the weights given.
    is_binary : bool
        Whether the covariate holds 0 and 1 only.
    """

    before: BalanceFigures
    after: BalanceFigures
    is_binary: bool


@dataclass(frozen=True, slots=True)
class BalanceTable:
    """Balance of all covariates.

    Parameters
    ----------
    covariates : tuple of CovariateBalance
        In the order of the columns.
    weights_1, weights_0 : WeightSummary
        Effective sample size of each arm and what it rests on.
    n_missing : int
        Participants left out because arm, weight or a covariate is missing.
    """

    covariates: tuple[CovariateBalance, ...]
    weights_1: WeightSummary
    weights_0: WeightSummary
    n_missing: int


def compute_balance_table(
    covariates: ArrayLike, arm: ArrayLike, weights: ArrayLike
) -> BalanceTable:
    """Compute the balance of every covariate before and after weighting.

    Parameters
    ----------
    covariates : array_like, shape (n, k)
        Numeric columns, categories already coded as columns. NaN where missing.
    arm : array_like, shape (n,)
        1 in the first arm, 0 in the comparator, NaN where missing.
    weights : array_like, shape (n,)
        Weights, whatever their sums, NaN where there is none.

    Returns
    -------
    BalanceTable
        From participants with nothing missing; figures of an empty arm are not estimable.

    Raises
    ------
    ValueError
        If lengths differ, a value is infinite, a weight is negative or arm holds anything but 0, 1
        and NaN.

    Notes
    -----
    The standardised difference divides by sqrt((s1^2 + s0^2) / 2) of the unweighted arms in both
    tables, so that weighting moves the difference and not its unit; p (1 - p) is the variance of a
    binary covariate, n - 1 the divisor of others. A weighted variance is
    sum w (x - mean)^2 / (1 - sum w^2) with sum w = 1. KS is the largest distance of the weighted
    distribution functions over all observed values.
    """
    x, a, w = np.asarray(covariates, dtype=np.float64), read_vector(arm), read_vector(weights)
    if x.ndim != 2 or not x.shape[0] == a.size == w.size:
        raise ValueError(f"covariates {x.shape}, arm {a.size} and weights {w.size} differ in rows")
    if np.isinf(x).any() or (w < 0.0).any():
        raise ValueError("a covariate is infinite or a weight is negative")
    if not np.isin(a[~np.isnan(a)], (0.0, 1.0)).all():
        raise ValueError("arm holds 1 for the first arm, 0 for the comparator and NaN for missing")
    complete = ~(np.isnan(a) | np.isnan(w) | np.isnan(x).any(axis=1))
    x, a, w = x[complete], a[complete], w[complete]
    rows = tuple(_compare(column, a == 1.0, w) for column in x.T)
    summaries = summarise_weights(w[a == 1.0]), summarise_weights(w[a == 0.0])
    return BalanceTable(rows, *summaries, int(complete.size - complete.sum()))


def _compare(column: Vector, first: Vector, weights: Vector) -> CovariateBalance:
    is_binary = bool(np.isin(column, (0.0, 1.0)).all())
    arms = [(column[rows], weights[rows]) for rows in (first == 1.0, first == 0.0)]
    before = [(x, np.ones(x.size)) for x, _ in arms]
    if min(x.size for x, _ in arms) == 0:
        unit: float | None = None
    else:
        variances = [_compute_variance(x, w, is_binary=is_binary) for x, w in before]
        unit = None if None in variances else (sum(v or 0.0 for v in variances) / 2.0) ** 0.5
    return CovariateBalance(
        _compute_figures(before, unit, is_binary=is_binary),
        _compute_figures(arms, unit, is_binary=is_binary),
        is_binary,
    )


def _compute_figures(
    arms: list[tuple[Vector, Vector]], unit: float | None, *, is_binary: bool
) -> BalanceFigures:
    if min(w.sum() for _, w in arms) == 0.0:
        nothing = Statistic(None, METHOD.name, _EMPTY)
        return BalanceFigures(nothing, nothing, nothing, nothing, nothing)
    means = [float(np.average(x, weights=w)) for x, w in arms]
    return BalanceFigures(
        Statistic(means[0], METHOD.name),
        Statistic(means[1], METHOD.name),
        _standardise(means[0] - means[1], unit),
        _compute_variance_ratio(arms, is_binary=is_binary),
        Statistic(_compute_distance(arms), METHOD.name),
    )


def _standardise(difference: float, unit: float | None) -> Statistic:
    if unit is None:
        return Statistic(None, METHOD.name, "one value in an arm has no standard deviation")
    if unit > 0.0:
        return Statistic(difference / unit, METHOD.name)
    if difference == 0.0:
        return Statistic(0.0, METHOD.name)
    return Statistic(None, METHOD.name, _FLAT)


def _compute_variance(x: Vector, weights: Vector, *, is_binary: bool) -> float | None:
    """Compute a weighted variance; None where one participant has all the weight."""
    shares = weights / weights.sum()
    mean = float(shares @ x)
    if is_binary:
        return max(0.0, mean * (1.0 - mean))
    freedom = 1.0 - float(shares @ shares)
    if freedom <= _RELATIVE_ROUNDING:
        return None
    deviations = x - mean
    deviations[np.abs(deviations) <= _RELATIVE_ROUNDING * np.abs(x).max()] = 0.0
    return float(shares @ deviations**2) / freedom


def _compute_variance_ratio(arms: list[tuple[Vector, Vector]], *, is_binary: bool) -> Statistic:
    if is_binary:
        return Statistic(None, METHOD.name, _BINARY)
    first, second = (_compute_variance(x, w, is_binary=False) for x, w in arms)
    if first is None or second is None:
        return Statistic(None, METHOD.name, "one value in an arm has no variance")
    if second == 0.0:
        return Statistic(None, METHOD.name, "the comparator does not vary")
    return Statistic(first / second, METHOD.name)


def _compute_distance(arms: list[tuple[Vector, Vector]]) -> float:
    points = np.unique(np.concatenate([x for x, _ in arms]))
    heights = []
    for x, w in arms:
        order = np.argsort(x, kind="stable")
        heap = np.concatenate([[0.0], np.cumsum(w[order] / w.sum())])
        heights.append(heap[np.searchsorted(x[order], points, side="right")])
    # rounding of the cumulated shares must not leave [0, 1]
    return min(1.0, float(np.abs(heights[0] - heights[1]).max()))
