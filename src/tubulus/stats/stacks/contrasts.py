"""Estimates of many trials with their limits and p-values; NaN inside, where a trial has none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from tubulus.stats.missing import Vector

__all__ = ["StackedContrasts", "infer_stack", "make_empty_stack"]


@dataclass(frozen=True, slots=True)
class StackedContrasts:
    """One contrast in each of B trials.

    Parameters
    ----------
    estimate, error, low, high, p_value : ndarray, shape (B,)
        Estimate, standard error, confidence limits and two-sided p-value; NaN where the trial has
        none. An array of NaN where the method gives no such number.
    """

    estimate: Vector
    error: Vector
    low: Vector
    high: Vector
    p_value: Vector


def infer_stack(
    estimate: Vector, error: Vector, df: Vector | float, confidence: float
) -> StackedContrasts:
    """Compute limits and p-values from Student's t distribution.

    Parameters
    ----------
    estimate, error : ndarray, shape (B,)
        Estimates and standard errors; an error that is not above 0 gives no limits.
    df : ndarray, shape (B,), or float
        Degrees of freedom; infinite for normal limits, none where not above 0.
    confidence : float
        Two-sided level in (0, 1).
    """
    degrees = np.broadcast_to(np.asarray(df, dtype=np.float64), estimate.shape)
    usable = (error > 0.0) & (degrees > 0.0) & np.isfinite(estimate)
    spread = np.where(usable, error, np.nan)
    infinite = np.isinf(degrees)
    finite = np.where(usable & ~infinite, degrees, 1.0)
    # degrees of freedom repeat from trial to trial, and their quantile is the costly part
    distinct, where = np.unique(finite, return_inverse=True)
    quantile = special.stdtrit(distinct, 0.5 + confidence / 2.0)[where]
    half = np.where(infinite, special.ndtri(0.5 + confidence / 2.0), quantile) * spread
    statistic = -np.abs(estimate) / spread
    p_value = 2.0 * np.where(infinite, special.ndtr(statistic), special.stdtr(finite, statistic))
    return StackedContrasts(estimate, spread, estimate - half, estimate + half, p_value)


def make_empty_stack(trials: int) -> StackedContrasts:
    """Make the result of a contrast that no trial can give."""
    return StackedContrasts(*(np.full(trials, np.nan) for _ in range(5)))
