"""Crossing probabilities of a normal statistic at several looks, by recursive integration."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import special

from tubulus.stats.missing import Vector

__all__ = ["Path", "compute_crossing", "find_finest_steps"]

# Beyond 9 standard deviations a normal distribution has 1e-19 of its mass.
_REACH = 9.0
# Gauss-Legendre points for each standard deviation of the next step: with 8 the product of two
# normal densities is integrated to rounding; never fewer than the least.
_POINTS_PER_STEP = 8.0
_LEAST_POINTS = 48


@cache
def _find_nodes(points: int) -> tuple[Vector, Vector]:
    nodes, weights = special.roots_legendre(points)
    return nodes, weights


@dataclass(frozen=True, slots=True)
class Path:
    """The trials that go on after a look, as a density on points.

    Parameters
    ----------
    fraction : float
        Share of the information at the look; 0 before the first.
    points : ndarray, shape (m,)
        Values of Brownian motion with the drift at that information.
    masses : ndarray, shape (m,)
        Density times the weight of each point.
    """

    fraction: float
    points: Vector
    masses: Vector

    @classmethod
    def start(cls) -> Path:
        """Return the path before the first look: at 0 with certainty."""
        return cls(0.0, np.zeros(1), np.ones(1))

    def compute_above(self, fraction: float, value: float, drift: float) -> float:
        """Compute the probability to go on until now and to exceed a z value at the next look."""
        step = fraction - self.fraction
        distance = value * math.sqrt(fraction) - self.points - drift * step
        return float(self.masses @ special.ndtr(-distance / math.sqrt(step)))

    def compute_below(self, fraction: float, value: float, drift: float) -> float:
        """Compute the probability to go on until now and to be under a z value at the next look."""
        step = fraction - self.fraction
        distance = value * math.sqrt(fraction) - self.points - drift * step
        return float(self.masses @ special.ndtr(distance / math.sqrt(step)))

    def advance(
        self, fraction: float, low: float, high: float, drift: float, finest: float
    ) -> Path:
        """Return the path of those between two z values at the next look.

        ``finest`` is the smaller of the steps of information before and after that look.
        """
        scale, centre = math.sqrt(fraction), drift * fraction
        first = max(low * scale, centre - _REACH * scale)
        last = min(high * scale, centre + _REACH * scale)
        if last <= first:
            return Path(fraction, np.zeros(0), np.zeros(0))
        wanted = (last - first) / math.sqrt(finest) * _POINTS_PER_STEP
        # a multiple of 16, so that few sets of nodes are computed
        nodes, weights = _find_nodes(max(_LEAST_POINTS, 16 * math.ceil(wanted / 16.0)))
        half = (last - first) / 2.0
        points = first + half * (nodes + 1.0)
        step = fraction - self.fraction
        away = points[:, None] - self.points - drift * step
        density = np.exp(-0.5 * away**2 / step) @ self.masses / math.sqrt(2.0 * math.pi * step)
        return Path(fraction, points, half * weights * density)


def find_finest_steps(fractions: Vector) -> Vector:
    """Find the smaller of the steps of information before and after each look, shape (k,).

    The density of those that go on is as smooth as the step before, and what it is integrated
    with as the step after.
    """
    steps = np.diff(fractions, prepend=0.0)
    finest: Vector = np.minimum(steps, np.append(steps[1:], steps[-1]))
    return finest


def compute_crossing(
    fractions: Vector, upper: Vector, lower: Vector | None = None, drift: float = 0.0
) -> tuple[Vector, Vector]:
    """Compute the probability to cross the upper and the lower boundary first at each look.

    Parameters
    ----------
    fractions : ndarray, shape (k,)
        Shares of the information, ascending, above 0.
    upper, lower : ndarray, shape (k,)
        Critical z values; None for no lower boundary.
    drift : float
        Mean of z at full information.

    Notes
    -----
    B(t) = z(t) sqrt(t) has independent normal increments with mean ``drift`` and variance 1 for a
    unit of t; the density of those that go on is integrated over the next step (Armitage,
    McPherson and Rowe, J R Stat Soc A 1969;132:235-244) with Gauss-Legendre points.
    """
    finest = find_finest_steps(fractions)
    path = Path.start()
    above, below = np.zeros(fractions.size), np.zeros(fractions.size)
    for look, fraction in enumerate(fractions.tolist()):
        high = float(upper[look])
        low = -math.inf if lower is None else float(lower[look])
        above[look] = path.compute_above(fraction, high, drift)
        below[look] = 0.0 if lower is None else path.compute_below(fraction, low, drift)
        if look < fractions.size - 1:
            path = path.advance(fraction, low, high, drift, float(finest[look]))
    return above, below
