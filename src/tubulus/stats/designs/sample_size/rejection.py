"""Which 2 x 2 tables an exact test rejects, all of them at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special

from tubulus.stats.choices import require_choice
from tubulus.stats.designs.safety.boundary import require_level
from tubulus.stats.exact_tests.boschloo import compute_boschloo_test
from tubulus.stats.exact_tests.z_pooled import compute_z_pooled_test
from tubulus.stats.missing import Vector
from tubulus.stats.results import Alternative

__all__ = ["ExactTest", "Tables", "find_rejected_tables"]

ExactTest = Literal["Boschloo exact", "Fisher exact", "Z-pooled exact"]
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
    test : {'Boschloo exact', 'Fisher exact', 'Z-pooled exact'}
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
    the last rejected table is found by bisection with few exact tests. The Z-pooled test orders
    tables by z, two-sided by its size, and its last rejected table is found in the same way.
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
    if test == "Z-pooled exact":
        return _find_z_pooled(n_1, n_0, alpha, alternative)
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
    # the supremum never exceeds the tail itself: tables with a tail of at most alpha are rejected
    known = int(np.count_nonzero(tails <= alpha * (1.0 - _TIE)))

    def rejects(events_1: int, events_0: int) -> bool:
        p_value = compute_boschloo_test(events_1, n_1, events_0, n_0, alternative="greater").p_value
        return p_value is not None and p_value <= alpha

    last = _find_last(tails, known, rejects)
    if last is None:
        return np.zeros(tails.shape, dtype=bool)
    return np.asarray(tails <= last * (1.0 + 1e-9), dtype=bool)


def _find_last(ranks: Vector, known: int, rejects: Callable[[int, int], bool]) -> float | None:
    """Find the largest rank that is rejected, by bisection; None where none is.

    Parameters
    ----------
    ranks : ndarray, shape (n_1 + 1, n_0 + 1)
        Tables of a smaller rank have a p-value that is no larger.
    known : int
        How many of the smallest are known to be rejected.
    rejects : callable
        Whether the test rejects a table.
    """
    order = np.argsort(ranks, axis=None)
    low, high = known, order.size
    while low < high:
        middle = (low + high) // 2
        if rejects(*divmod(int(order[middle]), ranks.shape[1])):
            low = middle + 1
        else:
            high = middle
    return None if low == 0 else float(ranks.flat[order[low - 1]])


def _find_z_pooled(n_1: int, n_0: int, alpha: float, alternative: Alternative) -> Tables:
    """Find the tables that the Z-pooled test rejects."""
    first, second = np.arange(n_1 + 1.0)[:, None], np.arange(n_0 + 1.0)
    events, total = first + second, n_1 + n_0
    distance = total * first - n_1 * events
    spread = events * (total - events)
    ranks = np.zeros(distance.shape)
    # tables without events, or with events alone, have z = 0
    np.divide(distance, np.sqrt(spread), out=ranks, where=spread > 0.0)
    ranks = -np.abs(ranks) if alternative == "two-sided" else ranks
    ranks = -ranks if alternative == "greater" else ranks

    def rejects(events_1: int, events_0: int) -> bool:
        p_value = compute_z_pooled_test(
            events_1, n_1, events_0, n_0, alternative=alternative
        ).p_value
        return p_value is not None and p_value <= alpha

    last = _find_last(ranks, 0, rejects)
    if last is None:
        return np.zeros(ranks.shape, dtype=bool)
    return np.asarray(ranks <= last + 1e-9 * abs(last), dtype=bool)
