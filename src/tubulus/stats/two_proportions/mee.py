"""Mee: score limits of a risk difference without the correction for small numbers."""

from __future__ import annotations

import numpy as np
from scipy import special

from tubulus.stats.methods import Method
from tubulus.stats.two_proportions import miettinen_nurminen

__all__ = ["METHOD", "compute_limits"]

METHOD = Method(
    name="Mee",
    gives="score limits of a risk difference, without the factor N / (N - 1)",
    limits="a little narrower than those of Miettinen and Nurminen, and covers a little less",
    source="Mee, Biometrics 1984;40:1175-1176; Newcombe, Stat Med 1998;17:873-890, method 5",
)


def compute_limits(
    events_1: int, n_1: int, events_0: int, n_0: int, confidence: float
) -> tuple[float, float]:
    """Compute the score limits of p1 - p0.

    Notes
    -----
    The variance of Miettinen and Nurminen is N / (N - 1) times that of Mee, so that his limits at
    z are theirs at z sqrt((N - 1) / N).
    """
    total = n_1 + n_0
    z = float(special.ndtri(0.5 + confidence / 2.0)) * np.sqrt((total - 1.0) / total)
    level = 2.0 * float(special.ndtr(z)) - 1.0
    low, high = miettinen_nurminen.compute_limits(events_1, n_1, events_0, n_0, level)
    return float(low), float(high)
