"""Strata of genes that are alike in what a vesicle proteome prefers, whatever the biology."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["assign_strata", "bin_detection"]

Ints = NDArray[np.int64]


def bin_detection(n_lists: Ints) -> Ints:
    """Bin the number of other vesicle proteomes by doubling: 0, 1, 2-3, 4-7, 8-15, ...

    Parameters
    ----------
    n_lists : ndarray of int, shape (n,)
        Lists in which a gene's protein was found, 0 or more.
    """
    # frexp gives the number of binary digits of an integer without rounding trouble
    return np.frexp(n_lists.astype(np.float64))[1].astype(np.int64)


def assign_strata(groups: Ints, attention: Ints, *, genes_per_stratum: int) -> Ints:
    """Cut each group into strata of similar study attention.

    Parameters
    ----------
    groups : ndarray of int, shape (n,)
        Code of what must be equal inside a stratum (topology class, detection bin).
    attention : ndarray of int, shape (n,)
        Study attention of each gene.
    genes_per_stratum : int
        Genes a stratum should have; a group with fewer than one and a half times as many stays
        whole, and strata of one group differ by one gene at most.

    Returns
    -------
    ndarray of int, shape (n,)
        Stratum codes, 0 to the number of strata less one.

    Notes
    -----
    Strata are narrow because a set may prefer well-studied genes *inside* a stratum too: the
    wider the stratum, the more of that preference passes for enrichment. Ties in attention are
    cut in the order of the genes.
    """
    strata = np.empty(groups.size, dtype=np.int64)
    offset = 0
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        ordered = members[np.argsort(attention[members], kind="stable")]
        n_strata = max(1, round(members.size / genes_per_stratum))
        ranks = np.arange(members.size, dtype=np.int64)
        strata[ordered] = offset + ranks * n_strata // members.size
        offset += n_strata
    return strata
