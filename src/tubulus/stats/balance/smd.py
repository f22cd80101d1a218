"""Standardised mean difference: how far apart two arms are at baseline."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, select_complete
from tubulus.stats.results import Statistic

__all__ = [
    "METHOD",
    "BalanceResult",
    "compute_binary_smd",
    "compute_categorical_smd",
    "compute_continuous_smd",
]

METHOD = Method(
    name="standardised mean difference, unweighted pooled SD",
    gives="difference of two arms in units of sqrt((v1 + v0) / 2)",
    limits="describes the covariates that were measured; no test, no statement about others",
    source="Austin, Stat Med 2009;28:3083-3107; categories: Yang and Dalton, SAS Global Forum 2012",
)

_EMPTY = "no value in one arm"
_SEPARATED = "no variation within the arms although they differ: the difference is unbounded"


@dataclass(frozen=True, slots=True)
class BalanceResult:
    """Standardised difference of one covariate.

    Parameters
    ----------
    difference : Statistic
        First arm minus comparator; without sign for categories.
    n_1, n_0 : int
        Participants with a value.
    n_missing_1, n_missing_0 : int
        Participants without one.
    """

    difference: Statistic
    n_1: int
    n_0: int
    n_missing_1: int
    n_missing_0: int


def compute_continuous_smd(first: ArrayLike, second: ArrayLike) -> BalanceResult:
    """Compute the standardised difference of a continuous covariate.

    Parameters
    ----------
    first, second : array_like, shape (n,)
        Values of the first arm and of the comparator, NaN where missing.

    Notes
    -----
    (mean1 - mean0) / sqrt((s1^2 + s0^2) / 2) with the n - 1 variances. It is 0 where both arms
    hold one and the same value, and not estimable where they hold one value each but two in all.
    """
    (x_1, missing_1), (x_0, missing_0) = select_complete(first), select_complete(second)
    if min(x_1.size, x_0.size) == 0:
        result = Statistic(None, METHOD.name, _EMPTY)
    elif min(x_1.size, x_0.size) == 1:
        result = Statistic(None, METHOD.name, "one value in an arm has no standard deviation")
    else:
        result = _standardise(
            float(x_1.mean() - x_0.mean()), _compute_variance(x_1), _compute_variance(x_0)
        )
    return BalanceResult(result, x_1.size, x_0.size, missing_1, missing_0)


def compute_binary_smd(first: ArrayLike, second: ArrayLike) -> BalanceResult:
    """Compute the standardised difference of a covariate that is 0 or 1.

    Parameters
    ----------
    first, second : array_like, shape (n,)
        0, 1 or NaN in the first arm and in the comparator.

    Raises
    ------
    ValueError
        If a value is neither 0 nor 1 nor missing.

    Notes
    -----
    (p1 - p0) / sqrt((p1 (1 - p1) + p0 (1 - p0)) / 2).
    """
    (x_1, missing_1), (x_0, missing_0) = select_complete(first), select_complete(second)
    if not np.isin(np.concatenate([x_1, x_0]), (0.0, 1.0)).all():
        raise ValueError("a binary covariate holds 0, 1 and NaN for missing")
    if min(x_1.size, x_0.size) == 0:
        result = Statistic(None, METHOD.name, _EMPTY)
    else:
        p_1, p_0 = float(x_1.mean()), float(x_0.mean())
        result = _standardise(p_1 - p_0, p_1 * (1.0 - p_1), p_0 * (1.0 - p_0))
    return BalanceResult(result, x_1.size, x_0.size, missing_1, missing_0)


def compute_categorical_smd(first: Iterable[object], second: Iterable[object]) -> BalanceResult:
    """Compute the standardised difference of a covariate with several levels.

    Parameters
    ----------
    first, second : iterable of hashable
        Levels in the first arm and in the comparator; None or NaN where missing.

    Notes
    -----
    Mahalanobis distance sqrt(d' S^-1 d) of the shares of all levels but one, S the mean of the two
    multinomial covariances; it does not depend on the level left out. S is singular only where the
    arms share no level: then the distance is unbounded. With two levels it is the absolute
    difference of :func:`compute_binary_smd`.
    """
    (levels_1, missing_1), (levels_0, missing_0) = _count_levels(first), _count_levels(second)
    n_1, n_0 = levels_1.total(), levels_0.total()
    if min(n_1, n_0) == 0:
        result = Statistic(None, METHOD.name, _EMPTY)
    elif not levels_1.keys() & levels_0.keys():
        result = Statistic(None, METHOD.name, "the arms share no level: the distance is unbounded")
    else:
        # sorted by name: the order changes rounding only, but results are to be bitwise equal
        kept = sorted(levels_1.keys() | levels_0.keys(), key=repr)[1:]
        p_1 = np.array([levels_1[level] / n_1 for level in kept])
        p_0 = np.array([levels_0[level] / n_0 for level in kept])
        covariance = (_compute_multinomial(p_1) + _compute_multinomial(p_0)) / 2.0
        difference = p_1 - p_0
        squared = float(difference @ np.linalg.solve(covariance, difference)) if kept else 0.0
        result = Statistic(math.sqrt(max(squared, 0.0)), METHOD.name)
    return BalanceResult(result, n_1, n_0, missing_1, missing_0)


def _compute_variance(values: Vector) -> float:
    # a constant must have no variance even where its mean is rounded
    return 0.0 if values.min() == values.max() else float(values.var(ddof=1))


def _compute_multinomial(shares: Vector) -> Vector:
    covariance: Vector = np.diag(shares) - np.outer(shares, shares)
    return covariance


def _count_levels(values: Iterable[object]) -> tuple[Counter[object], int]:
    levels = values.tolist() if isinstance(values, np.ndarray) else list(values)
    # NaN is the one value that differs from itself
    present = [level for level in levels if level is not None and level == level]  # noqa: PLR0124
    return Counter(present), len(levels) - len(present)


def _standardise(difference: float, variance_1: float, variance_0: float) -> Statistic:
    pooled = math.sqrt((variance_1 + variance_0) / 2.0)
    if pooled > 0.0:
        return Statistic(difference / pooled, METHOD.name)
    if difference == 0.0:
        return Statistic(0.0, METHOD.name)
    return Statistic(None, METHOD.name, _SEPARATED)
