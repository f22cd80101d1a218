"""Products of spectra summed over terms, and the best translations of a score grid."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tubulus.core.kernels import compile_kernel

__all__ = ["NO_SCORE", "find_peaks", "sum_coarse_products", "sum_products"]

Spectrum = npt.NDArray[np.complex64]
Real = npt.NDArray[np.float32]

NO_SCORE = np.float32(-3.0e38)
"""Stands where a grid has no more points to offer; finite, for the kernels assume finite."""


@compile_kernel(fastmath=True)
def sum_products(
    mobile: Spectrum,
    fixed: Spectrum,
    mobile_coarse: Spectrum,
    fixed_coarse: Spectrum,
    out: Spectrum,
) -> None:
    """Write the spectrum of the whole score: conj(mobile) * fixed, summed over all terms.

    Parameters
    ----------
    mobile, fixed : ndarray of complex64, shape (x, y, z)
        Half spectra of the shape term on the full grid.
    mobile_coarse, fixed_coarse : ndarray of complex64, shape (c, u, v, w)
        Half spectra of the smooth terms on the coarse grid; they fill the low frequencies only.
        The fixed one says by its length how many frequencies along z count.
    out : ndarray of complex64, shape (x, y, z)
        Overwritten.
    """
    n_x, n_y, n_z = out.shape
    channels, m_x, m_y, m_z = fixed_coarse.shape
    top_x, top_y = (m_x - 1) // 2, (m_y - 1) // 2  # the coarse Nyquist frequency is left out
    for i in range(n_x):
        low_i = i if i <= top_x else (i - n_x + m_x if n_x - i <= top_x else -1)
        for j in range(n_y):
            for k in range(n_z):
                a, b = mobile[i, j, k], fixed[i, j, k]
                out[i, j, k] = np.complex64(
                    complex(a.real * b.real + a.imag * b.imag, a.real * b.imag - a.imag * b.real)
                )
            low_j = j if j <= top_y else (j - n_y + m_y if n_y - j <= top_y else -1)
            if low_i < 0 or low_j < 0:
                continue
            for c in range(channels):
                for k in range(m_z):
                    a, b = mobile_coarse[c, low_i, low_j, k], fixed_coarse[c, low_i, low_j, k]
                    out[i, j, k] += np.complex64(
                        complex(
                            a.real * b.real + a.imag * b.imag, a.real * b.imag - a.imag * b.real
                        )
                    )


@compile_kernel(fastmath=True)
def sum_coarse_products(mobile: Spectrum, fixed: Spectrum, out: Spectrum) -> None:
    """Write the spectrum of the whole score at low frequencies only.

    Parameters
    ----------
    mobile, fixed : ndarray of complex64, shape (c, u, v, w)
        Half spectra of all terms on the coarse grid.
    out : ndarray of complex64, shape (u, v, w or more)
        Overwritten; what lies beyond the fixed spectrum becomes zero.
    """
    out[:] = np.complex64(0.0)
    for c in range(fixed.shape[0]):
        for i in range(fixed.shape[1]):
            for j in range(fixed.shape[2]):
                for k in range(fixed.shape[3]):
                    a, b = mobile[c, i, j, k], fixed[c, i, j, k]
                    out[i, j, k] += np.complex64(
                        complex(
                            a.real * b.real + a.imag * b.imag, a.real * b.imag - a.imag * b.real
                        )
                    )


@compile_kernel()
def _find_best(line: Real) -> int:
    best = 0
    for k in range(1, line.shape[0]):
        if line[k] > line[best]:
            best = k
    return best


@compile_kernel(fastmath=True)
def find_peaks(scores: Real, count: int, reach: int) -> tuple[npt.NDArray[np.int64], Real]:
    """Find the best translations, each out of the cubes that the better ones clear.

    Parameters
    ----------
    scores : ndarray of float32, shape (x, y, z)
        Periodic; higher is better. Overwritten around the peaks.
    count : int
        Peaks wanted.
    reach : int
        Points that a peak clears around itself along each axis, so that two peaks lie at least
        ``reach + 1`` points apart along one axis.

    Returns
    -------
    indices : ndarray of int64, shape (count, 3)
    values : ndarray of float32, shape (count,)
        Descending; ``NO_SCORE`` where the grid had no more points.
    """
    n_x, n_y, n_z = scores.shape
    best_of_line = np.empty((n_x, n_y), dtype=np.float32)
    for i in range(n_x):
        for j in range(n_y):
            top = scores[i, j, 0]
            for k in range(n_z):
                top = max(top, scores[i, j, k])
            best_of_line[i, j] = top
    indices = np.zeros((count, 3), dtype=np.int64)
    values = np.full(count, NO_SCORE, dtype=np.float32)
    for p in range(count):
        flat = np.argmax(best_of_line)
        i, j = flat // n_y, flat % n_y
        k = _find_best(scores[i, j])
        if scores[i, j, k] <= NO_SCORE:
            break
        indices[p, 0], indices[p, 1], indices[p, 2] = i, j, k
        values[p] = scores[i, j, k]
        for di in range(-reach, reach + 1):
            for dj in range(-reach, reach + 1):
                line = scores[(i + di) % n_x, (j + dj) % n_y]
                for dk in range(-reach, reach + 1):
                    line[(k + dk) % n_z] = NO_SCORE
                best_of_line[(i + di) % n_x, (j + dj) % n_y] = line[_find_best(line)]
    return indices, values
