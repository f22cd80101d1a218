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
    "compute_global_distribution",
    "compute_partner_distribution",
    "compute_receptor_p",
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


def compute_receptor_p(design: NullDesign) -> tuple[Floats, Floats]:
    """Compute the closed-form p of each receptor.

    Returns
    -------
    p, smallest : ndarray, shape (n_receptors,)
        Probability of at least the observed number of partners, and of the largest attainable.
    """
    observed = design.count_observed_partners()
    p, smallest = np.empty(observed.size), np.empty(observed.size)
    for i, number in enumerate(observed):
        distribution = compute_partner_distribution(design, i)
        p[i] = compute_upper_tail(distribution, int(number))
        smallest[i] = distribution[-1]
    return p, smallest


def compute_global_distribution(design: NullDesign) -> Floats:
    """Compute the null distribution of the number of pairs over all receptors.

    Returns
    -------
    ndarray, shape (1 + largest conceivable number,)
        Probability of 0, 1, ... pairs.
    """
    weights = design.incidence.sum(axis=1, dtype=np.int64)
    distribution = np.ones(1)
    for stratum in np.unique(design.ligand_stratum):
        drawn = int(design.drawn[stratum])
        if drawn:
            members = weights[design.ligand_stratum == stratum]
            size = int(design.stratum_size[stratum])
            distribution = np.convolve(distribution, _compute_weight_sum(members, size, drawn))
    return distribution


def _compute_weight_sum(weights: NDArray[np.int64], size: int, drawn: int) -> Floats:
    """Compute the distribution of the summed weights in a simple random draw from a stratum.

    ``table[j, w]`` is the probability of j ligands with summed weight w among those passed; the
    next ligand is in the draw with probability (drawn - j) / (size - passed).
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
