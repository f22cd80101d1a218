"""Solve the linear system of a random walk on an undirected network, many right sides at once.

Conjugate gradients run in single precision; residuals that decide are formed in double precision,
and what is left over is solved for again (iterative refinement), so that any tolerance is met.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["SymmetricSystem", "solve_symmetric"]

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]

# one pass in single precision reduces a residual by about this much at best
_SINGLE_REDUCTION = 1e-6
_MAX_PASSES, _MAX_ITERATIONS = 60, 2_000


@dataclass(frozen=True, slots=True, eq=False)
class SymmetricSystem:
    """The system (I - damping N) x = b.

    Parameters
    ----------
    matrix : scipy.sparse.csr_array, shape (n, n)
        N; symmetric, eigenvalues in [-1, 1].
    single : scipy.sparse.csr_array, shape (n, n)
        I - damping N in single precision.
    damping : float
        In (0, 1): 1 - restart probability.
    """

    matrix: sparse.csr_array
    single: sparse.csr_array
    damping: float

    @classmethod
    def from_matrix(cls, matrix: sparse.csr_array, damping: float) -> SymmetricSystem:
        """Make the system, with its copy in single precision."""
        unit = sparse.eye_array(matrix.shape[0], format="csr")
        return cls(matrix, sparse.csr_array(unit - damping * matrix, dtype=np.float32), damping)

    def compute_residual(self, right: Floats, x: Floats) -> Floats:
        """Compute b - (I - damping N) x, shape (n, m)."""
        residual: Floats = self.matrix @ x
        residual *= self.damping
        residual += right
        residual -= x
        return residual


def solve_symmetric(
    system: SymmetricSystem,
    right: Floats,
    *,
    start: Floats,
    residual: Floats,
    limit: float,
) -> tuple[Floats, Floats, int]:
    """Solve (I - damping N) x = b until each residual is short enough, and refine by one step.

    Parameters
    ----------
    system : SymmetricSystem
        N and the damping.
    right : ndarray, shape (n, m)
        Right sides b.
    start, residual : ndarray, shape (n, m)
        First x, and its residual.
    limit : float
        Largest Euclidean length of a residual.

    Returns
    -------
    x : ndarray, shape (n, m)
        The last solution plus its residual.
    length : ndarray, shape (m,)
        Euclidean length of that residual, in double precision.
    iterations : int
        Products with N in single precision.

    Raises
    ------
    ArithmeticError
        If the limit is below what double precision can reach.

    Notes
    -----
    I - damping N is positive definite with condition number at most
    (1 + damping) / (1 - damping) (Saad, Iterative Methods for Sparse Linear Systems, 2nd ed.,
    algorithm 6.18 and section 6.11.3).
    """
    x, residual = start.copy(), residual.copy()
    iterations, before = 0, np.inf
    for _ in range(_MAX_PASSES):
        length = np.linalg.norm(residual, axis=0)
        open_ = np.flatnonzero(length > limit)
        if not open_.size:
            x += residual
            return x, length, iterations
        worst = float(length.max())
        if worst > 0.9 * before:
            break
        before = worst
        columns = slice(None) if open_.size == length.size else open_
        step, used = _improve(system, residual[:, columns], length[columns], limit)
        x[:, columns] += step
        iterations += used
        residual[:, columns] = system.compute_residual(right[:, columns], x[:, columns])
    raise ArithmeticError(f"the residual stays at {before:.1e}, above {limit:.1e}")


def _improve(
    system: SymmetricSystem, residual: Floats, length: Floats, limit: float
) -> tuple[Floats, int]:
    """Run conjugate gradients in single precision on residuals scaled to length one."""
    scale = np.where(length > 0, length, 1.0)
    rest = (residual / scale).astype(np.float32)
    # a little below the limit, so that rounding does not cost another pass
    goal = np.maximum(0.7 * limit / scale, _SINGLE_REDUCTION) ** 2
    x = np.zeros_like(rest)
    direction = rest.copy()
    square = np.einsum("ij,ij->j", rest, rest)
    work = np.empty_like(rest)
    used = 0
    while used < _MAX_ITERATIONS and (square > goal).any():
        image: Singles = system.single @ direction
        curvature = np.einsum("ij,ij->j", direction, image)
        ratio = _divide(square, curvature)
        x += np.multiply(direction, ratio, out=work)
        rest -= np.multiply(image, ratio, out=image)
        new = np.einsum("ij,ij->j", rest, rest)
        direction *= _divide(new, square)
        direction += rest
        square = new
        used += 1
    return np.asarray(x * scale, dtype=np.float64), used


def _divide(over: Singles, under: Singles) -> Singles:
    """Divide; 0 where a column is solved already and nothing is left to divide by."""
    return np.divide(over, under, out=np.zeros_like(over), where=under > 0)
