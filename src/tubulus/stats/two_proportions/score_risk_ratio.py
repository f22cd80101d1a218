"""Miettinen-Nurminen: score limits of a risk ratio."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector

__all__ = ["METHOD", "bisect_ratio", "compute_limits", "fit_restricted_proportion"]

METHOD = Method(
    name="Miettinen-Nurminen, risk ratio",
    gives="score limits of a risk ratio, with the factor N / (N - 1); 0 or infinite where no event",
    limits="asymptotic; covers the stated level on average only, and less evenly in small arms",
    source="Miettinen and Nurminen, Stat Med 1985;4:213-226",
)

# exp(50) is beyond every finite limit: that of 1 v 0 events in arms of a million is below exp(30)
_REACH = 50.0
# 100 / 2^60 is below the spacing of doubles
_HALVINGS = 60


def fit_restricted_proportion(
    events_1: ArrayLike, n_1: ArrayLike, events_0: ArrayLike, n_0: ArrayLike, ratio: ArrayLike
) -> Vector:
    """Fit the second proportion by maximum likelihood while p1 / p0 is held at a ratio.

    Notes
    -----
    p0 is the smaller root of N r p^2 - (n1 r + x1 + n0 + x0 r) p + x1 + x0 (Miettinen and Nurminen,
    appendix I), written with the square root in the denominator, which loses no digits for a small
    ratio; p1 is r p0.
    """
    x_1, m_1, x_0, m_0, r = (
        np.asarray(part, dtype=np.float64) for part in (events_1, n_1, events_0, n_0, ratio)
    )
    events = x_1 + x_0
    half = (m_1 * r + x_1 + m_0 + x_0 * r) / 2.0
    root = np.sqrt(np.maximum(half**2 - (m_1 + m_0) * r * events, 0.0))
    restricted: Vector = np.minimum(events / (half + root), np.minimum(1.0, 1.0 / r))
    return restricted


def compute_limits(
    events_1: ArrayLike, n_1: ArrayLike, events_0: ArrayLike, n_0: ArrayLike, confidence: float
) -> tuple[Vector, Vector]:
    """Compute the score limits of p1 / p0 for one table or for many at once.

    Parameters
    ----------
    events_1, n_1, events_0, n_0 : array_like, broadcast to one shape
        Counts of the two arms, every n at least 1.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    low, high : ndarray
        Limits in [0, inf], of the common shape. Low is 0 without an event in the first arm, high
        infinite without one in the second.

    Notes
    -----
    The limits are where (p1 - r p0)^2 = z^2 V(r), V(r) = (p1r (1 - p1r) / n1
    + r^2 p0r (1 - p0r) / n0) N / (N - 1) at the proportions fitted with p1r = r p0r. Both sides are
    compared without a division and the root is found by halving the interval of log r.
    """
    z = float(special.ndtri(0.5 + confidence / 2.0))
    x_1, m_1, x_0, m_0 = (
        np.asarray(part, dtype=np.float64)
        for part in np.broadcast_arrays(events_1, n_1, events_0, n_0)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate = np.where(x_1 + x_0 > 0, (x_1 / m_1) / (x_0 / m_0), 1.0)

    def lies_beyond(ratio: Vector, sign: float) -> NDArray[np.bool_]:
        p_0 = fit_restricted_proportion(x_1, m_1, x_0, m_0, ratio)
        p_1 = np.minimum(ratio * p_0, 1.0)
        spread = p_1 * (1.0 - p_1) / m_1 + ratio**2 * p_0 * (1.0 - p_0) / m_0
        total = m_1 + m_0
        distance = sign * (x_1 / m_1 - ratio * x_0 / m_0)
        beyond: NDArray[np.bool_] = distance > z * np.sqrt(spread * total / (total - 1.0))
        return beyond

    low = bisect_ratio(lambda ratio: lies_beyond(ratio, 1.0), estimate, lower=True)
    high = bisect_ratio(lambda ratio: lies_beyond(ratio, -1.0), estimate, lower=False)
    return np.where(x_1 == 0, 0.0, low), np.where(x_0 == 0, np.inf, high)


def bisect_ratio(
    is_above: Callable[[Vector], NDArray[np.bool_]], estimate: Vector, *, lower: bool
) -> Vector:
    """Find the limit of each ratio between its estimate and the end of the scale.

    Parameters
    ----------
    is_above : callable
        Says for each ratio held whether the data lie further from it than the limit allows.
    estimate : ndarray
        Where the search begins; 0 and infinity stand for the ends of the scale.
    lower : bool
        Whether to search below the estimate.

    Returns
    -------
    ndarray
        The ratio nearest to the estimate that is rejected, to double precision.
    """
    with np.errstate(divide="ignore"):
        kept = np.clip(np.log(estimate), -_REACH, _REACH)
    rejected = np.full(kept.shape, -_REACH if lower else _REACH)
    for _ in range(_HALVINGS):
        middle = (rejected + kept) / 2.0
        outside = is_above(np.exp(middle))
        rejected, kept = np.where(outside, middle, rejected), np.where(outside, kept, middle)
    limits: Vector = np.exp(kept)
    return limits
