"""The null distribution in closed form: the check of the simulation, and its expectation.

Given the strata, the number of a receptor's partners in a random set is a sum of independent
hypergeometric numbers, so its distribution is a convolution. The number of pairs over all
receptors weighs each ligand by its receptors and needs a recursion over the ligands.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb

import numpy as np
from numpy.typing import NDArray

from tubulus.screen.nulls.null_sets import NullDesign

__all__ = [
    "compute_draw_distribution",
    "compute_global_distribution",
    "compute_least_p",
    "compute_pair_distribution",
    "compute_partner_distribution",
    "compute_range",
    "compute_receptor_p",
    "compute_receptor_tails",
    "compute_upper_tail",
]

Floats = NDArray[np.float64]


def compute_partner_distribution(design: NullDesign, receptor: int) -> Floats:
    """Compute the null distribution of one receptor's number of cargo partners.

    Parameters
    ----------
    design : NullDesign
        Strata, ligands and receptors.
    receptor : int
        Column of the receptor in the design.

    Returns
    -------
    ndarray, shape (1 + largest attainable number,)
        Probability of 0, 1, ... partners.
    """
    ligands = design.incidence[:, receptor]
    per_stratum = np.bincount(design.ligand_stratum[ligands], minlength=design.drawn.size)
    distribution = np.ones(1)
    for stratum in np.flatnonzero((per_stratum > 0) & (design.drawn > 0)):
        marked, drawn = int(per_stratum[stratum]), int(design.drawn[stratum])
        size = int(design.stratum_size[stratum])
        distribution = np.convolve(distribution, _compute_hypergeometric(size, marked, drawn))
    return distribution


# receptors share strata and strata are alike: the same few distributions come up again and again
@lru_cache(maxsize=65_536)
def _compute_hypergeometric(size: int, marked: int, drawn: int) -> Floats:
    # whole numbers, divided once: no probability is rounded more than once
    total = comb(size, drawn)
    values = range(min(marked, drawn) + 1)
    ways = [comb(marked, k) * comb(size - marked, drawn - k) for k in values]
    probability = np.array([number / total for number in ways])
    probability.flags.writeable = False
    return probability


def compute_receptor_tails(design: NullDesign) -> Floats:
    """Compute the closed-form p of each receptor at each number of partners.

    Returns
    -------
    ndarray, shape (n_receptors, 1 + most ligands of a receptor)
        Probability of at least 0, 1, ... partners; 0 beyond the largest attainable number.
    """
    width = 1 + int(design.incidence.sum(axis=0).max(initial=0))
    tails = np.zeros((len(design.receptors), width))
    for i in range(len(design.receptors)):
        distribution = compute_partner_distribution(design, i)
        # summed from the far end: small probabilities are not lost beside large ones
        tails[i, : distribution.size] = np.cumsum(distribution[::-1])[::-1]
    return np.minimum(tails, 1.0)


def compute_receptor_p(design: NullDesign, tails: Floats | None = None) -> tuple[Floats, Floats]:
    """Compute the closed-form p of each receptor.

    Parameters
    ----------
    design : NullDesign
        Strata, ligands and receptors.
    tails : ndarray, optional
        As :func:`compute_receptor_tails` returns them, where they are at hand.

    Returns
    -------
    p, smallest : ndarray, shape (n_receptors,)
        Probability of at least the observed number of partners, and of the largest attainable.
    """
    tails = compute_receptor_tails(design) if tails is None else tails
    rows = np.arange(tails.shape[0])
    largest = (tails > 0).sum(axis=1) - 1
    return tails[rows, design.count_observed_partners()], tails[rows, largest]


def compute_global_distribution(design: NullDesign) -> Floats:
    """Compute the null distribution of the number of pairs over all receptors.

    Returns
    -------
    ndarray, shape (1 + largest conceivable number,)
        Probability of 0, 1, ... pairs.
    """
    return compute_pair_distribution(design, design.incidence.sum(axis=1, dtype=np.int64))


def compute_pair_distribution(design: NullDesign, weights: NDArray[np.int64]) -> Floats:
    """Compute the null distribution of a number of pairs.

    Parameters
    ----------
    design : NullDesign
        Strata and how many genes of each are drawn.
    weights : ndarray of int, shape (n_ligands,)
        Pairs that each ligand makes.

    Returns
    -------
    ndarray, shape (1 + largest conceivable number,)
        Probability of 0, 1, ... pairs.
    """
    distribution = np.ones(1)
    counts = weights > 0
    for stratum in np.unique(design.ligand_stratum[counts]):
        drawn = int(design.drawn[stratum])
        if drawn:
            members = weights[counts & (design.ligand_stratum == stratum)]
            size = int(design.stratum_size[stratum])
            distribution = np.convolve(
                distribution, compute_draw_distribution(members, size, drawn)
            )
    return distribution


def compute_draw_distribution(weights: NDArray[np.int64], size: int, drawn: int) -> Floats:
    """Compute the distribution of the summed weight of a simple random draw.

    Parameters
    ----------
    weights : ndarray of int, shape (n,)
        Weights, 0 or more; members beyond the n have none.
    size, drawn : int
        Members of the stratum, and how many are drawn.

    Returns
    -------
    ndarray, shape (1 + sum of the weights,)

    Notes
    -----
    ``table[j, w]`` is the probability of j members with summed weight w among those passed; the
    next member is in the draw with probability (drawn - j) / (size - passed).
    """
    most = min(drawn, weights.size)
    table = np.zeros((most + 1, int(weights.sum()) + 1))
    table[0, 0] = 1.0
    left = drawn - np.arange(most + 1)
    for passed, weight in enumerate(weights):
        chance = np.clip(left / (size - passed), 0.0, 1.0)[:, None]
        taken = table * chance
        table = table - taken
        table[1:, weight:] += taken[:-1, : table.shape[1] - weight]
    return np.asarray(table.sum(axis=0), dtype=np.float64)


def compute_upper_tail(distribution: Floats, observed: int) -> float:
    """Compute the probability of at least the observed number.

    Parameters
    ----------
    distribution : ndarray, shape (n,)
        Probability of 0, 1, ..., n - 1.
    observed : int
        The observed number; beyond the distribution the answer is 0.
    """
    return float(np.clip(distribution[observed:].sum(), 0.0, 1.0))


def compute_least_p(distribution: Floats) -> float:
    """Compute the probability of the largest attainable number: the least that p can be."""
    attainable = np.flatnonzero(distribution > 0)
    return compute_upper_tail(distribution, int(attainable[-1])) if attainable.size else 1.0


def compute_range(distribution: Floats, share: float = 0.95) -> tuple[int, int]:
    """Compute the range that holds a share of a distribution, as much outside on either side.

    Parameters
    ----------
    distribution : ndarray, shape (n,)
        Probability of 0, 1, ..., n - 1.
    share : float
        Share inside, at least.

    Returns
    -------
    low, high : int
        Both belong to the range.
    """
    below = np.cumsum(distribution)
    tail = (1.0 - share) / 2.0
    last = distribution.size - 1
    low, high = np.searchsorted(below, [tail, 1.0 - tail])
    return int(min(low, last)), int(min(high, last))
