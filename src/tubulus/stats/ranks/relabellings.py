"""Relabellings of the arms: all of them where they are few, random ones where they are not."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
from numpy.random import Generator

from tubulus.stats.missing import Vector

__all__ = ["compute_permutation_p_value", "count_relabellings"]

# Relabellings at once: at 40 + 40 participants and a matrix product they take some MB.
_CHUNK = 2000
# Statistics closer than this, relative to the observed one, tie; rounding must not separate them.
_TIE = 1e-10


def count_relabellings(n: int, n_1: int) -> int:
    """Count the ways to name n_1 of n participants the first arm."""
    return math.comb(n, n_1)


def compute_permutation_p_value(
    compute_statistic: Callable[[Vector], Vector],
    observed: Vector,
    *,
    draws: int,
    generator: Generator,
) -> float:
    """Compute the share of relabellings with a statistic at least as large as the observed one.

    Parameters
    ----------
    compute_statistic : callable
        From memberships, shape (b, n), 1 in the first arm and 0 in the comparator, to statistics,
        shape (b,), large where the arms differ; infinite allowed.
    observed : ndarray, shape (n,)
        Membership observed.
    draws : int
        Where no more relabellings exist all are taken and the generator is left alone.
    generator : numpy.random.Generator
        Source of the random relabellings.

    Notes
    -----
    Drawn p = (1 + extreme) / (1 + draws), which keeps the size of the test (Phipson and Smyth
    2010); enumerated p = extreme / all, the observed labels among them.
    """
    if draws < 1:
        raise ValueError(f"a permutation test needs at least one draw, not {draws}")
    n, n_1 = observed.size, int(observed.sum())
    limit = float(compute_statistic(observed[None, :])[0])
    limit -= _TIE * abs(limit) if math.isfinite(limit) else 0.0
    every = count_relabellings(n, n_1)
    exact = every <= draws
    chunks = _enumerate(n, n_1, every) if exact else _draw(n, n_1, draws, generator)
    extreme = sum(int((compute_statistic(chunk) >= limit).sum()) for chunk in chunks)
    return extreme / every if exact else (1 + extreme) / (1 + draws)


def _enumerate(n: int, n_1: int, every: int) -> Iterator[Vector]:
    members = np.array(list(combinations(range(n), n_1)), dtype=np.int64).reshape(every, n_1)
    for start in range(0, every, _CHUNK):
        yield _mark(members[start : start + _CHUNK], n)


def _draw(n: int, n_1: int, draws: int, generator: Generator) -> Iterator[Vector]:
    for start in range(0, draws, _CHUNK):
        order = np.argsort(generator.random((min(_CHUNK, draws - start), n)), axis=1)
        yield _mark(order[:, :n_1], n)


def _mark(members: np.ndarray[tuple[int, ...], np.dtype[np.int64]], n: int) -> Vector:
    marked = np.zeros((members.shape[0], n))
    np.put_along_axis(marked, members, 1.0, axis=1)
    return marked
