"""Mid-p: exact limits of one proportion that count half of the observed probability."""

from __future__ import annotations

from scipy import optimize, special

from tubulus.stats.methods import Method

__all__ = ["METHOD", "compute_limits"]

METHOD = Method(
    name="mid-p",
    gives="limits of one proportion from the binomial tails with half the observed probability",
    limits="covers close to the stated level, for some true proportions a little less",
    source="Berry and Armitage, The Statistician 1995;44:417-423",
)


def compute_limits(events: int, n: int, confidence: float) -> tuple[float, float]:
    """Compute the mid-p limits of a proportion.

    Notes
    -----
    Low solves P(X > x | p) + P(X = x | p) / 2 = alpha / 2 and high solves
    P(X < x | p) + P(X = x | p) / 2 = alpha / 2. Low is 0 for x = 0 and high is 1 for x = n.
    """
    low = _solve_low(events, n, confidence) if events > 0 else 0.0
    high = 1.0 - _solve_low(n - events, n, confidence) if events < n else 1.0
    return low, high


def _solve_low(events: int, n: int, confidence: float) -> float:
    tail = (1.0 - confidence) / 2.0

    def compute_excess(share: float) -> float:
        least = float(special.betainc(events, n - events + 1, share))
        more = float(special.betainc(events + 1, n - events, share)) if events < n else 0.0
        return (least + more) / 2.0 - tail

    return float(optimize.brentq(compute_excess, 0.0, 1.0, xtol=1e-14, rtol=1e-14))
