"""Strata of genes that are alike in what a vesicle proteome prefers, whatever the biology."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["assign_strata", "bin_detection", "cut_equally"]

Ints = NDArray[np.int64]

# Genes of a stratum may differ by half in 1 + attention, no more. Equal numbers alone leave the
# few best-studied genes of a class in one wide stratum, where a preference for famous proteins
# still passes for enrichment (measured in decision record 0005).
_WIDEST_RATIO = 1.5


def bin_detection(n_lists: Ints) -> Ints:
    """Bin the number of other vesicle proteomes by half doublings: 0, 1, 2, 3, 4-5, 6-7, 8-11, ...

    Parameters
    ----------
    n_lists : ndarray of int, shape (n,)
        Lists in which a gene's protein was found, 0 or more.

    Notes
    -----
    Whole doublings were too wide: where ligands are found more often than others, a preference
    for what is often found passed for enrichment inside a bin.
    """
    # frexp splits an integer into mantissa in [0.5, 1) and exponent without rounding trouble
    mantissa, exponent = np.frexp(n_lists.astype(np.float64))
    return np.asarray(2 * exponent + (mantissa >= 0.75), dtype=np.int64)


def assign_strata(
    groups: Ints, attention: Ints, *, genes_per_stratum: int, shift: float = 0.0
) -> Ints:
    """Cut each group into strata of similar study attention.

    Parameters
    ----------
    groups : ndarray of int, shape (n,)
        Code of what must be equal inside a stratum (topology class, detection bin).
    attention : ndarray of int, shape (n,)
        Study attention of each gene.
    genes_per_stratum : int
        Genes a stratum should have. A group is cut into pieces of equal size, to one gene, and
        a piece whose genes differ by more than half in 1 + attention is cut again.
    shift : float
        How far the cuts are moved, in pieces, in [0, 1).

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
    pieces = cut_equally(groups, attention, genes_per_stratum=genes_per_stratum, shift=shift)
    order = np.lexsort((attention, pieces))
    strata = np.empty(groups.size, dtype=np.int64)
    strata[order] = _narrow(pieces[order], attention[order])
    return strata


def cut_equally(
    groups: Ints, attention: Ints, *, genes_per_stratum: int, shift: float = 0.0
) -> Ints:
    """Cut each group into pieces of equal size, to one gene, in the order of study attention.

    Parameters
    ----------
    groups, attention, genes_per_stratum, shift
        As in :func:`assign_strata`; cuts that are moved leave a smaller piece at either end.

    Returns
    -------
    ndarray of int, shape (n,)
        Codes of the pieces, from 0.
    """
    strata = np.empty(groups.size, dtype=np.int64)
    offset = 0
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        ordered = members[np.argsort(attention[members], kind="stable")]
        n_strata = max(1, round(members.size / genes_per_stratum))
        ranks = np.arange(members.size, dtype=np.int64)
        pieces = (ranks * n_strata + int(shift * members.size)) // members.size
        strata[ordered] = offset + pieces
        offset += int(pieces[-1]) + 1
    return strata


def _narrow(pieces: Ints, attention: Ints) -> Ints:
    """Cut pieces further wherever attention has grown by half since the piece began."""
    narrowed: list[int] = []
    code, begun, last = -1, 0, -1
    # plain numbers: a loop over an array makes an object of each
    for piece, value in zip(pieces.tolist(), attention.tolist(), strict=True):
        if piece != last or 1 + value > _WIDEST_RATIO * begun:
            code, begun, last = code + 1, 1 + value, piece
        narrowed.append(code)
    return np.array(narrowed, dtype=np.int64)
