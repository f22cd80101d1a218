"""Ranks of values, where equal values share a rank."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["rank_values"]

Floats = NDArray[np.float64]


def rank_values(values: ArrayLike, ties: Literal["average", "min", "max"] = "average") -> Floats:
    """Rank values, the least first, counted from 1.

    Parameters
    ----------
    values : array_like, shape (..., n)
        Without missing values; each last axis is ranked alone, n may be 0.
    ties : str
        Which rank equal values share: the mean, the least or the greatest of those they take up.

    Returns
    -------
    ndarray, shape (..., n)
        Whole numbers and halves, without rounding.

    Notes
    -----
    The numbers are those of ``scipy.stats.rankdata``, whose module takes half a second to load.
    """
    given = np.asarray(values, dtype=np.float64)
    if given.ndim > 1:
        return np.array([rank_values(row, ties) for row in given]).reshape(given.shape)
    ordered = np.sort(given)
    least = (np.searchsorted(ordered, given, side="left") + 1).astype(np.float64)
    greatest = np.searchsorted(ordered, given, side="right").astype(np.float64)
    mean: Floats = (least + greatest) / 2.0
    return {"average": mean, "min": least, "max": greatest}[ties]
