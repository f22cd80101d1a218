"""How precise one proportion will be, and how many participants rule out a frequent harm."""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from tubulus.stats.designs.safety.boundary import require_probability
from tubulus.stats.designs.safety.operating_characteristics import compute_binomial
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.results import require_confidence

__all__ = [
    "METHOD",
    "compute_chance_of_event",
    "compute_expected_half_width",
    "find_precision_sample_size",
    "find_zero_event_sample_size",
]

METHOD = Method(
    name="precision of one proportion",
    gives="expected half-width of the Clopper-Pearson limits; participants for a limit at 0 events",
    limits="an expectation at an assumed proportion; the width of one trial may differ",
    source="Clopper and Pearson, Biometrika 1934;26:404-413; Hanley and Lippman-Hand, JAMA 1983",
)


def compute_expected_half_width(n: int, proportion: float, *, confidence: float = 0.95) -> float:
    """Compute the expected half-width of the exact two-sided limits of a proportion.

    Parameters
    ----------
    n : int
        Participants; nobody gives limits 0 to 1, hence 0.5.
    proportion : float
        True proportion in [0, 1].
    confidence : float
        Confidence level in (0, 1).

    Notes
    -----
    Sum over x of Bin(x; n, p) (high(x) - low(x)) / 2.
    """
    require_confidence(confidence)
    if not 0.0 <= proportion <= 1.0 or n < 0:
        raise ValueError("a proportion lies in [0, 1], and participants are 0 or more")
    return float(compute_binomial(n, proportion) @ _compute_half_widths(n, confidence))


def find_precision_sample_size(
    proportion: float, half_width: float, *, confidence: float = 0.95, most: int = 10_000
) -> int | None:
    """Find the fewest participants whose expected half-width is at most ``half_width``.

    Returns
    -------
    int or None
        None where ``most`` participants are too few.

    Notes
    -----
    The expected half-width falls with each participant but for tiny steps near proportions of
    0 or 1; the first size that is narrow enough is found by bisection.
    """
    if not half_width > 0.0:
        raise ValueError("a half-width is above 0")

    def is_narrow(n: int) -> bool:
        return compute_expected_half_width(n, proportion, confidence=confidence) <= half_width

    if not is_narrow(most):
        return None
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_narrow(middle) else (middle + 1, high)
    return low


def find_zero_event_sample_size(upper_limit: float, *, confidence: float = 0.95) -> int:
    """Find the fewest participants who, without an event, put the upper limit at most there.

    Parameters
    ----------
    upper_limit : float
        One-sided exact upper limit, in (0, 1).
    confidence : float
        Its confidence level in (0, 1).

    Notes
    -----
    (1 - upper)^n <= 1 - confidence; about 3 / upper at 95 % (the rule of three).
    """
    require_probability(upper_limit, "upper_limit")
    require_confidence(confidence)
    # a quotient that is whole in theory may exceed it by rounding
    return math.ceil(math.log1p(-confidence) / math.log1p(-upper_limit) - 1e-12)


def compute_chance_of_event(n: int, proportion: float) -> float:
    """Compute the probability that at least one of n participants has the event: 1 - (1 - p)^n."""
    if not 0.0 <= proportion <= 1.0 or n < 0:
        raise ValueError("a proportion lies in [0, 1], and participants are 0 or more")
    if proportion == 1.0:
        return float(n > 0)
    return -math.expm1(n * math.log1p(-proportion))


def _compute_half_widths(n: int, confidence: float) -> Vector:
    """Compute half the width of the limits of 0 to n events, shape (n + 1,)."""
    events, tail = np.arange(n + 1.0), (1.0 - confidence) / 2.0
    low, high = np.zeros(n + 1), np.ones(n + 1)
    low[1:] = special.betaincinv(events[1:], n - events[1:] + 1.0, tail)
    high[:-1] = special.betainccinv(events[:-1] + 1.0, n - events[:-1], tail)
    return (high - low) / 2.0
