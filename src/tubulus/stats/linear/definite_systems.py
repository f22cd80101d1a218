"""Many small symmetric positive definite systems at once: Cholesky, the batch in the last axis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.missing import Vector

__all__ = ["CholeskyFactors", "factor_systems"]

# A pivot of a matrix with ones on the diagonal is 1 - R^2 of that column on those before it.
_PIVOT_TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True)
class CholeskyFactors:
    """Factors of many symmetric matrices.

    Parameters
    ----------
    lower : ndarray, shape (p, p, B)
        Lower triangles L with L L' = S A S, where S scales the diagonal of A to ones.
    scale : ndarray, shape (p, B)
        Diagonals of S.
    is_definite : ndarray of bool, shape (B,)
        Whether the matrix is positive definite; what is solved elsewhere means nothing.
    """

    lower: Vector
    scale: Vector
    is_definite: NDArray[np.bool_]

    def solve(self, right: Vector) -> Vector:
        """Solve A x = right for every matrix; ``right`` and x have shape (p, B)."""
        solution = self.solve_half(right)
        p = self.scale.shape[0]
        for j in reversed(range(p)):
            solution[j] -= np.einsum("kb,kb->b", self.lower[j + 1 :, j], solution[j + 1 :])
            solution[j] /= self.lower[j, j]
        solution *= self.scale
        return solution

    def solve_half(self, right: Vector) -> Vector:
        """Solve L z = S right for every matrix, so that z'z = right' A^-1 right."""
        half = right * self.scale
        for j in range(self.scale.shape[0]):
            half[j] -= np.einsum("kb,kb->b", self.lower[j, :j], half[:j])
            half[j] /= self.lower[j, j]
        return half

    def invert(self) -> Vector:
        """Invert every matrix, shape (p, p, B)."""
        p, batch = self.scale.shape
        half = np.zeros((p, p, batch))
        for j in range(p):
            half[j, j] = self.scale[j]
            half[j, :j] -= np.einsum("kb,kib->ib", self.lower[j, :j], half[:j, :j])
            half[j, : j + 1] /= self.lower[j, j]
        return np.asarray(np.einsum("kib,kjb->ijb", half, half))

    def compute_log_determinants(self) -> Vector:
        """Compute the log determinant of every matrix, shape (B,)."""
        diagonal = np.einsum("iib->ib", self.lower)
        return np.asarray(2.0 * np.sum(np.log(diagonal) - np.log(self.scale), axis=0))


def factor_systems(matrices: Vector) -> CholeskyFactors:
    """Factor many symmetric matrices.

    Parameters
    ----------
    matrices : ndarray, shape (p, p, B)
        Symmetric matrices; the batch lies in the last axis so that every step of the
        factorisation works on contiguous numbers. Only the lower triangles are read.

    Returns
    -------
    CholeskyFactors
        A pivot below 1e-12 (of 1) counts as none: that column depends on those before it.
    """
    p, _, batch = matrices.shape
    diagonal = np.einsum("iib->ib", matrices)
    scale = 1.0 / np.sqrt(np.where(diagonal > 0.0, diagonal, 1.0))
    lower = np.zeros((p, p, batch))
    is_definite = np.ones(batch, dtype=np.bool_)
    for j in range(p):
        column = matrices[j:, j] * scale[j:] * scale[j]
        column -= np.einsum("ikb,kb->ib", lower[j:, :j], lower[j, :j])
        is_definite &= column[0] > _PIVOT_TOLERANCE
        pivot = np.sqrt(np.where(column[0] > _PIVOT_TOLERANCE, column[0], 1.0))
        lower[j:, j] = column / pivot
        lower[j, j] = pivot
    return CholeskyFactors(lower, scale, is_definite)
