"""Expression of genes in labelled cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["ExpressionData", "build_expression", "compute_label_means"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ExpressionData:
    """A matrix of cells and genes with a label for each cell.

    Parameters
    ----------
    values : scipy.sparse.csc_array, shape (n_cells, n_genes)
        Normalised expression (for instance log1p of counts per 10,000), 0 or greater.
    genes : tuple of str
        Names of the columns.
    labels : tuple of str
        Distinct cell labels in ascending order.
    codes : ndarray of int, shape (n_cells,)
        For each cell the place of its label.
    """

    values: sparse.csc_array
    genes: tuple[str, ...]
    labels: tuple[str, ...]
    codes: NDArray[np.int64]

    def count_cells(self) -> NDArray[np.int64]:
        """Count the cells of each label, shape (n_labels,)."""
        return np.bincount(self.codes, minlength=len(self.labels)).astype(np.int64)

    def select(self, genes: NDArray[np.int64]) -> sparse.csc_array:
        """Select columns."""
        return sparse.csc_array(self.values[:, genes])


def build_expression(matrix: Any, genes: Sequence[str], labels: Sequence[str]) -> ExpressionData:
    """Build expression data from a matrix and names.

    Parameters
    ----------
    matrix : array_like or sparse, shape (n_cells, n_genes)
        Normalised expression, 0 or greater.
    genes : sequence of str, length n_genes
        Distinct names.
    labels : sequence of str, length n_cells
        Label of each cell, not empty.

    Raises
    ------
    ValueError
        If shapes do not fit, a name comes twice, a label is empty, or a value is missing,
        infinite or below zero.
    """
    values = sparse.csc_array(matrix, dtype=np.float64)
    if values.shape != (len(labels), len(genes)):
        raise ValueError(
            f"the matrix is {values.shape[0]} x {values.shape[1]} (cells x genes) and there are "
            f"{len(labels)} labels and {len(genes)} genes"
        )
    if not len(labels):
        raise ValueError("there are no cells")
    if len(set(genes)) != len(genes):
        raise ValueError("a gene is named twice; add up or drop its columns")
    if not all(labels):
        raise ValueError("a cell has no label; leave it out or label it")
    if not np.isfinite(values.data).all() or (values.data < 0).any():
        raise ValueError("expression must be finite and 0 or greater (scaled data do not fit)")
    values.sum_duplicates()
    values.eliminate_zeros()
    names, codes = np.unique(np.asarray(labels, dtype=np.str_), return_inverse=True)
    return ExpressionData(values, tuple(genes), tuple(names.tolist()), codes.astype(np.int64))


def compute_label_means(data: ExpressionData, genes: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Compute mean expression and share of expressing cells for each gene and label.

    Parameters
    ----------
    data : ExpressionData
        Expression and labels.
    genes : ndarray of int, shape (m,)
        Columns.

    Returns
    -------
    means, shares : ndarray, shape (m, n_labels)
    """
    chosen = data.select(genes)
    cells = data.count_cells().astype(np.float64)
    one_hot = np.zeros((data.codes.size, cells.size))
    one_hot[np.arange(data.codes.size), data.codes] = 1.0
    means = np.asarray(chosen.T @ one_hot) / cells
    chosen.data[:] = 1.0
    return means, np.asarray(chosen.T @ one_hot) / cells
