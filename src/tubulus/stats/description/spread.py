"""The standard deviation within groups, pooled over them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.missing import Vector

__all__ = ["compute_pooled_sd"]


def compute_pooled_sd(values: Vector, groups: NDArray[np.generic]) -> float:
    """Compute the SD within groups, pooled by degrees of freedom.

    Parameters
    ----------
    values : ndarray, shape (n,)
        NaN where missing.
    groups : ndarray, shape (n,)
        Group of each value, of any type whose members can be compared.

    Returns
    -------
    float
        0 where nothing varies or no group has two values.

    Notes
    -----
    sqrt(sum over groups of sum (y - mean)^2 / sum over groups of (n - 1)).
    """
    squares, df = 0.0, 0
    for group in np.unique(groups):
        own = values[(groups == group) & ~np.isnan(values)]
        if own.size > 1:
            squares += float(((own - own.mean()) ** 2).sum())
            df += own.size - 1
    return float(np.sqrt(squares / df)) if df else 0.0
