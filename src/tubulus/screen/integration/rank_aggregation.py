"""Robust rank aggregation with a p-value that allows for ties and for missing layers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.special import betainc

from tubulus.screen.ranks import rank_values

__all__ = ["RankAggregate", "aggregate_ranks", "compute_normal_ranks", "compute_rho"]

Floats = NDArray[np.float64]
_CLOSE = 1e-9
"""Relative distance below which two scores are equal."""


@dataclass(frozen=True, slots=True)
class RankAggregate:
    """Aggregated ranks of rows.

    Parameters
    ----------
    rho : ndarray, shape (n,)
        Score of Kolde, small is good; NaN for a row that no layer knows.
    p : ndarray, shape (n,)
        (1 + hits) / (draws + 1); NaN where rho is.
    draws : int
        Random rows behind each p.
    """

    rho: Floats
    p: Floats
    draws: int


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


def aggregate_ranks(strength: Floats, draws: int, rng: Generator) -> RankAggregate:
    """Aggregate the rankings of layers, with a p-value by permutation within layers.

    Parameters
    ----------
    strength : ndarray, shape (n, layers)
        Greater is more evidence; NaN where a layer knows nothing of a row.
    draws : int
        Random rows for each pattern of known layers.
    rng : numpy.random.Generator
        Source of randomness.

    Notes
    -----
    Null: within each layer the known rows are shuffled, each layer on its own; who is unknown, and
    who is tied, stays. Such a shuffle hands a row an entry of each of its layers uniformly and
    independently, so the null of one row needs no shuffle of the table: for each pattern of known
    layers, ``draws`` rows are made by drawing one entry of each layer. That is the permutation
    null, not an approximation to it, and p = (1 + hits) / (draws + 1) is valid at any number of
    draws. p of rows that share a ligand or a receptor depend on each other, and the null of
    independent layers is wrong where layers share evidence: read p as an order, not as an error
    rate.
    """
    ranks = compute_normal_ranks(strength)
    rho, p = compute_rho(ranks), np.full(ranks.shape[0], np.nan)
    known = ~np.isnan(ranks)
    entries = [ranks[known[:, layer], layer] for layer in range(ranks.shape[1])]
    for pattern in np.unique(known, axis=0):
        if not pattern.any():
            continue
        rows = np.flatnonzero((known == pattern).all(axis=1))
        layers = np.flatnonzero(pattern)
        drawn = np.column_stack([rng.choice(entries[layer], draws) for layer in layers])
        null = np.sort(compute_rho(drawn))
        hits = np.searchsorted(null, rho[rows] * (1 + _CLOSE), side="right")
        p[rows] = (1 + hits) / (draws + 1)
    return RankAggregate(rho, p, draws)
