"""Jeffreys: equal-tailed limits of one proportion from the Beta(1/2, 1/2) prior."""

from __future__ import annotations

from scipy import special

from tubulus.stats.methods import Method

__all__ = ["METHOD", "compute_limits"]

METHOD = Method(
    name="Jeffreys",
    gives="equal-tailed posterior limits of one proportion under the Beta(1/2, 1/2) prior",
    limits="covers the stated level on average, not for every true proportion",
    source="Brown, Cai and DasGupta, Stat Sci 2001;16:101-133",
)


def compute_limits(events: int, n: int, confidence: float) -> tuple[float, float]:
    """Compute the Jeffreys limits of a proportion.

    Notes
    -----
    Quantiles alpha / 2 and 1 - alpha / 2 of Beta(x + 1/2, n - x + 1/2); low is set to 0 for x = 0
    and high to 1 for x = n, as Brown, Cai and DasGupta do, since coverage would fall to 0 there.
    """
    tail = (1.0 - confidence) / 2.0
    a, b = events + 0.5, n - events + 0.5
    low = float(special.betaincinv(a, b, tail)) if events > 0 else 0.0
    high = float(special.betainccinv(a, b, tail)) if events < n else 1.0
    return low, high
