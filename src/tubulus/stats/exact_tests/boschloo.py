"""Boschloo's unconditional exact test of two proportions."""

from __future__ import annotations

from math import comb

import numpy as np

from tubulus.stats.choices import require_choice
from tubulus.stats.exact_tests.hypergeometric import compute_tail_weights
from tubulus.stats.exact_tests.nuisance import compute_probability, maximise
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.proportions.counts import NOBODY, require_counts
from tubulus.stats.results import Alternative, HypothesisTest

__all__ = ["METHOD", "compute_boschloo_test"]

METHOD = Method(
    name="Boschloo exact",
    gives="unconditional exact p-value; two-sided is twice the smaller one-sided, at most 1",
    limits="the p-value holds for the worst common proportion; no interval belongs to it",
    source="Boschloo, Stat Neerl 1970;24:1-35",
)


def compute_boschloo_test(
    events_1: int,
    n_1: int,
    events_0: int,
    n_0: int,
    *,
    alternative: Alternative = "two-sided",
) -> HypothesisTest:
    """Compute Boschloo's exact test of p1 = p0.

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
    One-sided, tables are ordered by the p-value F of Fisher's one-sided test, and
    p = sup over pi in [0, 1] of P(F <= F_observed | p1 = p0 = pi).
    Given the total s of events the inner probability is the largest one-sided Fisher p-value b_s
    that does not exceed F_observed, hence p = sup of the sum over s of b_s Bin(s; n1 + n0, pi).
    F is compared as a ratio of whole numbers, so that tied tables are never separated by rounding.
    Every size is computed in this way; none falls back to an approximation. A p-value below the
    smallest float is 0.

    Two-sided p is twice the smaller one-sided p, at most 1 (R: ``exact2x2`` with
    ``tsmethod = "central"``; scipy ``boschloo_exact``). Ordering the tables by the two-sided F
    instead is another definition: it gives 0.152 against 0.124 here at 3/20 and 11/31. In arms of
    equal size both agree (0.434 at 9/40 and 6/40) but for p-values near 1 (1 against 0.943 at
    20/40 and 20/40).
    """
    require_choice(alternative, Alternative, "alternative")
    require_counts(events_1, n_1)
    require_counts(events_0, n_0)
    if min(n_1, n_0) == 0:
        return HypothesisTest(None, METHOD.name, alternative, f"{NOBODY} in one arm")
    if alternative == "greater":
        p_value = maximise(_compute_tails(events_1, n_1, events_0, n_0))
    elif alternative == "less":
        p_value = maximise(_compute_tails(events_0, n_0, events_1, n_1))
    else:
        p_value = min(1.0, 2.0 * _compute_smaller(events_1, n_1, events_0, n_0))
    return HypothesisTest(p_value, METHOD.name, alternative)


def _compute_smaller(events_1: int, n_1: int, events_0: int, n_0: int) -> float:
    """Return the smaller of both one-sided p-values."""
    sides = [
        _compute_tails(events_1, n_1, events_0, n_0),
        _compute_tails(events_0, n_0, events_1, n_1),
    ]
    # the largest tail is F_observed; the side where it is smaller mostly has the smaller p-value
    likely, other = sorted(sides, key=lambda tails: float(tails.max()))
    smaller = maximise(likely)
    # any value of the other side is a lower bound of its supremum
    centre = np.array([np.pi / 2.0])
    if other[0] == 1.0 or float(compute_probability(centre, other)[0]) >= smaller:
        return smaller
    return min(smaller, maximise(other))


def _compute_tails(events_1: int, n_1: int, events_0: int, n_0: int) -> Vector:
    """Compute the largest one-sided Fisher p-value up to the observed one, given each total.

    Notes
    -----
    Draw the participants in random order; F(x, s) is the probability of x or more of the first
    arm among the first s. Hence F(x, s) <= F(x, s + 1) and F(x + 1, s + 1) <= F(x, s): with each
    further event the smallest extreme x stays or grows by one. The number of ways T(x, s) = F(x, s)
    C(N, s) follows from (s + 1) T(x, s + 1) = (N - s) T(x, s) + x C(n1, x) C(n0, s + 1 - x).
    """
    total, events = n_1 + n_0, events_1 + events_0
    observed, ways = compute_tail_weights(n_1, n_0, events)[events_1], comb(total, events)
    tails = np.zeros(total + 1)
    if observed == ways:
        return np.ones(total + 1)
    # without events F is 1, which is not extreme; one event in the first arm is the next table
    cut, first_ways, second_ways, extreme, all_ways = 1, n_1, 0, 0, 1
    for margin in range(1, total + 1):
        others = margin - cut
        next_ways = second_ways * (n_0 - others + 1) // others if others else 1
        table_ways = first_ways * next_ways
        all_ways = all_ways * (total - margin + 1) // margin
        extreme = (extreme * (total - margin + 1) + cut * table_ways) // margin
        if _is_extreme(extreme, all_ways, observed, ways):
            second_ways = next_ways
        else:
            extreme -= table_ways
            cut += 1
            first_ways = first_ways * (n_1 - cut + 1) // cut
        tails[margin] = extreme / all_ways
    return tails


def _is_extreme(weight: int, ways: int, observed: int, observed_ways: int) -> bool:
    """Say whether weight / ways <= observed / observed_ways, without rounding."""
    # division of whole numbers rounds correctly, so that it can merge ratios but not swap them
    ratio, limit = weight / ways, observed / observed_ways
    if ratio != limit:
        return ratio < limit
    return weight * observed_ways <= observed * ways
