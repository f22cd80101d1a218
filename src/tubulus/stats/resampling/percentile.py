"""Percentile limits of bootstrap draws, with their Monte Carlo error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.missing import read_vector
from tubulus.stats.results import Interval, Statistic, require_confidence

__all__ = ["BootstrapInterval", "compute_percentile_limits"]


@dataclass(frozen=True, slots=True)
class BootstrapInterval:
    """Percentile limits of one estimate.

    Parameters
    ----------
    interval : Interval
        Estimate from the data themselves, limits from the draws.
    low_error, high_error : Statistic
        Monte Carlo standard error of both limits.
    n_draws, n_failed : int
        Draws taken, and draws in which the estimate does not exist; the limits rest on the others.
    """

    interval: Interval
    low_error: Statistic
    high_error: Statistic
    n_draws: int
    n_failed: int


def compute_percentile_limits(
    estimate: float | None,
    draws: ArrayLike,
    *,
    method: str,
    reason: str = "",
    max_failed_share: float = 0.05,
    confidence: float = 0.95,
) -> BootstrapInterval:
    """Compute percentile limits from the estimates of bootstrap draws.

    Parameters
    ----------
    estimate : float or None
        Estimate from the data; None where it does not exist.
    draws : array_like, shape (B,)
        Estimates of the draws, NaN where a draw failed.
    method : str
        Name that the result carries.
    reason : str
        Why there is no estimate.
    max_failed_share : float
        Share of failed draws above which there are no limits: what is left is no longer what the
        design would give.
    confidence : float
        Two-sided level in (0, 1).

    Notes
    -----
    Limits are the empirical quantiles of order q = (1 -/+ confidence) / 2, linear between order
    statistics (type 7). The Monte Carlo error of a quantile is half the distance of the quantiles
    of order q -/+ sqrt(q (1 - q) / B), which for large B is sqrt(q (1 - q) / B) / density. There
    are no limits from fewer draws than 2 / (1 - confidence), which no tail would hold.
    """
    require_confidence(confidence)
    values = read_vector(draws)
    kept = values[~np.isnan(values)]
    n_failed = values.size - kept.size
    if estimate is None:
        obstacle = reason
    elif n_failed > max_failed_share * values.size:
        obstacle = f"{n_failed} of {values.size} bootstrap draws have no estimate"
    elif kept.size < 2.0 / (1.0 - confidence) * (1.0 - 1e-12):
        obstacle = f"{kept.size} bootstrap draws are too few for limits at this level"
    else:
        obstacle = ""
    if obstacle:
        interval = Interval(estimate, None, None, confidence, method, obstacle)
        nothing = Statistic(None, method, obstacle)
        return BootstrapInterval(interval, nothing, nothing, values.size, n_failed)
    order = (1.0 - confidence) / 2.0
    shift = (order * (1.0 - order) / kept.size) ** 0.5
    around = order + np.array([0.0, max(-order, -shift), shift])
    places = np.concatenate([around, 1.0 - around])
    low, below_low, above_low, high, above_high, below_high = np.quantile(kept, places).tolist()
    return BootstrapInterval(
        Interval(estimate, low, high, confidence, method),
        Statistic(0.5 * (above_low - below_low), method),
        Statistic(0.5 * (above_high - below_high), method),
        values.size,
        n_failed,
    )
