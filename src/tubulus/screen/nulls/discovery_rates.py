"""False discovery rates over receptors: Benjamini-Hochberg, and from the random sets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "compute_bh_q",
    "compute_exact_fdr",
    "compute_permutation_fdr",
    "compute_receptor_q",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# p-values that differ by rounding alone are one p
_TIE = 1.0 + 1e-9


def compute_bh_q(p: Floats) -> Floats:
    """Compute Benjamini-Hochberg adjusted p-values.

    Parameters
    ----------
    p : ndarray, shape (n,)
        p-values, none missing.

    Returns
    -------
    ndarray, shape (n,)
        Smallest false discovery rate at which each test is rejected.

    Notes
    -----
    q_(i) = min over j >= i of p_(j) n / j (Benjamini and Hochberg, J R Stat Soc B 1995;57:289).
    """
    order = np.argsort(p)[::-1]
    ranks = np.arange(p.size, 0, -1)
    adjusted = np.minimum.accumulate(p[order] * p.size / ranks)
    q = np.empty_like(p)
    q[order] = np.minimum(adjusted, 1.0)
    return q


def compute_permutation_fdr(
    p: Floats, tails: Floats, partner_sets: Ints, weights: Ints | None = None
) -> Floats:
    """Compute the false discovery rate of each receptor from the random sets.

    Parameters
    ----------
    p : ndarray, shape (n_receptors,)
        p of the cargo, of the closed form.
    tails : ndarray, shape (n_receptors, n_counts)
        Closed-form p at 0, 1, ... partners.
    partner_sets : ndarray of int, shape (n_receptors, n_counts)
        Random sets in which the receptor has 0, 1, ... partners; each row sums to the number of
        sets.
    weights : ndarray of int, shape (n_receptors,), optional
        Tests that a receptor stands for (its cell types); one each where left out.

    Returns
    -------
    ndarray, shape (n_receptors,)
        Above 0 and at most 1; never falls as p grows.

    Notes
    -----
    At a threshold t = p_i let D be the receptors of the cargo with p <= t and N those of all B
    random sets together, whose p are looked up by their number of partners. The estimate is
    (N + D) / (B + 1) / D: the mean number of null discoveries over the random sets *and* the
    cargo, which under the null is one more such set, divided by the discoveries. So it is never
    below 1 / (B + 1). The smallest estimate at any threshold from t up is taken.

    The random sets take every receptor to be null, which overstates the false discoveries where
    some receptors are truly enriched. The p of a random set can only be one of its receptor's
    attainable values, so a receptor with few ligands adds little: that is where this estimate is
    less cautious than Benjamini-Hochberg's, which takes every p to be uniform.
    """
    if not p.size:
        return np.empty(0)
    weights = np.ones(p.size, dtype=np.int64) if weights is None else weights
    sets = int(partner_sets[0].sum())
    found, null = _count_discoveries(p, tails, partner_sets.astype(np.float64), weights)
    return _take_smallest(p, (null + found) / (sets + 1) / found)


def compute_exact_fdr(p: Floats, tails: Floats) -> Floats:
    """Compute what :func:`compute_permutation_fdr` tends to as random sets are added.

    Parameters
    ----------
    p : ndarray, shape (n_receptors,)
        p of the cargo, of the closed form.
    tails : ndarray, shape (n_receptors, n_counts)
        Closed-form p at 0, 1, ... partners.

    Returns
    -------
    ndarray, shape (n_receptors,)
        Above 0 and at most 1; never falls as p grows, and does not depend on a seed.

    Notes
    -----
    The expected number of null discoveries at a threshold is the sum over receptors of the
    probability that a random set's p is at most the threshold, whatever the dependence among
    receptors.
    """
    if not p.size:
        return np.empty(0)
    mass = tails - np.pad(tails[:, 1:], ((0, 0), (0, 1)))
    weights = np.ones(p.size, dtype=np.int64)
    found, null = _count_discoveries(p, tails, mass, weights)
    return _take_smallest(p, null / found)


def _count_discoveries(
    p: Floats, tails: Floats, mass: Floats, weights: Ints
) -> tuple[Floats, Floats]:
    """Return discoveries of the cargo and of the null at each p as the threshold."""
    thresholds = p * _TIE
    found = _sum_below(p, weights.astype(np.float64), thresholds)
    null = _sum_below(tails.ravel(), (mass * weights[:, None]).ravel(), thresholds)
    return found, null


def _sum_below(values: Floats, mass: Floats, thresholds: Floats) -> Floats:
    """Return the summed mass of the values that are at most each threshold."""
    order = np.argsort(values, kind="stable")
    summed = np.concatenate([[0.0], np.cumsum(mass[order])])
    place = np.searchsorted(values[order], thresholds, side="right")
    return np.asarray(summed[place], dtype=np.float64)


def _take_smallest(p: Floats, rate: Floats) -> Floats:
    """Return the smallest rate at any threshold from each p up, at most 1."""
    order = np.argsort(p, kind="stable")
    smallest = np.empty(p.size)
    smallest[order] = np.minimum.accumulate(rate[order][::-1])[::-1]
    return np.minimum(smallest, 1.0)


def compute_receptor_q(names: Sequence[str], p: Floats) -> tuple[Floats, Floats]:
    """Compute the false discovery rates of rows that may repeat a receptor.

    Parameters
    ----------
    names : sequence of str, length n
        Receptor of each row.
    p : ndarray, shape (n,)
        p of each row, none missing; equal in the rows of one receptor.

    Returns
    -------
    q, q_receptor : ndarray, shape (n,)
        Over rows, and over receptors with one test each.
    """
    _, first, row = np.unique(np.asarray(names, dtype=str), return_index=True, return_inverse=True)
    return compute_bh_q(p), compute_bh_q(p[first])[row]
