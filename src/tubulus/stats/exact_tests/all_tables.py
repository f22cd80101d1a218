"""Exact p-values of every table that two arms can give, for look-up and for simulation."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from math import comb, gcd, lcm

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.exact_tests.hypergeometric import compute_tail_weights, compute_weights
from tubulus.stats.exact_tests.nuisance import maximise_rows
from tubulus.stats.missing import Vector
from tubulus.stats.proportions.counts import NOBODY

__all__ = ["ExactTables", "compute_exact_tables"]

# Events in both arms, then events in the first: a whole number by which tables are ordered.
_Keys = list[dict[int, int]]


@dataclass(frozen=True, slots=True)
class ExactTables:
    """Two-sided p-values of all tables of two arms.

    Parameters
    ----------
    fisher, boschloo, z_pooled : ndarray, shape (n_1 + 1, n_0 + 1)
        p-value at ``[events_1, events_0]``, as of the functions for one table.
    """

    fisher: Vector
    boschloo: Vector
    z_pooled: Vector


def compute_exact_tables(n_1: int, n_0: int) -> ExactTables:
    """Compute Fisher's, Boschloo's and the Z-pooled test of every table of two arms.

    Parameters
    ----------
    n_1, n_0 : int
        Participants of each arm, at least 1.

    Returns
    -------
    ExactTables
        Two-sided p-values, equal to those of the functions for one table.

    Raises
    ------
    ValueError
        If an arm has no participant.

    Notes
    -----
    Tables of one rank share a p-value, and given the total s of events a rank's region is a tail,
    so that all regions are rows of one matrix whose product with the binomial probabilities of s
    is searched for its maxima. Ranks come from whole numbers: F times the least common multiple of
    its denominators C(N, s), and D^2 / (s (N - s)) in the same way.
    Time and memory grow as (n_1 n_0) (n_1 + n_0).
    """
    if min(n_1, n_0) < 1:
        raise ValueError(f"{NOBODY} in one arm")
    weights = [compute_weights(n_1, n_0, margin) for margin in range(n_1 + n_0 + 1)]
    greater = _compute_p_values(weights, _make_fisher_keys(n_1, n_0), n_1, n_0)
    swapped = [compute_weights(n_0, n_1, margin) for margin in range(n_1 + n_0 + 1)]
    less = _compute_p_values(swapped, _make_fisher_keys(n_0, n_1), n_0, n_1).T
    return ExactTables(
        fisher=_compute_fisher(weights, n_1, n_0),
        boschloo=np.minimum(1.0, 2.0 * np.minimum(greater, less)),
        z_pooled=_compute_p_values(weights, _make_z_keys(n_1, n_0), n_1, n_0),
    )


def _make_fisher_keys(n_1: int, n_0: int) -> _Keys:
    """Order tables by Fisher's one-sided p-value, the smallest first."""
    total = n_1 + n_0
    ways = [comb(total, margin) for margin in range(total + 1)]
    common = lcm(*ways)
    keys = []
    for margin in range(total + 1):
        factor = common // ways[margin]
        tails = compute_tail_weights(n_1, n_0, margin)
        keys.append({x: tail * factor for x, tail in tails.items()})
    return keys


def _make_z_keys(n_1: int, n_0: int) -> _Keys:
    """Order tables by the size of the pooled z, the largest first."""
    total = n_1 + n_0
    spreads = [margin * (total - margin) for margin in range(total + 1)]
    divisor = gcd(*spreads)
    common = lcm(*(spread // divisor for spread in spreads[1:-1])) * divisor
    keys = []
    for margin, spread in enumerate(spreads):
        factor = common // spread if spread else 0
        range_1 = range(max(0, margin - n_0), min(n_1, margin) + 1)
        keys.append({x: -((total * x - n_1 * margin) ** 2) * factor for x in range_1})
    return keys


def _compute_p_values(weights: _Keys, keys: _Keys, n_1: int, n_0: int) -> Vector:
    """Compute the supremum of the probability of all tables up to the rank of each."""
    ordered = sorted({key for by_events in keys for key in by_events.values()})
    ranks = {key: rank for rank, key in enumerate(ordered)}
    tails = np.zeros((len(ordered), n_1 + n_0 + 1))
    place = np.empty((n_1 + 1, n_0 + 1), dtype=np.intp)
    for margin, by_events in enumerate(keys):
        for x, key in by_events.items():
            place[x, margin - x] = ranks[key]
        tails[:, margin] = _accumulate(weights[margin], by_events, ranks)
    p_values: Vector = maximise_rows(tails)[place]
    return p_values


def _accumulate(
    weights: dict[int, int], by_events: dict[int, int], ranks: dict[int, int]
) -> Vector:
    """Compute the probability of all tables up to each rank, given the total of events."""
    ordered = sorted(by_events, key=by_events.__getitem__)
    ways = sum(weights.values())
    shares = [part / ways for part in accumulate(weights[x] for x in ordered)]
    own: NDArray[np.intp] = np.array([ranks[by_events[x]] for x in ordered])
    reached = np.searchsorted(own, np.arange(len(ranks)), side="right")
    tails: Vector = np.array([0.0, *shares])[reached]
    return tails


def _compute_fisher(weights: _Keys, n_1: int, n_0: int) -> Vector:
    """Compute the sum of all probabilities up to the observed, given the total of events."""
    p_values = np.empty((n_1 + 1, n_0 + 1))
    for margin, by_events in enumerate(weights):
        ordered = sorted(by_events.values())
        sums = dict(zip(ordered, accumulate(ordered), strict=True))
        ways = sum(ordered)
        for x, weight in by_events.items():
            p_values[x, margin - x] = sums[weight] / ways
    return p_values
