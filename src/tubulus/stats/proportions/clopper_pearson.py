"""Clopper-Pearson: limits of one proportion that never cover less than they say."""

from __future__ import annotations

from scipy import special

from tubulus.stats.methods import Method

__all__ = ["METHOD", "compute_limits", "compute_upper_limit"]

METHOD = Method(
    name="Clopper-Pearson",
    gives="exact two-sided limits of one proportion, or one one-sided upper limit",
    limits="covers more than the stated level, so it is wider than needed on average",
    source="Clopper and Pearson, Biometrika 1934;26:404-413",
)


def compute_limits(events: int, n: int, confidence: float) -> tuple[float, float]:
    """Compute the exact limits of a proportion.

    Notes
    -----
    With alpha = 1 - confidence the limits solve P(X >= x | low) = alpha / 2 and
    P(X <= x | high) = alpha / 2, which are the beta quantiles B(alpha / 2; x, n - x + 1) and
    B(1 - alpha / 2; x + 1, n - x). Low is 0 for x = 0 and high is 1 for x = n.
    """
    tail = (1.0 - confidence) / 2.0
    low = special.betaincinv(events, n - events + 1, tail) if events > 0 else 0.0
    return float(low), compute_upper_limit(events, n, 1.0 - tail)


def compute_upper_limit(events: int, n: int, confidence: float) -> float:
    """Compute the one-sided exact upper limit of a proportion.

    Notes
    -----
    It solves P(X <= x | high) = 1 - confidence; 3 / n is its usual approximation for x = 0 at 95 %.
    """
    if events == n:
        return 1.0
    return float(special.betainccinv(events + 1, n - events, 1.0 - confidence))
