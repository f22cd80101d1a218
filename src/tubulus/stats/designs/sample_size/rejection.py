"""Which 2 x 2 tables an exact test rejects, all of them at once."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from tubulus.stats.choices import require_choice
from tubulus.stats.designs.safety.boundary import require_level
from tubulus.stats.exact_tests.boschloo import compute_boschloo_test
from tubulus.stats.missing import Vector
from tubulus.stats.results import Alternative

__all__ = ["ExactTest", "Tables", "find_rejected_tables"]

ExactTest = Literal["Boschloo exact", "Fisher exact"]
Tables = NDArray[np.bool_]

# probabilities that are equal in theory differ by less than this share after rounding
_TIE = 1e-7


def find_rejected_tables(
    n_1: int,
    n_0: int,
    alpha: float,
    *,
    test: ExactTest = "Boschloo exact",
    alternative: Alternative = "two-sided",
) -> Tables:
    """Find the tables with a p-value of at most alpha.

    Parameters
    ----------
    n_1, n_0 : int
        Participants of each arm, at least 1.
    alpha : float
        Level in (0, 1).
    test : {'Boschloo exact', 'Fisher exact'}
        The test.
    alternative : {'two-sided', 'greater', 'less'}
        ``greater`` means more events in the first arm.

    Returns
    -------
    ndarray of bool, shape (n_1 + 1, n_0 + 1)
        By events in the first and in the second arm.

    Notes
    -----
    Two-sided Fisher sums the tables that are no more probable than the observed one; two-sided
    Boschloo doubles the smaller one-sided p-value, so that it rejects where a one-sided test at
    alpha / 2 does. Boschloo's p-value rises with the one-sided p-value of Fisher, hence
    the last rejected table is found by bisection with few exact tests.
    """
    require_choice(test, ExactTest, "test")
    require_choice(alternative, Alternative, "alternative")
    require_level(alpha)
    if min(n_1, n_0) < 1:
        raise ValueError("each arm has at least one participant")
    if alternative not in {"two-sided", "greater", "less"}:
        raise ValueError(f"alternative is two-sided, greater or less, not {alternative}")
    if test == "Fisher exact":
        return _find_fisher(n_1, n_0, alpha, alternative)
    if test != "Boschloo exact":
        raise ValueError(f"a test is Boschloo exact or Fisher exact, not {test}")
    if alternative == "greater":
        return _find_boschloo(n_1, n_0, alpha)
    if alternative == "less":
        return _find_boschloo(n_0, n_1, alpha).T
    if n_1 == n_0:
        greater = _find_boschloo(n_1, n_0, alpha / 2.0)
        return greater | greater.T
    return _find_boschloo(n_1, n_0, alpha / 2.0) | _find_boschloo(n_0, n_1, alpha / 2.0).T


def _compute_probabilities(n_1: int, n_0: int) -> Vector:
    """Compute the probability of each table given its total, shape (n_1 + 1, n_0 + 1)."""
    first = np.arange(n_1 + 1.0)[:, None]
    second = np.arange(n_0 + 1.0)
    logs = _compute_log_ways(n_1, first) + _compute_log_ways(n_0, second)
    probabilities: Vector = np.exp(logs - _compute_log_ways(n_1 + n_0, first + second))
    return probabilities


def _compute_log_ways(n: int, events: Vector) -> Vector:
    ways: Vector = special.gammaln(n + 1.0) - special.gammaln(events + 1.0)
    ways -= special.gammaln(n - events + 1.0)
    return ways


def _compute_tails(n_1: int, n_0: int) -> Vector:
    """Compute Fisher's one-sided p-value of more in the first arm, shape (n_1 + 1, n_0 + 1)."""
    probabilities = _compute_probabilities(n_1, n_0)
    tails = np.zeros_like(probabilities)
    # from (x, y) to (x + 1, y - 1) the total stays
    for events in range(n_1, -1, -1):
        tails[events] = probabilities[events]
        if events < n_1:
            tails[events, 1:] += tails[events + 1, :-1]
    return tails


def _find_fisher(n_1: int, n_0: int, alpha: float, alternative: Alternative) -> Tables:
    if alternative == "greater":
        return np.asarray(_compute_tails(n_1, n_0) <= alpha * (1.0 + _TIE), dtype=bool)
    if alternative == "less":
        return _find_fisher(n_0, n_1, alpha, "greater").T
    probabilities = _compute_probabilities(n_1, n_0)
    rejected = np.zeros(probabilities.shape, dtype=bool)
    for total in range(n_1 + n_0 + 1):
        first = np.arange(max(0, total - n_0), min(n_1, total) + 1)
        weights = probabilities[first, total - first]
        order = np.sort(weights)
        summed = np.concatenate(([0.0], np.cumsum(order)))
        p_values = summed[np.searchsorted(order, weights * (1.0 + _TIE), side="right")]
        rejected[first, total - first] = p_values <= alpha * (1.0 + 1e-12)
    return rejected


def _find_boschloo(n_1: int, n_0: int, alpha: float) -> Tables:
    """Find the tables that the one-sided test of more in the first arm rejects."""
    tails = _compute_tails(n_1, n_0)
    order = np.argsort(tails, axis=None)
    # the supremum never exceeds the tail itself: tables with a tail of at most alpha are rejected
    low, high = int(np.count_nonzero(tails <= alpha * (1.0 - _TIE))), order.size
    while low < high:
        middle = (low + high) // 2
        first, second = divmod(int(order[middle]), n_0 + 1)
        p_value = compute_boschloo_test(first, n_1, second, n_0, alternative="greater").p_value
        if p_value is not None and p_value <= alpha:
            low = middle + 1
        else:
            high = middle
    if low == 0:
        return np.zeros(tails.shape, dtype=bool)
    last = float(tails.flat[order[low - 1]])
    return np.asarray(tails <= last * (1.0 + 1e-9), dtype=bool)
