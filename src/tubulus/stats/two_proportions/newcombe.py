"""Newcombe: limits of a risk difference joined from two Wilson intervals."""

from __future__ import annotations

import math

from tubulus.stats.methods import Method
from tubulus.stats.proportions import wilson

__all__ = ["METHOD", "compute_limits"]

METHOD = Method(
    name="Newcombe",
    gives="hybrid score limits of a risk difference",
    limits="no test belongs to it; covers the stated level on average only",
    source="Newcombe, Stat Med 1998;17:873-890, method 10",
)


def compute_limits(
    events_1: int, n_1: int, events_0: int, n_0: int, confidence: float
) -> tuple[float, float]:
    """Compute the hybrid score limits of p1 - p0.

    Notes
    -----
    With Wilson limits (l1, u1) and (l0, u0):
    low = d - sqrt((p1 - l1)^2 + (u0 - p0)^2), high = d + sqrt((u1 - p1)^2 + (p0 - l0)^2).
    """
    p_1, p_0 = events_1 / n_1, events_0 / n_0
    low_1, high_1 = wilson.compute_limits(events_1, n_1, confidence)
    low_0, high_0 = wilson.compute_limits(events_0, n_0, confidence)
    difference = p_1 - p_0
    low = difference - math.hypot(p_1 - low_1, high_0 - p_0)
    high = difference + math.hypot(high_1 - p_1, p_0 - low_0)
    return max(-1.0, low), min(1.0, high)
