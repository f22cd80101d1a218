"""Miettinen-Nurminen: score limits of a risk difference."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector

__all__ = ["METHOD", "compute_limits", "compute_score_variance", "fit_restricted_proportion"]

METHOD = Method(
    name="Miettinen-Nurminen",
    gives="score limits of a risk difference, with the factor N / (N - 1)",
    limits="asymptotic; covers the stated level on average only, and less evenly in small arms",
    source="Miettinen and Nurminen, Stat Med 1985;4:213-226",
)

# A bisection on an interval no longer than 2 is at double precision after 60 halvings.
_HALVINGS = 60


def fit_restricted_proportion(
    events_1: ArrayLike, n_1: ArrayLike, events_0: ArrayLike, n_0: ArrayLike, difference: ArrayLike
) -> Vector:
    """Fit the second proportion by maximum likelihood while p1 - p0 is held at a difference.

    Parameters
    ----------
    events_1, n_1, events_0, n_0 : array_like, broadcast to one shape
        Counts of the two arms, every n at least 1.
    difference : array_like
        Difference held, in [-1, 1].

    Returns
    -------
    ndarray
        The restricted p0; p1 is p0 + difference.

    Notes
    -----
    Miettinen and Nurminen, appendix I: p0 is the middle root of the cubic
    L3 p^3 + L2 p^2 + L1 p + L0 with L3 = N, L2 = (n1 + 2 n0) d - N - x1 - x0,
    L1 = (n0 d - N - 2 x0) d + x1 + x0, L0 = x0 d (1 - d), by the trigonometric solution
    p0 = 2 p cos(a) - L2 / (3 L3), a = (pi + arccos(q / p^3)) / 3.
    """
    x_1, m_1, x_0, m_0, d = (
        np.asarray(part, dtype=np.float64) for part in (events_1, n_1, events_0, n_0, difference)
    )
    total = m_1 + m_0
    c_2 = ((m_1 + 2.0 * m_0) * d - total - x_1 - x_0) / (3.0 * total)
    c_1 = ((m_0 * d - total - 2.0 * x_0) * d + x_1 + x_0) / (3.0 * total)
    c_0 = x_0 * d * (1.0 - d) / (2.0 * total)
    q = c_2**3 - 1.5 * c_2 * c_1 + c_0
    p = np.copysign(np.sqrt(np.maximum(c_2**2 - c_1, 0.0)), q)
    cube = np.where(p == 0.0, 1.0, p**3)
    # rounding may carry the ratio just past 1, where the two roots meet
    angle = (np.pi + np.arccos(np.clip(np.where(p == 0.0, 1.0, q / cube), -1.0, 1.0))) / 3.0
    middle = 2.0 * p * np.cos(angle) - c_2
    restricted: Vector = np.clip(middle, np.maximum(0.0, -d), np.minimum(1.0, 1.0 - d))
    return restricted


def compute_score_variance(
    events_1: ArrayLike, n_1: ArrayLike, events_0: ArrayLike, n_0: ArrayLike, difference: ArrayLike
) -> Vector:
    """Compute the variance of the observed difference at a hypothesised one.

    Notes
    -----
    (p1 (1 - p1) / n1 + p0 (1 - p0) / n0) * N / (N - 1) at the restricted proportions; without the
    last factor it is the variance of Mee (1984).
    """
    m_1, m_0 = np.asarray(n_1, dtype=np.float64), np.asarray(n_0, dtype=np.float64)
    p_0 = fit_restricted_proportion(events_1, n_1, events_0, n_0, difference)
    p_1 = np.clip(p_0 + np.asarray(difference, dtype=np.float64), 0.0, 1.0)
    total = m_1 + m_0
    spread: Vector = (p_1 * (1.0 - p_1) / m_1 + p_0 * (1.0 - p_0) / m_0) * total / (total - 1.0)
    return spread


def compute_limits(
    events_1: ArrayLike, n_1: ArrayLike, events_0: ArrayLike, n_0: ArrayLike, confidence: float
) -> tuple[Vector, Vector]:
    """Compute the score limits of p1 - p0 for one table or for many at once.

    Parameters
    ----------
    events_1, n_1, events_0, n_0 : array_like, broadcast to one shape
        Counts of the two arms, every n at least 1.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    low, high : ndarray
        Limits in [-1, 1], of the common shape.

    Notes
    -----
    The limits are where (d_observed - d)^2 = z^2 V(d). Both sides are compared without a division,
    so that a variance of zero (no event in an arm, or nothing but events) needs no special case,
    and the root is found by bisection between the observed difference and -1.
    The upper limit is the lower one of the swapped arms with its sign changed.
    """
    z = float(special.ndtri(0.5 + confidence / 2.0))
    low = _bisect_low(events_1, n_1, events_0, n_0, z)
    high = -_bisect_low(events_0, n_0, events_1, n_1, z)
    return low, high


def _bisect_low(
    events_1: ArrayLike, n_1: ArrayLike, events_0: ArrayLike, n_0: ArrayLike, z: float
) -> Vector:
    x_1, m_1, x_0, m_0 = np.broadcast_arrays(events_1, n_1, events_0, n_0)
    observed = x_1 / m_1 - x_0 / m_0
    rejected, kept = np.full(observed.shape, -1.0), np.array(observed, dtype=np.float64)
    for _ in range(_HALVINGS):
        middle = (rejected + kept) / 2.0
        width = z * np.sqrt(compute_score_variance(x_1, m_1, x_0, m_0, middle))
        outside = observed - middle > width
        rejected = np.where(outside, middle, rejected)
        kept = np.where(outside, kept, middle)
    return np.maximum(kept, -1.0)
