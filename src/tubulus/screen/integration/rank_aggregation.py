"""Robust rank aggregation with an exact p-value that allows for ties and for missing layers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from tubulus.screen.ranks import rank_values

__all__ = ["RankAggregate", "aggregate_ranks", "compute_normal_ranks", "compute_rho"]

Floats = NDArray[np.float64]
_CLOSE = 1e-9
"""Relative distance below which two scores are equal."""
_DIGITS = 12
"""Significant digits of p; what is left is rounding, and must not break ties."""


@dataclass(frozen=True, slots=True)
class RankAggregate:
    """Aggregated ranks of rows.

    Parameters
    ----------
    rho : ndarray, shape (n,)
        Score of Kolde, small is good; NaN for a row that no layer knows.
    p : ndarray, shape (n,)
        Exact under the null of :func:`aggregate_ranks`; NaN where rho is.
    """

    rho: Floats
    p: Floats


def compute_normal_ranks(strength: Floats) -> Floats:
    """Compute normalised ranks within each layer.

    Parameters
    ----------
    strength : ndarray, shape (n, layers)
        Greater is more evidence; NaN where a layer knows nothing of a row.

    Returns
    -------
    ndarray, shape (n, layers)
        Rank over the number of known rows, in (0, 1]; the strongest is nearest 0. Ties share
        their mid-rank. NaN where strength is.
    """
    ranks = np.full(strength.shape, np.nan)
    for layer in range(strength.shape[1]):
        known = np.flatnonzero(~np.isnan(strength[:, layer]))
        if known.size:
            ranks[known, layer] = rank_values(-strength[known, layer]) / known.size
    return ranks


def compute_rho(ranks: Floats) -> Floats:
    """Compute the rho score of each row from its normalised ranks.

    Parameters
    ----------
    ranks : ndarray, shape (n, layers)
        In [0, 1]; NaN where a layer is missing, which leaves the row one layer fewer.

    Returns
    -------
    ndarray, shape (n,)
        NaN where all layers are missing.

    Notes
    -----
    With the m known ranks in order, r_(1) to r_(m), rho = min(1, m min over k of
    P(Beta(k, m - k + 1) <= r_(k))) (Kolde et al., Bioinformatics 2012;28:573). As a p-value it
    assumes rankings that are independent and free of ties.
    """
    if not ranks.size:
        return np.full(ranks.shape[0], np.nan)
    ordered = np.sort(ranks, axis=1)
    count = (~np.isnan(ranks)).sum(axis=1, keepdims=True)
    place = np.arange(1, ranks.shape[1] + 1)[None, :]
    valid = place <= count
    above = np.where(valid, count - place + 1, 1)
    beta = betainc(place, above, np.where(valid, ordered, 1.0))
    rho = np.minimum(beta.min(axis=1, initial=1.0, where=valid) * count[:, 0], 1.0)
    return np.where(count[:, 0] > 0, rho, np.nan)


def aggregate_ranks(strength: Floats) -> RankAggregate:
    """Aggregate the rankings of layers, with the exact p-value of permutation within layers.

    Parameters
    ----------
    strength : ndarray, shape (n, layers)
        Greater is more evidence; NaN where a layer knows nothing of a row.

    Notes
    -----
    Null: within each layer the known rows are shuffled, each layer on its own; who is unknown, and
    who is tied, stays. Such a shuffle hands a row an entry of each of its layers uniformly and
    independently, so the null of rho is a finite distribution for each pattern of known layers.
    p is its probability at rho and below, without random numbers: rho of m ranks is at most x
    where for some k at least k ranks lie at or below the point at which
    m P(Beta(k, m - k + 1) <= r) is x, and the sets of layers below each point are followed from
    point to point. p of rows that share a ligand or a receptor depend on each other, and the null
    of independent layers is wrong where layers share evidence: read p as an order, not as an
    error rate. The work grows as 3 to the power of the layers.
    """
    ranks = compute_normal_ranks(strength)
    rho, p = compute_rho(ranks), np.full(ranks.shape[0], np.nan)
    known = ~np.isnan(ranks)
    entries = [ranks[known[:, layer], layer] for layer in range(ranks.shape[1])]
    for pattern in np.unique(known, axis=0):
        if not pattern.any():
            continue
        rows = np.flatnonzero((known == pattern).all(axis=1))
        scores, place = np.unique(rho[rows], return_inverse=True)
        chosen = [entries[layer] for layer in np.flatnonzero(pattern)]
        p[rows] = _compute_p(scores, chosen)[place]
    return RankAggregate(rho, p)


def _compute_p(scores: Floats, entries: list[Floats]) -> Floats:
    """Compute P(rho <= score) for one independent, uniform entry of each layer."""
    below = _compute_shares(scores, entries)
    p = np.where(scores < 1.0, _compute_crossing(below), 1.0)
    return np.array([float(f"{value:.{_DIGITS}g}") for value in np.minimum(p, 1.0)])


def _compute_shares(scores: Floats, entries: list[Floats]) -> Floats:
    """Compute the share of each layer's entries that lie at or below the k-th point of a score.

    Returns
    -------
    ndarray, shape (layers, layers + 1, scores)
        Axis 1 is k, from 0 (no entry) upwards; it does not fall along k.
    """
    count = len(entries)
    below = np.zeros((count, count + 1, scores.size))
    for layer, own in enumerate(entries):
        ordered = np.sort(own)
        for k in range(1, count + 1):
            reached = count * betainc(k, count - k + 1, ordered)
            found = np.searchsorted(reached, scores * (1 + _CLOSE), side="right")
            below[layer, k] = found / own.size
    return below


def _compute_crossing(below: Floats) -> Floats:
    """Compute the probability that for some k at least k layers lie at or below point k.

    Notes
    -----
    ``held[s]`` is the probability that the layers of the set s, and no others, lie at or below
    point k, and that no earlier point had as many layers as its number. All terms are positive, so
    that small probabilities keep their digits.
    """
    count, _, size = below.shape
    crossed = np.zeros(size)
    held: dict[frozenset[int], Floats] = {frozenset(): np.ones(size)}
    for k in range(1, count + 1):
        step = below[:, k] - below[:, k - 1]
        beyond = 1.0 - below[:, k]
        moved = _move(held, step, count)
        held = {layers: mass for layers, mass in moved.items() if len(layers) < k}
        for layers, mass in moved.items():
            if len(layers) >= k:
                rest = [layer for layer in range(count) if layer not in layers]
                crossed += mass * beyond[rest].prod(axis=0)
    return crossed


def _move(
    held: dict[frozenset[int], Floats], step: Floats, count: int
) -> dict[frozenset[int], Floats]:
    """Let any set of the layers that are still above enter the next interval."""
    moved: dict[frozenset[int], Floats] = {}
    for layers, mass in held.items():
        free = [layer for layer in range(count) if layer not in layers]
        for size in range(len(free) + 1):
            for entering in combinations(free, size):
                found = mass * step[list(entering)].prod(axis=0)
                both = layers.union(entering)
                moved[both] = moved[both] + found if both in moved else found
    return moved
