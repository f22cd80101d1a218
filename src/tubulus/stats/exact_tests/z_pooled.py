"""The unconditional exact test of two proportions that orders tables by the pooled z."""

from __future__ import annotations

from math import comb, isqrt

import numpy as np

from tubulus.stats.choices import require_choice
from tubulus.stats.exact_tests.nuisance import maximise
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.proportions.counts import NOBODY, require_counts
from tubulus.stats.results import Alternative, HypothesisTest

__all__ = ["METHOD", "compute_z_pooled_test"]

METHOD = Method(
    name="Z-pooled exact",
    gives="unconditional exact p-value, tables ordered by the pooled z; two-sided by its size",
    limits="the p-value holds for the worst common proportion; no interval belongs to it",
    source="Suissa and Shuster, J R Stat Soc A 1985;148:317-327",
)


def compute_z_pooled_test(
    events_1: int,
    n_1: int,
    events_0: int,
    n_0: int,
    *,
    alternative: Alternative = "two-sided",
) -> HypothesisTest:
    """Compute the exact test of p1 = p0 that orders tables by the pooled z.

    Parameters
    ----------
    events_1, n_1, events_0, n_0 : int
        Participants with the event and participants who count, in each arm.
    alternative : {'two-sided', 'greater', 'less'}
        ``greater`` means more events in the first arm.

    Returns
    -------
    HypothesisTest
        Not estimable where an arm has no participant.

    Notes
    -----
    With s events in all of N participants, z = D sqrt(N / (n1 n0 s (N - s))), D = N x1 - n1 s, and
    z = 0 for s = 0 and s = N. p is the supremum over the common proportion of the probability of
    all tables at least as extreme: z >= z_observed for ``greater``, z <= z_observed for ``less``
    and z^2 >= z_observed^2 two-sided (R: ``Exact::exact.test(method = "z-pooled")``, whose default
    is this ``tsmethod = "square"``). D^2 / (s (N - s)) is compared in whole numbers, so that tied
    tables are never separated by rounding. The other two-sided rule, twice the smaller one-sided p,
    is the default of ``exact2x2``; in arms of equal size both agree but for p-values near 1.
    """
    require_choice(alternative, Alternative, "alternative")
    require_counts(events_1, n_1)
    require_counts(events_0, n_0)
    if min(n_1, n_0) == 0:
        return HypothesisTest(None, METHOD.name, alternative, f"{NOBODY} in one arm")
    if alternative == "less":
        tails = _compute_one_sided(events_0, n_0, events_1, n_1)
    elif alternative == "greater":
        tails = _compute_one_sided(events_1, n_1, events_0, n_0)
    else:
        tails = _compute_two_sided(events_1, n_1, events_0, n_0)
    return HypothesisTest(maximise(tails), METHOD.name, alternative)


def _compute_one_sided(events_1: int, n_1: int, events_0: int, n_0: int) -> Vector:
    """Compute the probability of z >= z_observed, given each total of events."""
    total = n_1 + n_0
    cuts = [
        _divide_up(least + margin * n_1, total)
        for margin, least in enumerate(_find_least_distances(events_1, n_1, events_0, n_0))
    ]
    return _compute_tails(cuts, n_1, n_0)


def _compute_two_sided(events_1: int, n_1: int, events_0: int, n_0: int) -> Vector:
    """Compute the probability of z^2 >= z_observed^2, given each total of events."""
    total = n_1 + n_0
    if events_1 * n_0 < events_0 * n_1:
        events_1, n_1, events_0, n_0 = events_0, n_0, events_1, n_1
    distances = _find_least_distances(events_1, n_1, events_0, n_0)
    if distances[0] == 0:
        return np.ones(total + 1)
    upper = [_divide_up(least + margin * n_1, total) for margin, least in enumerate(distances)]
    # D <= -least for the first arm is D >= least for the second
    lower = [_divide_up(least + margin * n_0, total) for margin, least in enumerate(distances)]
    return np.minimum(_compute_tails(upper, n_1, n_0) + _compute_tails(lower, n_0, n_1), 1.0)


def _compute_tails(cuts: list[int], n_1: int, n_0: int) -> Vector:
    """Compute the probability of ``cuts[s]`` events or more in the first arm, given s in both."""
    # whole numbers, divided once: no tail is rounded more than once
    first = [comb(n_1, k) for k in range(n_1 + 1)]
    second = [comb(n_0, k) for k in range(n_0 + 1)]
    tails = [
        sum(first[k] * second[s - k] for k in range(max(cut, s - n_0, 0), min(n_1, s) + 1))
        / comb(n_1 + n_0, s)
        for s, cut in enumerate(cuts)
    ]
    return np.array(tails)


def _find_least_distances(events_1: int, n_1: int, events_0: int, n_0: int) -> list[int]:
    """Find the smallest D = N x - n1 s with z >= z_observed, for every total s.

    Notes
    -----
    For D_observed > 0 it is the smallest whole number with D^2 s_o (N - s_o) >= D_o^2 s (N - s),
    but at least 1: D = 0 means z = 0. For D_observed < 0 it is minus the largest D that is no
    further from 0 than the observed.
    """
    total, events = n_1 + n_0, events_1 + events_0
    observed, spread = total * events_1 - n_1 * events, events * (total - events)
    if observed == 0:
        return [0] * (total + 1)
    spreads = [margin * (total - margin) for margin in range(total + 1)]
    if observed < 0:
        return [-isqrt(observed**2 * other // spread) for other in spreads]
    return [isqrt(max(0, observed**2 * other - 1) // spread) + 1 for other in spreads]


def _divide_up(number: int, divisor: int) -> int:
    return -(-number // divisor)
