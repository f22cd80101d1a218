"""Hodges-Lehmann: the shift between two arms with exact limits."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector, select_complete
from tubulus.stats.ranks.rank_sums import compute_rank_sums, is_within_reach
from tubulus.stats.ranks.wilcoxon import NOBODY_IN_ONE_ARM
from tubulus.stats.results import Interval, Statistic, require_confidence
from tubulus.stats.scales import compute_exponential, compute_logarithm

__all__ = [
    "METHOD",
    "NORMAL_METHOD",
    "ShiftResult",
    "estimate_shift",
    "estimate_shift_ratio",
]

METHOD = Method(
    name="Hodges-Lehmann, exact limits",
    gives="median of all differences between the arms with limits from the exact rank-sum test",
    limits="a shift only where both distributions have one shape; not the difference of medians",
    source="Hodges and Lehmann, Ann Math Stat 1963;34:598-611; R wilcox.test(conf.int = TRUE)",
)

NORMAL_METHOD = Method(
    name="Hodges-Lehmann, normal limits",
    gives="the same differences, their ranks from the normal approximation of the rank sum",
    limits="stands in where arms are too large for the exact distribution",
    source="Hollander, Wolfe and Chicken, Nonparametric Statistical Methods 2014, section 4.3",
)

# A cumulative probability this close to the tail wanted has reached it, as in R's qwilcox.
_ROUNDING = 2e-15


@dataclass(frozen=True, slots=True)
class ShiftResult:
    """Shift of the first arm against the comparator.

    Parameters
    ----------
    shift : Interval
        First arm minus comparator; for logs the ratio.
    achieved_confidence : Statistic
        Exact coverage of the limits without ties, at least the one wanted.
    n_1, n_0 : int
        Participants with a value in the first arm and in the comparator.
    n_missing : int
        Participants of both arms without a value.
    n_not_positive : int
        Participants left out of a log scale because the value is zero or negative.
    """

    shift: Interval
    achieved_confidence: Statistic
    n_1: int
    n_0: int
    n_missing: int
    n_not_positive: int = 0


def estimate_shift(first: ArrayLike, second: ArrayLike, *, confidence: float = 0.95) -> ShiftResult:
    """Estimate the shift between two arms.

    Parameters
    ----------
    first, second : array_like, shapes (n_1,) and (n_0,)
        Values of the first arm and of the comparator in one unit; NaN where missing.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    ShiftResult
        Not estimable where an arm is empty; an estimate without limits where even the smallest
        and the largest difference do not reach the confidence wanted.

    Notes
    -----
    With the m = n_1 n_0 differences in order, D_(1) <= ... <= D_(m): estimate their median, limits
    D_(k) and D_(m + 1 - k) with the largest k for which P(U <= k - 1) < (1 - confidence) / 2 under
    the distribution of U without ties, or k = 1 where P(U = 0) equals it. With ties the closed
    interval keeps at least that coverage (Randles and Wolfe 1979), it is conservative; R 4.2 turns
    to a normal approximation there. All m differences are held at once.
    """
    require_confidence(confidence)
    (x_1, missing_1), (x_0, missing_0) = select_complete(first), select_complete(second)
    counts = (x_1.size, x_0.size, missing_1 + missing_0)
    if min(x_1.size, x_0.size) == 0:
        nobody = Interval(None, None, None, confidence, METHOD.name, NOBODY_IN_ONE_ARM)
        return ShiftResult(nobody, Statistic(None, METHOD.name, NOBODY_IN_ONE_ARM), *counts)
    differences = np.sort(np.subtract.outer(x_1, x_0), axis=None)
    estimate = float(np.median(differences))
    name, below, achieved = _find_rank(x_1.size, x_0.size, confidence)
    if below == 0:
        reason = f"the extreme differences reach {achieved:.4g} confidence only"
        shift = Interval(estimate, None, None, confidence, name, reason)
        return ShiftResult(shift, Statistic(None, name, reason), *counts)
    low, high = _select_limits(differences, below)
    shift = Interval(estimate, low, high, confidence, name)
    return ShiftResult(shift, Statistic(achieved, name), *counts)


def estimate_shift_ratio(
    first: ArrayLike, second: ArrayLike, *, confidence: float = 0.95
) -> ShiftResult:
    """Estimate the factor between two arms: :func:`estimate_shift` of logs, exponentiated.

    Values that are not positive have no log: they are left out and counted in ``n_not_positive``.
    """
    (logs_1, dropped_1), (logs_0, dropped_0) = compute_logarithm(first), compute_logarithm(second)
    result = estimate_shift(logs_1, logs_0, confidence=confidence)
    n_not_positive = int(dropped_1.sum() + dropped_0.sum())
    return replace(
        result,
        shift=compute_exponential(result.shift, f"{result.shift.method}, of logs"),
        n_missing=result.n_missing - n_not_positive,
        n_not_positive=n_not_positive,
    )


def _select_limits(differences: Vector, below: int) -> tuple[float, float]:
    return float(differences[below - 1]), float(differences[differences.size - below])


def _find_rank(n_1: int, n_0: int, confidence: float) -> tuple[str, int, float]:
    """Return the method, the rank of the lower limit (0 where none) and the coverage."""
    tail = (1.0 - confidence) / 2.0
    untied = 2 * np.arange(1, n_1 + n_0 + 1, dtype=np.int64)
    if not is_within_reach(untied, n_1):
        spread = math.sqrt(n_1 * n_0 * (n_1 + n_0 + 1) / 12.0)
        rank = math.floor(n_1 * n_0 / 2.0 + float(special.ndtri(tail)) * spread)
        achieved = 1.0 - 2.0 * float(special.ndtr((rank - n_1 * n_0 / 2.0) / spread))
        return NORMAL_METHOD.name, max(rank, 0), achieved
    lower = np.cumsum(compute_rank_sums(untied, n_1).probability)
    rank = int(np.searchsorted(lower, tail - _ROUNDING))
    if lower[0] <= tail + _ROUNDING:
        rank = max(rank, 1)
    achieved = 1.0 - 2.0 * float(lower[max(rank, 1) - 1])
    return METHOD.name, rank, achieved
