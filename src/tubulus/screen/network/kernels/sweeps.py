"""Compiled sweeps over one triangle of a symmetric matrix, many right sides at once.

Only the part below the diagonal is stored. Where nodes stand in the order of falling degree, both
directions read and write the few rows of the hubs again and again, which stay in the cache.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["Triangle", "improve_singly", "subtract_product"]

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Places = NDArray[np.int32]
Triangle = tuple[Places, Places, NDArray[np.floating]]
"""Row starts, columns and values of L, the part strictly below the diagonal (CSR)."""

# sums may be taken in any order; what is not finite stays as it is
_compile_fast = njit(cache=True, fastmath={"contract", "reassoc", "nsz"})


@_compile_fast
def _sweep_down(lower: Triangle, x: Singles) -> None:
    """Replace x by (I - L)^-1 x."""
    starts, columns, values = lower
    for i in range(x.shape[0]):
        for k in range(starts[i], starts[i + 1]):
            j, value = columns[k], values[k]
            for c in range(x.shape[1]):
                x[i, c] += value * x[j, c]


@_compile_fast
def _sweep_up(lower: Triangle, x: Singles) -> None:
    """Replace x by (I - L')^-1 x."""
    starts, columns, values = lower
    for i in range(x.shape[0] - 1, -1, -1):
        for k in range(starts[i], starts[i + 1]):
            j, value = columns[k], values[k]
            for c in range(x.shape[1]):
                x[j, c] += value * x[i, c]


@_compile_fast
def _combine(direction: Singles, up: Singles, down: Singles, curvature: Singles) -> None:
    """Add both halves of the product in ``up``, and form its curvature along the direction."""
    curvature[:] = 0
    for i in range(up.shape[0]):
        for c in range(up.shape[1]):
            up[i, c] += down[i, c]
            curvature[c] += direction[i, c] * up[i, c]


@_compile_fast
def _step(ratio: Singles, direction: Singles, image: Singles, x: Singles, rest: Singles) -> Singles:
    """Go along the direction, and return the squared length of what is left."""
    square = np.zeros(x.shape[1], np.float32)
    for i in range(x.shape[0]):
        for c in range(x.shape[1]):
            x[i, c] += ratio[c] * direction[i, c]
            rest[i, c] -= ratio[c] * image[i, c]
            square[c] += rest[i, c] * rest[i, c]
    return square


@_compile_fast
def improve_singly(lower: Triangle, rest: Singles, goal: Singles, most: int) -> tuple[Singles, int]:
    """Solve (I - L - L') x = b in single precision by conjugate gradients with sweeps.

    Parameters
    ----------
    lower : tuple of ndarray
        L, in single precision.
    rest : ndarray, shape (n, m)
        b; overwritten.
    goal : ndarray, shape (m,)
        Squared length at which the swept residual of a column is short enough.
    most : int
        Largest number of iterations.

    Returns
    -------
    x : ndarray, shape (n, m)
    iterations : int

    Notes
    -----
    Symmetric Gauss-Seidel (SSOR, factor 1) as preconditioner in the form that costs no more than
    a product with the matrix: with C = I - L and t = C'^-1 p, C^-1 (I - L - L') C'^-1 p is
    t + C^-1 (p - t) (Eisenstat, SIAM J Sci Stat Comput 1981;2:1-4).
    """
    rows, width = rest.shape
    ratio, turn = np.zeros(width, np.float32), np.zeros(width, np.float32)
    curvature = np.zeros(width, np.float32)
    x, direction = np.zeros_like(rest), np.zeros_like(rest)
    up, down = np.empty_like(rest), np.empty_like(rest)
    _sweep_down(lower, rest)
    square = _step(ratio, rest, rest, x, rest)
    used = 0
    while used < most and (square > goal).any():
        used += 1
        for i in range(rows):
            for c in range(width):
                direction[i, c] = rest[i, c] + turn[c] * direction[i, c]
                up[i, c] = direction[i, c]
        _sweep_up(lower, up)
        for i in range(rows):
            for c in range(width):
                down[i, c] = direction[i, c] - up[i, c]
        _sweep_down(lower, down)
        _combine(direction, up, down, curvature)
        for c in range(width):
            # a column without residual is solved: nothing is left to divide by
            ratio[c] = square[c] / curvature[c] if curvature[c] > 0 else np.float32(0)
        new = _step(ratio, direction, up, x, rest)
        for c in range(width):
            turn[c] = new[c] / square[c] if square[c] > 0 else np.float32(0)
        square = new
    _sweep_up(lower, x)
    return x, used


@njit(cache=True)
def subtract_product(lower: Triangle, x: Singles, residual: Floats) -> None:
    """Subtract (I - L - L') x from a residual, in place, in double precision.

    Parameters
    ----------
    lower : tuple of ndarray
        L, in double precision.
    x : ndarray, shape (n, m)
    residual : ndarray, shape (n, m)
    """
    starts, columns, values = lower
    for i in range(x.shape[0]):
        for c in range(x.shape[1]):
            residual[i, c] -= x[i, c]
        for k in range(starts[i], starts[i + 1]):
            j, value = columns[k], values[k]
            for c in range(x.shape[1]):
                residual[i, c] += value * x[j, c]
                residual[j, c] += value * x[i, c]
