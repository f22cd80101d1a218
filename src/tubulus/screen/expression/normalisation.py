"""Find out how an expression matrix was normalised, and bring it to log1p of counts per 10,000."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tubulus.core.errors import InputError, Problem
from tubulus.screen.expression.matrix import ExpressionData

__all__ = ["Normalisation", "NormalisedGenes", "find_normalisation", "normalise_genes"]

Normalisation = Literal["counts", "log1p", "linear"]
"""Raw counts; log1p of depth-corrected values; depth-corrected values."""

Floats = NDArray[np.float64]
_PER = 10_000.0
# fewer genes than this cannot tell the depth of a cell
_GENES_FOR_DEPTH = 1_000
_CELLS_TO_TELL = 3
# sums over a cell's genes that differ by less are the same sum, rounded
_EQUAL = 0.01
# log1p of more than exp(30) of anything does not occur
_LARGEST_LOG = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class NormalisedGenes:
    """Genes on the scale on which means are taken.

    Parameters
    ----------
    values : scipy.sparse.csc_array, shape (n_cells, n_genes)
        0 exactly where the matrix has 0.
    found : str
        Normalisation that the matrix came with.
    measure : str
        What a mean of the values measures.
    """

    values: sparse.csc_array
    found: Normalisation
    measure: str


def find_normalisation(data: ExpressionData) -> Normalisation:
    """Find how a matrix was normalised.

    Raises
    ------
    InputError
        If it cannot be told: nothing but 0 and 1, or neither whole numbers nor equal totals.

    Notes
    -----
    Whole numbers are counts. Cells whose sums of expm1(value) are equal hold log1p values; cells
    whose sums of values are equal hold depth-corrected ones. Equal means: a coefficient of
    variation below 1 % over at least 3 cells that are not empty.
    """
    values = data.values.data
    if not values.size:
        raise _fail("has no value above 0", "give the matrix with its counts")
    if (values == np.rint(values)).all():
        if values.max() > 1:
            return "counts"
        raise _fail("holds nothing but 0 and 1", "state the normalisation, or give the counts")
    if values.max() <= _LARGEST_LOG and _are_equal(_sum_cells(data.values, np.expm1(values))):
        return "log1p"
    if _are_equal(_sum_cells(data.values, values)):
        return "linear"
    remedy = (
        "give raw counts, or state it: 'counts', 'log1p' (natural logarithm of 1 + depth-corrected "
        "value) or 'linear' (depth-corrected, no logarithm)"
    )
    raise _fail("does not show how it was normalised", remedy)


def normalise_genes(
    data: ExpressionData,
    genes: NDArray[np.int64],
    *,
    normalisation: Normalisation | Literal["auto"] = "auto",
) -> NormalisedGenes:
    """Normalise some genes of a matrix to log1p of counts per 10,000.

    Parameters
    ----------
    data : ExpressionData
        The whole matrix: the depth of a cell is the sum over all of its genes.
    genes : ndarray of int, shape (n_genes,)
        Columns that are wanted.
    normalisation : str
        What the values are; ``auto`` finds it.

    Notes
    -----
    A matrix of fewer than 1,000 genes does not show the depth of its cells; its counts are taken
    as log1p(count), and ``measure`` says so.
    """
    found = find_normalisation(data) if normalisation == "auto" else normalisation
    chosen = data.select(genes)
    if found == "log1p":
        return NormalisedGenes(chosen, found, "mean log1p of depth-corrected expression")
    if len(data.genes) < _GENES_FOR_DEPTH:
        chosen.data = np.log1p(chosen.data)
        unit = "count" if found == "counts" else "value"
        measure = f"mean log1p {unit}, not per 10,000: {len(data.genes)} genes show no depth"
        return NormalisedGenes(chosen, found, measure)
    totals = _sum_cells(data.values, data.values.data)
    factor = np.divide(_PER, totals, out=np.zeros_like(totals), where=totals > 0)
    chosen.data = np.log1p(chosen.data * factor[chosen.indices])
    return NormalisedGenes(chosen, found, "mean log1p of counts per 10,000")


def _sum_cells(matrix: sparse.csc_array, values: Floats) -> Floats:
    sums = np.bincount(matrix.indices, weights=values, minlength=matrix.shape[0])
    return sums.astype(np.float64)


def _are_equal(sums: Floats) -> bool:
    filled = sums[sums > 0]
    return filled.size >= _CELLS_TO_TELL and bool(filled.std() < _EQUAL * filled.mean())


def _fail(message: str, remedy: str) -> InputError:
    return InputError([Problem("expression matrix", 0, "", message, remedy)])
