"""Solve the linear system of a random walk on an undirected network, many right sides at once.

Conjugate gradients run in single precision; residuals that decide are formed in double precision,
and what is left over is solved for again (iterative refinement), so that any tolerance is met.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tubulus.screen.network.kernels import load_kernels

__all__ = ["SymmetricSystem", "solve_symmetric"]

Floats = NDArray[np.float64]
Triangle = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.floating]]
"""Row starts, columns and values of the part strictly below the diagonal (CSR)."""

# one pass in single precision reduces a residual by about this much at best (measured)
_SINGLE_REDUCTION = 1e-6
# the residual is carried on from pass to pass, so what x loses when it is added to is not in it
_ROUNDING = 8.0 * float(np.finfo(np.float64).eps)
_MAX_PASSES, _MAX_ITERATIONS = 60, 2_000


@dataclass(frozen=True, slots=True, eq=False)
class SymmetricSystem:
    """The system (I - damping N) x = b.

    Parameters
    ----------
    matrix : scipy.sparse.csr_array, shape (n, n)
        N; symmetric, empty diagonal, eigenvalues in [-1, 1].
    damping : float
        In (0, 1): 1 - restart probability.
    single, double : tuple of ndarray
        damping N below the diagonal, in both precisions.
    """

    matrix: sparse.csr_array
    damping: float
    single: Triangle
    double: Triangle

    @classmethod
    def from_matrix(cls, matrix: sparse.csr_array, damping: float) -> SymmetricSystem:
        """Make the system, with its triangle in both precisions."""
        lower = sparse.csr_array(sparse.tril(damping * matrix, -1))
        lower.sort_indices()
        places = (lower.indptr.astype(np.int32), lower.indices.astype(np.int32))
        values = np.asarray(lower.data, dtype=np.float64)
        return cls(matrix, damping, (*places, values.astype(np.float32)), (*places, values))


def solve_symmetric(
    system: SymmetricSystem, x: Floats, residual: Floats, *, limit: float
) -> tuple[Floats, int]:
    """Solve (I - damping N) x = b until each residual is short enough, and refine by one step.

    Parameters
    ----------
    system : SymmetricSystem
        N and the damping.
    x, residual : ndarray, shape (n, m)
        First x, and its residual. Both are overwritten; x becomes the last solution plus its
        residual.
    limit : float
        Largest Euclidean length of a residual.

    Returns
    -------
    length : ndarray, shape (m,)
        Euclidean length of the last residual, with what rounding x may add to it.
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
    algorithm 9.1 and section 6.11.3).
    """
    iterations, before = 0, np.inf
    for _ in range(_MAX_PASSES):
        length = _measure(residual) + _ROUNDING * _measure(x)
        open_ = np.flatnonzero(length > limit)
        if not open_.size:
            x += residual
            return length, iterations
        worst = float(length.max())
        if worst > 0.9 * before:
            break
        before = worst
        goal = 0.5 * limit / length[open_]
        iterations += _improve(system, x, residual, open_, goal)
    raise ArithmeticError(f"the residual stays at {before:.1e}, above {limit:.1e}")


def _measure(columns: Floats) -> Floats:
    length: Floats = np.sqrt(np.einsum("ij,ij->j", columns, columns))
    return length


def _improve(
    system: SymmetricSystem,
    x: Floats,
    residual: Floats,
    open_: NDArray[np.int64],
    goal: Floats,
) -> int:
    """Run conjugate gradients in single precision on open residuals scaled to length one.

    The goal is a share of the residual, a little below what is needed: the swept residual that is
    watched is not quite the residual itself.
    """
    every = open_.size == x.shape[1]
    rest = residual if every else residual[:, open_]
    scale = _measure(rest)
    single = np.empty(rest.shape, np.float32)
    sweeps = load_kernels("sweeps")
    step, used = sweeps.improve_singly(
        system.single,
        np.divide(rest, scale, out=single, casting="same_kind"),
        (np.maximum(goal, _SINGLE_REDUCTION) ** 2).astype(np.float32),
        _MAX_ITERATIONS,
    )
    # scaled before the residual is formed: it must be that of the very x that is kept
    step *= scale.astype(np.float32)
    sweeps.subtract_product(system.double, step, rest)
    if every:
        x += step
    else:
        x[:, open_] += step
        residual[:, open_] = rest
    return int(used)
