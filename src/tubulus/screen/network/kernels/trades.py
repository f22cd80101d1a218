"""Compiled trades between the rows of a bipartite table: the curveball."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.random import Generator
from numpy.typing import NDArray

__all__ = ["add_rewired", "rewire"]

Places = NDArray[np.int32]


@njit(cache=True)
def rewire(starts: Places, columns: Places, mark: Places, rng: Generator, trades: int) -> None:
    """Make trades between random pairs of rows, in place.

    Parameters
    ----------
    starts : ndarray of int, shape (n_rows + 1,)
        Where the columns of each row begin.
    columns : ndarray of int, shape (n_pairs,)
        The columns that each row is joined with, in any order.
    mark : ndarray of int, shape (n_columns,)
        Zeros; zeros again in the end.
    rng : numpy.random.Generator
        Source of randomness.
    trades : int
        Number of trades.

    Notes
    -----
    A trade keeps what two rows share and deals out what only one of them has at random, each row
    as many as before: all row and column sums stay. The chain is symmetric and its stationary
    distribution is uniform over graphs with these degrees (Strona et al., Nat Commun 2014;5:4114;
    Carstens, Phys Rev E 2015;91:042812).
    """
    rows = starts.size - 1
    if rows < 2:
        return
    pot = np.empty(2 * mark.size, np.int32)
    for _ in range(trades):
        a = rng.integers(0, rows)
        b = rng.integers(0, rows - 1)
        b += b >= a
        one, other = columns[starts[a] : starts[a + 1]], columns[starts[b] : starts[b + 1]]
        shared = _share(one, other, mark)
        first, only = one.size - shared, one.size + other.size - 2 * shared
        pot[:first] = one[shared:]
        pot[first:only] = other[shared:]
        # one hand is dealt, the shorter one, which is put first
        turned = 2 * first > only
        hand = only - first if turned else first
        for k in range(hand):
            pick = k + int(rng.random() * (only - k))
            pot[k], pot[pick] = pot[pick], pot[k]
        short, long = (other, one) if turned else (one, other)
        short[shared:] = pot[:hand]
        long[shared:] = pot[hand:only]


@njit(cache=True)
def _share(one: Places, other: Places, mark: Places) -> int:
    """Move what both rows hold to their fronts, and return how much that is."""
    for column in one:
        mark[column] = 1
    shared = 0
    for k in range(other.size):
        if mark[other[k]]:
            mark[other[k]] = 2
            other[shared], other[k] = other[k], other[shared]
            shared += 1
    front = 0
    for k in range(one.size):
        if mark[one[k]] == 2:
            one[front], one[k] = one[k], one[front]
            front += 1
    mark[one] = 0
    return shared


@njit(cache=True)
def add_rewired(
    table: tuple[Places, Places],
    counts: NDArray[np.int64],
    rng: Generator,
    graphs: int,
    trades: int,
) -> None:
    """Rewire again and again, and count how often each pair stands in a table.

    Parameters
    ----------
    table : tuple of ndarray
        Row starts and columns; rewired in place.
    counts : ndarray of int, shape (n_rows, n_columns)
        Counts, added to in place.
    rng : numpy.random.Generator
        Source of randomness.
    graphs, trades : int
        Tables to count, and trades before each.
    """
    starts, columns = table
    mark = np.zeros(counts.shape[1], np.int32)
    for _ in range(graphs):
        rewire(starts, columns, mark, rng, trades)
        for row in range(starts.size - 1):
            for k in range(starts[row], starts[row + 1]):
                counts[row, columns[k]] += 1
