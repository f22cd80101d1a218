"""Wilson: limits of one proportion from inverting its score test."""

from __future__ import annotations

import math

from scipy import special

from tubulus.stats.methods import Method

__all__ = ["METHOD", "compute_limits"]

METHOD = Method(
    name="Wilson",
    gives="score limits of one proportion",
    limits="covers the stated level on average, not for every true proportion",
    source="Wilson, J Am Stat Assoc 1927;22:209-212",
)


def compute_limits(events: int, n: int, confidence: float) -> tuple[float, float]:
    """Compute the score limits of a proportion, without continuity correction.

    Notes
    -----
    They solve (p - x/n)^2 = z^2 p (1 - p) / n, a quadratic in p with centre
    (x + z^2/2) / (n + z^2) and half width z / (n + z^2) * sqrt(x (n - x) / n + z^2 / 4).
    Low is exactly 0 for x = 0 and high exactly 1 for x = n.
    """
    z = float(special.ndtri(0.5 + confidence / 2.0))
    centre = (events + z**2 / 2.0) / (n + z**2)
    half = z / (n + z**2) * math.sqrt(events * (n - events) / n + z**2 / 4.0)
    low = centre - half if events > 0 else 0.0
    high = centre + half if events < n else 1.0
    return low, high
