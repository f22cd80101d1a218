"""Whether the candidate ligands are more abundant than other cargo proteins of their kind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tubulus.screen.nulls.exact import (
    compute_draw_distribution,
    compute_least_p,
    compute_range,
    compute_upper_tail,
)
from tubulus.screen.ranks import rank_values

__all__ = ["AbundanceTest", "compute_abundance_test"]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class AbundanceTest:
    """The abundance of ligands against that of other proteins of their strata.

    Parameters
    ----------
    share : float
        Share of comparisons of a ligand with another protein of its stratum in which the ligand
        is the more abundant; ties count half. 0.5 is no difference.
    low, high : float
        95 % range of the share when quantities are exchanged within strata.
    p, smallest_p : float
        Probability of at least this share, and of the largest attainable.
    ligands, others : int
        Ligands and other proteins that were compared.
    not_compared : int
        Ligands with a quantity whose stratum has no other protein to compare with.
    """

    share: float
    low: float
    high: float
    p: float
    smallest_p: float
    ligands: int
    others: int
    not_compared: int


def compute_abundance_test(
    quantity: NDArray[np.float64], is_ligand: NDArray[np.bool_], strata: Ints
) -> AbundanceTest | None:
    """Compute a rank test of abundance, stratified and in closed form.

    Parameters
    ----------
    quantity : ndarray, shape (n,)
        Quantity of each protein, none missing. Only its order within a stratum counts.
    is_ligand : ndarray of bool, shape (n,)
        Whether the protein is a candidate ligand.
    strata : ndarray of int, shape (n,)
        Stratum of each protein.

    Returns
    -------
    AbundanceTest or None
        None where no stratum holds a ligand beside another protein.

    Notes
    -----
    The statistic is the sum over strata of the ligands' mid-ranks within their stratum: rank-sum
    tests combined over strata, as van Elteren did (Bull Inst Int Stat 1960;37:351), with every
    comparison of equal weight. Given the quantities of a stratum, the ligands are any of its
    proteins under the null; the distribution of the sum of their mid-ranks, ties included, follows
    by a recursion over the proteins, and that of all strata by convolution.
    """
    distribution, observed, offset, comparisons = np.ones(1), 0, 0.0, 0
    ligands = others = 0
    for stratum in np.unique(strata[is_ligand]):
        members = strata == stratum
        chosen = is_ligand[members]
        drawn, size = int(chosen.sum()), chosen.size
        if drawn == size:
            continue
        # twice the mid-ranks are whole numbers, so that the sum is exact
        ranks = np.rint(2 * rank_values(quantity[members])).astype(np.int64)
        distribution = np.convolve(distribution, compute_draw_distribution(ranks, size, drawn))
        observed += int(ranks[chosen].sum())
        offset += drawn * (drawn + 1)
        comparisons += drawn * (size - drawn)
        ligands, others = ligands + drawn, others + size - drawn
    if not ligands:
        return None
    low, high = compute_range(distribution)
    share, low_share, high_share = (
        (total - offset) / (2 * comparisons) for total in (observed, low, high)
    )
    return AbundanceTest(
        share=share,
        low=low_share,
        high=high_share,
        p=compute_upper_tail(distribution, observed),
        smallest_p=compute_least_p(distribution),
        ligands=ligands,
        others=others,
        not_compared=int(is_ligand.sum()) - ligands,
    )
