"""Row and column effects of an incomplete score matrix, and what is left of each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["TwoWayFit", "centre_two_way", "fit_two_way", "studentise"]

Floats = npt.NDArray[np.float64]

# Huber's constant: 95 % efficiency at the normal distribution
_HUBER: Final = 1.345
_TO_SD: Final = 1.4826
_SWEEPS: Final = 16


@dataclass(frozen=True, slots=True, eq=False)
class TwoWayFit:
    """A robust additive fit of a matrix.

    Attributes
    ----------
    residuals : ndarray, shape (r, c)
        What rows and columns do not explain; NaN where there was no value.
    rows : ndarray, shape (r,)
        Row effects, NaN for a row without a value.
    columns : ndarray, shape (c,)
        Column effects (their mean is zero), NaN for a column without a value.
    scale : float
        Normalised median absolute residual, in the unit of the values; 0 where all residuals are
        0 and NaN where there are no values.
    """

    residuals: Floats
    rows: Floats
    columns: Floats
    scale: float


def fit_two_way(values: Floats) -> TwoWayFit:
    """Fit row and column effects robustly, with cells missing.

    Parameters
    ----------
    values : ndarray, shape (r, c)
        Scores; NaN where a cell is missing.

    Returns
    -------
    TwoWayFit
        Effects and residuals.

    Notes
    -----
    value = row + column + residual by least squares, then sixteen sweeps that take off row and
    column means under Huber's weights (constant 1.345, scale 1.4826 times the median absolute
    residual, both renewed at each sweep). The least squares start makes the residuals exact
    functions of the interaction alone: a constant added to a row or a column changes no residual,
    and permuted rows or columns permute them. Where the matrix falls into parts that share no row
    and no column, effects are relative to each part.
    """
    present = np.isfinite(values)
    filled = np.where(present, values, 0.0)
    rows, columns = _solve(filled, present.astype(np.float64))
    residuals = np.where(present, filled - rows[:, None] - columns, 0.0)
    for _ in range(_SWEEPS):
        scale = _compute_scale(residuals[present])
        if not scale > 0.0:
            break
        size = np.maximum(np.abs(residuals), 1e-300)
        weights = np.where(present, np.minimum(1.0, _HUBER * scale / size), 0.0)
        row_step = (weights * residuals).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-300)
        residuals -= row_step[:, None]
        column_step = (weights * residuals).sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-300)
        residuals = np.where(present, residuals - column_step, 0.0)
        rows, columns = rows + row_step, columns + column_step
    shift = float(columns[present.any(axis=0)].mean()) if present.any() else 0.0
    return TwoWayFit(
        residuals=np.where(present, residuals, np.nan),
        rows=np.where(present.any(axis=1), rows + shift, np.nan),
        columns=np.where(present.any(axis=0), columns - shift, np.nan),
        scale=_compute_scale(residuals[present]),
    )


def centre_two_way(values: Floats) -> Floats:
    """Compute least squares residuals of row and column effects, shape (r, c).

    Parameters
    ----------
    values : ndarray, shape (r, c)
        Any values; NaN where a cell is missing, and so in the residuals.
    """
    present = np.isfinite(values)
    filled = np.where(present, values, 0.0)
    rows, columns = _solve(filled, present.astype(np.float64))
    return np.where(present, filled - rows[:, None] - columns, np.nan)


def studentise(residuals: Floats) -> Floats:
    """Divide residuals by the scale of their row and of their column.

    Parameters
    ----------
    residuals : ndarray, shape (r, c)
        Residuals of a two-way fit; NaN where a cell is missing.

    Returns
    -------
    ndarray, shape (r, c)
        Residuals in units of 1.4826 times their own median absolute value; NaN where missing,
        zeros where all residuals are zero.

    Notes
    -----
    The scale of a row is its mean absolute residual; that of a column is the mean absolute value
    of what is left. Every cell counts in its own row and column, so that the map treats all cells
    alike.
    """
    present = np.isfinite(residuals)
    size = np.where(present, np.abs(residuals), 0.0)
    rows = size.sum(axis=1) / np.maximum(present.sum(axis=1), 1)
    rows = np.where(rows > 0.0, rows, 1.0)
    columns = (size / rows[:, None]).sum(axis=0) / np.maximum(present.sum(axis=0), 1)
    columns = np.where(columns > 0.0, columns, 1.0)
    ratios: Floats = residuals / rows[:, None] / columns
    scale = _compute_scale(ratios[present])
    return ratios / scale if scale > 0.0 else ratios


def _solve(filled: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the row and column effects of least squares, weights being 1 or 0."""
    if weights.size and weights.all():
        columns = filled.mean(axis=0) - filled.mean()
        return filled.mean(axis=1), columns
    by_row, by_column = weights.sum(axis=1), weights.sum(axis=0)
    # a row or column without a value gets effect 0 and takes part in nothing
    shares = weights / np.where(by_row > 0.0, by_row, 1.0)[:, None]
    means = np.einsum("rc,rc->r", shares, filled)
    system = np.diag(np.where(by_column > 0.0, by_column, 1.0)) - weights.T @ shares
    right = np.einsum("rc,rc->c", weights, filled - means[:, None])
    # the effects are known up to a constant; the pseudo-inverse takes the smallest ones
    columns = np.linalg.pinv(system, rcond=1e-9, hermitian=True) @ right
    return means - shares @ columns, columns


def _compute_scale(residuals: Floats) -> float:
    """Return 1.4826 times the median absolute residual."""
    if not residuals.size:
        return float("nan")
    middle = [(residuals.size - 1) // 2, residuals.size // 2]
    return _TO_SD * float(np.partition(np.abs(residuals), middle)[middle].mean())
