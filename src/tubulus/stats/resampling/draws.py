"""Bootstrap draws as vectors of weights: how often each participant was drawn."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.missing import Vector

__all__ = ["count_draws", "draw_stratified_weights", "iterate_stratified_weights"]

# Numbers of one array at once, so that the arrays of a chunk stay in the cache.
_CHUNK_NUMBERS = 2**17


def draw_stratified_weights(
    strata: Sequence[Hashable] | NDArray[np.generic], draws: int, generator: np.random.Generator
) -> Vector:
    """Draw participants with replacement within each stratum and count them.

    Parameters
    ----------
    strata : sequence, shape (n,)
        Stratum of each participant, for instance the arm; every stratum keeps its size.
    draws : int
        Number of bootstrap draws.
    generator : numpy.random.Generator
        Source of randomness. Row b depends on the draws before it only, not on ``draws``.

    Returns
    -------
    ndarray, shape (draws, n)
        How often each draw holds each participant, a multinomial vector in each stratum.
    """
    parts = list(iterate_stratified_weights(strata, draws, generator))
    return np.concatenate(parts) if parts else np.empty((0, len(strata)))


def iterate_stratified_weights(
    strata: Sequence[Hashable] | NDArray[np.generic], draws: int, generator: np.random.Generator
) -> Iterator[Vector]:
    """Yield the rows of :func:`draw_stratified_weights` in chunks of bounded memory."""
    if draws < 0:
        raise ValueError(f"the number of draws is not negative, not {draws}")
    _, codes, sizes = np.unique(np.asarray(strata), return_inverse=True, return_counts=True)
    n = codes.size
    order = np.argsort(codes, kind="stable")
    size = sizes[codes[order]].astype(np.float64)
    start = (np.cumsum(sizes) - sizes)[codes[order]]
    step = max(1, _CHUNK_NUMBERS // max(1, n))
    for first in range(0, draws, step):
        rows = min(step, draws - first)
        # uniforms rather than whole numbers: each row takes the same share of the random stream
        position = start + (generator.random((rows, n)) * size).astype(np.intp)
        yield count_draws(order[position], n)


def count_draws(drawn: NDArray[np.integer], n: int) -> Vector:
    """Count how often each of n participants was drawn.

    Parameters
    ----------
    drawn : ndarray of int, shape (B, m)
        Participants of each draw, numbered from 0.
    n : int
        Number of participants.

    Returns
    -------
    ndarray, shape (B, n)
        Counts.
    """
    rows = drawn.shape[0]
    flat = (drawn + n * np.arange(rows)[:, None]).ravel()
    return np.bincount(flat, minlength=rows * n).reshape(rows, n).astype(np.float64)
