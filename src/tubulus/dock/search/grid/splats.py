"""Atoms of the mobile partner spread over the grid: linear for shape, quadratic for the rest."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tubulus.core.kernels import compile_kernel

__all__ = ["compute_spline_filter", "splat_coarse", "splat_full"]

Floats = npt.NDArray[np.float64]
Grid = npt.NDArray[np.float32]


@compile_kernel(fastmath=True)
def splat_full(points: Floats, weights: Floats, grid: Grid) -> None:
    """Spread atoms over their eight neighbouring points; adds to the grid in place.

    Parameters
    ----------
    points : ndarray, shape (n, 3)
        Positions in units of the spacing; both neighbouring points along each axis are points
        of the grid, which is not checked.
    weights : ndarray, shape (n,)
        What each atom brings.
    grid : ndarray of float32, shape (x, y, z)
        Changed in place.
    """
    for a in range(points.shape[0]):
        i, j, k = int(points[a, 0]), int(points[a, 1]), int(points[a, 2])
        u, v, w = points[a, 0] - i, points[a, 1] - j, points[a, 2] - k
        for di in range(2):
            f_x = weights[a] * (u if di else 1.0 - u)
            for dj in range(2):
                f_y = f_x * (v if dj else 1.0 - v)
                grid[i + di, j + dj, k] += f_y * (1.0 - w)
                grid[i + di, j + dj, k + 1] += f_y * w


@compile_kernel(fastmath=True)
def splat_coarse(points: Floats, weights: Floats, grid: Grid) -> None:
    """Spread atoms over 27 points by quadratic B-splines; adds to the grid in place.

    Parameters
    ----------
    points : ndarray, shape (n, 3)
        Positions in units of the spacing; the nearest point and both its neighbours along each
        axis are points of the grid, which is not checked.
    weights : ndarray, shape (n, c)
        What each atom brings to each channel.
    grid : ndarray of float32, shape (c, x, y, z)
        Changed in place.
    """
    factors = np.empty((3, 3))
    for a in range(points.shape[0]):
        i, j, k = int(points[a, 0] + 0.5), int(points[a, 1] + 0.5), int(points[a, 2] + 0.5)
        for axis in range(3):
            u = points[a, axis] - int(points[a, axis] + 0.5)
            factors[axis, 0] = 0.5 * (0.5 - u) ** 2
            factors[axis, 1] = 0.75 - u * u
            factors[axis, 2] = 0.5 * (0.5 + u) ** 2
        for c in range(weights.shape[1]):
            weight = weights[a, c]
            if weight == 0.0:
                continue
            for di in range(3):
                for dj in range(3):
                    f_y = weight * factors[0, di] * factors[1, dj]
                    for dk in range(3):
                        grid[c, i + di - 1, j + dj - 1, k + dk - 1] += f_y * factors[2, dk]


def compute_spline_filter(shape: tuple[int, int, int]) -> Grid:
    """Compute what undoes the quadratic spline in Fourier space.

    Returns
    -------
    ndarray of float32, shape (x, y, z // 2 + 1)
        Product over the axes of sinc(k / n)**-3.
    """
    x, y = (np.sinc(np.fft.fftfreq(n)) ** -3 for n in shape[:2])
    z = np.sinc(np.fft.rfftfreq(shape[2])) ** -3
    return np.asarray(x[:, None, None] * y[:, None] * z, dtype=np.float32)
