"""The log scale and the way back from it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tubulus.stats.missing import Vector, read_vector
from tubulus.stats.results import Interval

__all__ = ["compute_exponential", "compute_logarithm"]


def compute_logarithm(values: ArrayLike) -> tuple[Vector, NDArray[np.bool_]]:
    """Compute natural logs; a value that is zero or negative becomes missing.

    Returns
    -------
    logs : ndarray, shape (n,)
        NaN where the value is missing or not positive.
    dropped : ndarray of bool, shape (n,)
        Whether a value is there but has no log.
    """
    vector = read_vector(values)
    dropped = vector <= 0.0
    logs = np.full(vector.size, np.nan)
    np.log(vector, out=logs, where=vector > 0.0)
    return logs, dropped


def compute_exponential(interval: Interval, method: str) -> Interval:
    """Turn a difference of logs into a ratio, limits included.

    A limit beyond the range of floating-point numbers leaves an estimate without limits.
    """
    estimate = _compute_ratio(interval.estimate)
    low, high = _compute_ratio(interval.low), _compute_ratio(interval.high)
    if interval.estimate is not None and estimate is None:
        reason = "the ratio exceeds what can be computed"
        return Interval(None, None, None, interval.confidence, method, reason)
    if interval.has_limits and (low is None or high is None):
        reason = "a limit of the ratio exceeds what can be computed"
        return Interval(estimate, None, None, interval.confidence, method, reason)
    return Interval(estimate, low, high, interval.confidence, method, interval.reason)


def _compute_ratio(logarithm: float | None) -> float | None:
    if logarithm is None:
        return None
    try:
        return math.exp(logarithm)
    except OverflowError:
        return None
