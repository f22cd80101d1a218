"""Find many limits of ratios at once by halving on the logarithmic scale."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.missing import Vector

__all__ = ["bisect_ratio"]

# exp(50) is beyond every finite limit: that of 1 v 0 events in arms of a million is below exp(30)
_REACH = 50.0
# 100 / 2^60 is below the spacing of doubles
_HALVINGS = 60


def bisect_ratio(
    is_above: Callable[[Vector], NDArray[np.bool_]], estimate: Vector, *, lower: bool
) -> Vector:
    """Find the limit of each ratio between its estimate and the end of the scale.

    Parameters
    ----------
    is_above : callable
        Says for each ratio held whether the data lie further from it than the limit allows.
    estimate : ndarray
        Where the search begins; 0 and infinity stand for the ends of the scale.
    lower : bool
        Whether to search below the estimate.

    Returns
    -------
    ndarray
        The ratio nearest to the estimate that is rejected, to double precision.
    """
    with np.errstate(divide="ignore"):
        kept = np.clip(np.log(estimate), -_REACH, _REACH)
    rejected = np.full(kept.shape, -_REACH if lower else _REACH)
    for _ in range(_HALVINGS):
        middle = (rejected + kept) / 2.0
        outside = is_above(np.exp(middle))
        rejected, kept = np.where(outside, middle, rejected), np.where(outside, kept, middle)
    limits: Vector = np.exp(kept)
    return limits
