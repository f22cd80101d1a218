"""Probabilities of 2 x 2 tables with fixed margins, in whole numbers so that ties are ties."""

from __future__ import annotations

from itertools import accumulate
from math import comb

__all__ = ["compute_tail_weights", "compute_weights"]


def compute_weights(n_1: int, n_0: int, events: int) -> dict[int, int]:
    """Compute the number of ways of each table with ``events`` events in both arms together.

    Returns
    -------
    dict of int to int
        Events in the first arm to C(n1, x) C(n0, events - x), ascending; the weights sum to
        C(n1 + n0, events).
    """
    first, last = max(0, events - n_0), min(n_1, events)
    return {x: comb(n_1, x) * comb(n_0, events - x) for x in range(first, last + 1)}


def compute_tail_weights(n_1: int, n_0: int, events: int) -> dict[int, int]:
    """Compute the number of ways of each table and of those with more events in the first arm.

    Returns
    -------
    dict of int to int
        Events x in the first arm to the weight of X >= x: the one-sided p-value of Fisher's test
        times C(n1 + n0, events).
    """
    weights = compute_weights(n_1, n_0, events)
    downward = list(reversed(weights))
    return dict(zip(downward, accumulate(weights[x] for x in downward), strict=True))
