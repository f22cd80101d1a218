"""Miettinen-Nurminen: score limits of an odds ratio."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.two_proportions.score_risk_ratio import bisect_ratio

__all__ = ["METHOD", "compute_limits", "fit_restricted_events"]

METHOD = Method(
    name="Miettinen-Nurminen, odds ratio",
    gives="score limits of an odds ratio, with the factor N / (N - 1); 0 or infinite at zero cells",
    limits="asymptotic; covers the stated level on average only, and less evenly in small arms",
    source="Miettinen and Nurminen, Stat Med 1985;4:213-226",
)


def fit_restricted_events(
    events: ArrayLike, n_1: ArrayLike, n_0: ArrayLike, ratio: ArrayLike
) -> Vector:
    """Fit the expected events of the first arm, given all events and an odds ratio.

    Parameters
    ----------
    events, n_1, n_0 : array_like, broadcast to one shape
        Events of both arms together and participants of each.
    ratio : array_like
        Odds ratio held, positive.

    Returns
    -------
    ndarray
        Expected count a, at which a (n0 - s + a) = ratio (n1 - a) (s - a).

    Notes
    -----
    Under a fixed odds ratio the maximum of both binomial likelihoods keeps the total s of events,
    so that p1 = a / n1 and p0 = (s - a) / n0 (Miettinen and Nurminen, appendix I). The root of the
    quadratic (r - 1) a^2 - (r (n1 + s) + n0 - s) a + r n1 s that lies among possible counts.
    """
    s, m_1, m_0, r = (np.asarray(part, dtype=np.float64) for part in (events, n_1, n_0, ratio))
    half = (r * (m_1 + s) + m_0 - s) / 2.0
    root = np.sqrt(np.maximum(half**2 - (r - 1.0) * r * m_1 * s, 0.0))
    # of both ways to write the root, take the one that subtracts nothing
    with np.errstate(divide="ignore", invalid="ignore"):
        count = np.where(half > 0.0, r * m_1 * s / (half + root), (half - root) / (r - 1.0))
    expected: Vector = np.clip(count, np.maximum(0.0, s - m_0), np.minimum(m_1, s))
    return expected


def compute_limits(
    events_1: ArrayLike, n_1: ArrayLike, events_0: ArrayLike, n_0: ArrayLike, confidence: float
) -> tuple[Vector, Vector]:
    """Compute the score limits of the odds ratio for one table or for many at once.

    Parameters
    ----------
    events_1, n_1, events_0, n_0 : array_like, broadcast to one shape
        Counts of the two arms, every n at least 1.
    confidence : float
        Two-sided level in (0, 1).

    Returns
    -------
    low, high : ndarray
        Limits in [0, inf], of the common shape. Low is 0 where the first arm has no event or the
        second nothing else, high infinite where it is the other way round.

    Notes
    -----
    The limits are where (x1 - a)^2 (1 / v1 + 1 / v0) (N - 1) / N = z^2, with a the expected events
    of the first arm at the ratio held and v = n p (1 - p) of each arm there. Both sides are
    compared without a division and the root is found by halving the interval of the log ratio.
    """
    z = float(special.ndtri(0.5 + confidence / 2.0))
    x_1, m_1, x_0, m_0 = (
        np.asarray(part, dtype=np.float64)
        for part in np.broadcast_arrays(events_1, n_1, events_0, n_0)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = x_1 * (m_0 - x_0) / ((m_1 - x_1) * x_0)
    estimate = np.where(np.isnan(ratio), 1.0, ratio)

    def lies_beyond(held: Vector, sign: float) -> NDArray[np.bool_]:
        expected = fit_restricted_events(x_1 + x_0, m_1, m_0, held)
        others = x_1 + x_0 - expected
        v_1 = expected * (m_1 - expected) / m_1
        v_0 = others * (m_0 - others) / m_0
        total = m_1 + m_0
        distance = sign * (x_1 - expected) * np.sqrt(np.maximum(v_1 + v_0, 0.0))
        width = np.sqrt(np.maximum(v_1 * v_0, 0.0) * total / (total - 1.0))
        beyond: NDArray[np.bool_] = distance > z * width
        return beyond

    low = bisect_ratio(lambda held: lies_beyond(held, 1.0), estimate, lower=True)
    high = bisect_ratio(lambda held: lies_beyond(held, -1.0), estimate, lower=False)
    low = np.where((x_1 == 0) | (x_0 == m_0), 0.0, low)
    return low, np.where((x_0 == 0) | (x_1 == m_1), np.inf, high)
