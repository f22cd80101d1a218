"""Isotonic regression on a partial order: chains, grids of two chains, or no order at all."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

__all__ = ["MAXIMUM_SETS", "find_upper_sets", "fit_monotone"]

Floats = NDArray[np.float64]
Axes = tuple[tuple[int, bool], ...]

MAXIMUM_SETS = 1_000
"""Upper sets beyond which a grid is too large; 5 x 5 categories have 252, 6 x 6 have 924."""


@cache
def find_upper_sets(axes: Axes) -> NDArray[np.bool_]:
    """Find the upper sets of a grid of categories.

    Parameters
    ----------
    axes : tuple of (int, bool)
        Categories of each axis, and whether they are ordered. One cell is below another where it
        is on no ordered axis above it, and equal on the axes without an order.

    Returns
    -------
    ndarray of bool, shape (sets, cells)
        Each set holds with a cell all cells above it. Cells in the order of ``numpy.ravel``.

    Raises
    ------
    ValueError
        If there are more than ``MAXIMUM_SETS``.
    """
    cells = list(product(*(range(size) for size, _ in axes)))
    above = [
        frozenset(j for j, other in enumerate(cells) if j != i and _is_below(cell, other, axes))
        for i, cell in enumerate(cells)
    ]
    found: set[frozenset[int]] = {frozenset()}
    last = set(found)
    while last:
        last = {
            held | {i}
            for held in last
            for i in range(len(cells))
            if i not in held and above[i] <= held
        }
        found |= last
        if len(found) > MAXIMUM_SETS:
            raise ValueError(f"a grid of {len(cells)} categories is too fine; use fewer bins")
    sets = np.zeros((len(found), len(cells)), dtype=np.bool_)
    for row, held in enumerate(sorted(found, key=sorted)):
        sets[row, list(held)] = True
    return sets


def _is_below(cell: tuple[int, ...], other: tuple[int, ...], axes: Axes) -> bool:
    return all(
        a <= b if ordered else a == b for a, b, (_, ordered) in zip(cell, other, axes, strict=True)
    )


def fit_monotone(totals: Floats, weights: Floats, axes: Axes) -> Floats:
    """Fit the weighted means of categories so that they never fall along the order.

    Parameters
    ----------
    totals : ndarray, shape (cells,)
        Weighted sum of the response in each category, for instance the number of positives.
    weights : ndarray, shape (cells,)
        Weight of each category, above 0.
    axes : tuple of (int, bool)
        As in :func:`find_upper_sets`.

    Returns
    -------
    ndarray, shape (cells,)
        The weighted least-squares isotonic means.

    Notes
    -----
    g(x) = max over upper sets U with x of min over lower sets L with x of the mean over U and L
    together. On one chain this is the pooling of adjacent violators. For shares of positives it
    is also the maximum of the binomial likelihood under the order.
    """
    if not any(ordered for _, ordered in axes):
        return totals / weights
    upper = find_upper_sets(axes)
    inside, outside = upper.astype(np.float64), (~upper).astype(np.float64)
    mass = (inside * weights) @ outside.T
    with np.errstate(divide="ignore", invalid="ignore"):
        means = ((inside * totals) @ outside.T) / mass
    fitted = [
        means[np.ix_(upper[:, x], ~upper[:, x])].min(axis=1).max() for x in range(totals.size)
    ]
    return np.array(fitted, dtype=np.float64)
