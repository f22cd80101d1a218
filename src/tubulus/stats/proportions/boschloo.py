"""Boschloo's unconditional exact test of two proportions."""

from __future__ import annotations

from math import comb

import numpy as np
from scipy import optimize, stats

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector
from tubulus.stats.proportions.counts import NOBODY, require_counts
from tubulus.stats.proportions.hypergeometric import compute_tail_weights
from tubulus.stats.results import Alternative, HypothesisTest

__all__ = ["METHOD", "compute_boschloo_test"]

METHOD = Method(
    name="Boschloo exact",
    gives="unconditional exact p-value; two-sided is twice the smaller one-sided, at most 1",
    limits="the p-value holds for the worst common proportion; no interval belongs to it",
    source="Boschloo, Stat Neerl 1970;24:1-35",
)

# Points of the search per participant. A polynomial of degree N in p = sin^2(angle / 2) is a
# trigonometric one of degree N, so between points pi / (16 N) apart it exceeds its value at them
# by a factor below 1 / cos(pi / 32) = 1.005 (Ehlich and Zeller, Math Z 1964;86:41-44): every grid
# maximum within 0.5 % of the highest is refined, and none other can hold the supremum.
_POINTS_PER_PARTICIPANT = 16
_REFINED_SHARE = 0.995


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
    Two-sided p is twice the smaller one-sided p, at most 1 (R: ``exact2x2`` with
    ``tsmethod = "central"``; scipy ``boschloo_exact``); other programs order by two-sided F.
    """
    require_counts(events_1, n_1)
    require_counts(events_0, n_0)
    if min(n_1, n_0) == 0:
        return HypothesisTest(None, METHOD.name, alternative, f"{NOBODY} in one arm")
    if alternative == "greater":
        p_value = _compute_one_sided(events_1, n_1, events_0, n_0)
    elif alternative == "less":
        p_value = _compute_one_sided(events_0, n_0, events_1, n_1)
    else:
        greater = _compute_one_sided(events_1, n_1, events_0, n_0)
        less = _compute_one_sided(events_0, n_0, events_1, n_1)
        p_value = min(1.0, 2.0 * min(greater, less))
    return HypothesisTest(p_value, METHOD.name, alternative)


def _compute_one_sided(events_1: int, n_1: int, events_0: int, n_0: int) -> float:
    total, events = n_1 + n_0, events_1 + events_0
    observed = compute_tail_weights(n_1, n_0, events)[events_1]
    ways = comb(total, events)
    tails = np.zeros(total + 1)
    for margin in range(total + 1):
        margin_ways = comb(total, margin)
        # weight / margin_ways <= observed / ways, in whole numbers
        extreme = (
            weight
            for weight in compute_tail_weights(n_1, n_0, margin).values()
            if weight * ways <= observed * margin_ways
        )
        tails[margin] = max(extreme, default=0) / margin_ways
    return _maximise(tails)


def _maximise(tails: Vector) -> float:
    """Return the supremum over pi of the sum of ``tails[s] * Bin(s; N, pi)``."""
    # at pi = 0 and pi = 1 only the tables without and with nothing but events have a probability
    if max(tails[0], tails[-1]) == 1.0:
        return 1.0
    total = tails.size - 1
    margins = np.arange(total + 1)

    def compute_probability(angle: Vector) -> Vector:
        pi = np.sin(angle / 2.0) ** 2
        probability: Vector = stats.binom.pmf(margins[:, None], total, pi).T @ tails
        return probability

    grid = np.linspace(0.0, np.pi, _POINTS_PER_PARTICIPANT * total + 1)
    values = compute_probability(grid)
    best = float(values.max())
    padded = np.concatenate(([-np.inf], values, [-np.inf]))
    peaks = (values >= padded[:-2]) & (values >= padded[2:]) & (values >= _REFINED_SHARE * best)
    # of equal neighbours one is enough
    peaks[1:] &= values[1:] != values[:-1]
    for peak in np.flatnonzero(peaks):
        index = int(peak)
        bounds = (grid[max(index - 1, 0)], grid[min(index + 1, grid.size - 1)])
        found = optimize.minimize_scalar(
            lambda angle: -float(compute_probability(np.array([angle]))[0]),
            bounds=bounds,
            method="bounded",
            options={"xatol": 1e-12},
        )
        best = max(best, -float(found.fun))
    return min(best, 1.0)
