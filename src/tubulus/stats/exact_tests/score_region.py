"""Which tables speak more for a larger difference than the observed, and how probable they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from tubulus.stats.missing import Vector
from tubulus.stats.two_proportions.miettinen_nurminen import compute_score_variance

__all__ = ["Region", "ScoreRegion"]

Region = NDArray[np.bool_]

# Between points pi / (4 N) apart a polynomial of degree N in p exceeds its value at them by a
# factor below 1 / cos(pi / 8) = 1.083 (Ehlich and Zeller, Math Z 1964;86:41-44).
_POINTS_PER_PARTICIPANT = 4
_REFINED_SHARE = np.cos(np.pi / 8.0)
# Each round leaves two of ten parts of a bracket pi / (2 N) wide. After eight N times its width is
# below 1e-5, and the maximum within it is missed by less than 1e-10 of it.
_PARTS = np.linspace(0.0, 1.0, 11)
_ROUNDS = 8
# The cubic of the restricted fit loses up to half of the digits where two of its roots meet.
_TIED = 1e-8
_LEAST = 1e-300


class ScoreRegion:
    """Tables of two arms by their score statistic, from the point of view of one of them.

    Parameters
    ----------
    events_1, n_1, events_0, n_0 : int
        The observed table, every n at least 1.
    """

    def __init__(self, events_1: int, n_1: int, events_0: int, n_0: int) -> None:
        self._observed = (events_1, events_0)
        self._arms = (n_1, n_0)
        self._counts = (np.arange(n_1 + 1.0), np.arange(n_0 + 1.0))
        self._log_ways = tuple(
            gammaln(n + 1.0) - gammaln(x + 1.0) - gammaln(n - x + 1.0)
            for n, x in zip(self._arms, self._counts, strict=True)
        )
        points = _POINTS_PER_PARTICIPANT * (n_1 + n_0)
        self._angles = np.linspace(0.0, np.pi, points + 1)

    def find_extreme(self, difference: float) -> Region:
        """Find the tables whose score statistic at a difference is at least the observed one.

        Notes
        -----
        (p1 - p0 - d) / sqrt(V(d)) with V of Miettinen and Nurminen, whose factor N / (N - 1)
        changes no order. 0 / 0 is 0. Ties are kept: in arms of equal size (x1, x0) and
        (n - x0, n - x1) have one statistic.
        """
        first, second = (counts / n for counts, n in zip(self._counts, self._arms, strict=True))
        distance = first[:, np.newaxis] - second - difference
        variance = compute_score_variance(
            self._counts[0][:, np.newaxis],
            self._arms[0],
            self._counts[1][np.newaxis, :],
            self._arms[1],
            difference,
        )
        statistic = distance / np.sqrt(np.maximum(variance, _LEAST))
        observed = statistic[self._observed]
        extreme: Region = statistic >= observed - _TIED * max(1.0, abs(observed))
        return extreme

    def exceeds(self, level: float, region: Region, difference: float) -> bool:
        """Say whether a region may be more probable than a level, p1 - p0 held at a difference.

        Parameters
        ----------
        level : float
            Probability to compare with.
        region : ndarray of bool, shape (n_1 + 1, n_0 + 1)
            Tables by events in the first and second arm.
        difference : float
            Difference held, in (-1, 1).

        Notes
        -----
        Where the grid of ``find_supremum`` decides, its maxima are not refined.
        """
        weights = region.astype(np.float64)
        values = self._compute_probability(weights, difference, self._angles)
        best = float(values.max())
        if best > level or best <= level * _REFINED_SHARE:
            return best > level
        return self._find_peak(weights, difference, values) > level

    def find_supremum(self, region: Region, difference: float) -> float:
        """Find the highest probability of a region while p1 - p0 is held at a difference.

        Notes
        -----
        The probability is a polynomial of degree N in p0, hence with p0 = m + h cos(angle) over
        its range a trigonometric one, known between the points of a grid; each grid maximum that
        could hide the highest is refined.
        """
        weights = region.astype(np.float64)
        values = self._compute_probability(weights, difference, self._angles)
        return self._find_peak(weights, difference, values)

    def _find_peak(self, weights: Vector, difference: float, values: Vector) -> float:
        padded = np.concatenate([values[1:2], values, values[-2:-1]])
        peaks = (values >= padded[:-2]) & (values >= padded[2:])
        index = np.flatnonzero(peaks & (values >= _REFINED_SHARE * values.max()))
        step = float(self._angles[1])
        return self._refine(weights, difference, self._angles[index] - step, 2.0 * step)

    def _refine(self, weights: Vector, difference: float, low: Vector, width: float) -> float:
        """Narrow brackets around the highest of eleven points in each."""
        best = 0.0
        for _ in range(_ROUNDS):
            angles = low[:, np.newaxis] + width * _PARTS
            values = self._compute_probability(weights, difference, angles.ravel())
            values = values.reshape(angles.shape)
            best = max(best, float(values.max()))
            low = low + width * (values.argmax(axis=1) / 10.0 - 0.1)
            width *= 0.2
        return best

    def _compute_probability(self, weights: Vector, difference: float, angles: Vector) -> Vector:
        low, high = max(0.0, -difference), min(1.0, 1.0 - difference)
        p_0 = (low + high) / 2.0 - (high - low) / 2.0 * np.cos(angles)
        first = self._compute_shares(0, p_0 + difference)
        values: Vector = np.einsum("ij,ij->i", first @ weights, self._compute_shares(1, p_0))
        return values

    def _compute_shares(self, arm: int, share: Vector) -> Vector:
        counts, n = self._counts[arm], self._arms[arm]
        events = np.log(np.maximum(share, _LEAST))
        others = np.log(np.maximum(1.0 - share, _LEAST))
        log_share = np.outer(events, counts) + np.outer(others, n - counts)
        log_share += self._log_ways[arm]
        shares: Vector = np.exp(log_share, out=log_share)
        return shares
