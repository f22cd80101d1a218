"""An interaction network as a weighted, optionally signed adjacency matrix.

What a list of edges holds besides edges (the same pair twice, a node with itself, two signs for
one pair, nodes without any edge) is settled here, by a stated rule, and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

__all__ = ["EdgeCounts", "Network", "build_network"]


@dataclass(frozen=True, slots=True)
class EdgeCounts:
    """What was found in a list of edges.

    Parameters
    ----------
    rows : int
        Rows given.
    edges : int
        Edges kept: pairs of different nodes, once each.
    duplicates : int
        Rows that repeat a pair; the largest weight is kept.
    self_loops : int
        Rows that join a node with itself; left out.
    sign_conflicts : int
        Pairs given with both signs; left out, because their sign is not known.
    isolated : int
        Nodes without an edge.
    """

    rows: int
    edges: int
    duplicates: int
    self_loops: int
    sign_conflicts: int
    isolated: int


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Nodes and weighted edges.

    Parameters
    ----------
    nodes : tuple of str
        Names in ascending order.
    weights : scipy.sparse.csr_array, shape (n, n)
        ``weights[i, j]`` is the positive weight of the edge from node i to node j; symmetric
        where the network is undirected.
    signs : scipy.sparse.csr_array or None
        Weights with their sign where the network is signed, in the same places.
    directed : bool
        Whether edges have a direction.
    counts : EdgeCounts
        What the list of edges held.
    """

    nodes: tuple[str, ...]
    weights: sparse.csr_array
    signs: sparse.csr_array | None
    directed: bool
    counts: EdgeCounts

    def find(self, names: Iterable[str]) -> dict[str, int]:
        """Find the places of names among the nodes; names that are no node are left out."""
        place = {name: i for i, name in enumerate(self.nodes)}
        return {name: place[name] for name in names if name in place}

    def count_neighbours(self) -> NDArray[np.int64]:
        """Count the neighbours of each node (edges out and in, where directed), shape (n,)."""
        number = np.diff(self.weights.indptr).astype(np.int64)
        if self.directed:
            number = number + np.bincount(self.weights.indices, minlength=len(self.nodes))
        return np.asarray(number, dtype=np.int64)


def build_network(
    sources: Sequence[str],
    targets: Sequence[str],
    weights: ArrayLike | None = None,
    *,
    nodes: Iterable[str] = (),
    directed: bool = False,
    signed: bool = False,
) -> Network:
    """Build a network from a list of edges.

    Parameters
    ----------
    sources, targets : sequence of str, length m
        Ends of each edge.
    weights : array_like, shape (m,), optional
        Finite and not zero; below zero only where ``signed``. 1 where left out.
    nodes : iterable of str
        Further nodes, which may have no edge.
    directed, signed : bool
        Kind of network.

    Raises
    ------
    ValueError
        If lengths differ, a weight is zero or not finite, or a weight of an unsigned network is
        below zero.
    """
    value = np.ones(len(sources)) if weights is None else np.asarray(weights, dtype=np.float64)
    _require_edges(len(sources), len(targets), value, signed=signed)
    names = tuple(sorted({*sources, *targets, *nodes}))
    place = {name: i for i, name in enumerate(names)}
    ends = np.array(
        [[place[name] for name in sources], [place[name] for name in targets]], dtype=np.int64
    ).reshape(2, -1)
    rows = ends.shape[1]
    loops = ends[0] == ends[1]
    ends, value = ends[:, ~loops], value[~loops]
    if not directed:
        ends = np.sort(ends, axis=0)
    first, last, kept, conflicts = _merge_duplicates(ends, value, len(names))
    duplicates = ends.shape[1] - first.size - conflicts
    matrix = _assemble(first, last, kept, len(names), directed=directed)
    degree = np.diff(matrix.indptr) + np.bincount(matrix.indices, minlength=len(names))
    return Network(
        nodes=names,
        weights=abs(matrix),
        signs=matrix if signed else None,
        directed=directed,
        counts=EdgeCounts(
            rows=rows,
            edges=first.size,
            duplicates=duplicates,
            self_loops=int(loops.sum()),
            sign_conflicts=conflicts,
            isolated=int((degree == 0).sum()),
        ),
    )


def _require_edges(sources: int, targets: int, value: NDArray[np.float64], *, signed: bool) -> None:
    if sources != targets or value.shape != (sources,):
        raise ValueError("sources, targets and weights must be equally long")
    if not np.isfinite(value).all() or (value == 0).any():
        raise ValueError("the weight of an edge must be finite and not zero")
    if not signed and (value < 0).any():
        raise ValueError("a weight below zero needs signed=True")


def _merge_duplicates(
    ends: NDArray[np.int64], value: NDArray[np.float64], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], int]:
    """Keep each pair once, at its largest weight; drop pairs given with both signs."""
    key, inverse = np.unique(ends[0] * size + ends[1], return_inverse=True)
    positive, negative = np.zeros(key.size), np.zeros(key.size)
    np.maximum.at(positive, inverse, np.maximum(value, 0.0))
    np.maximum.at(negative, inverse, np.maximum(-value, 0.0))
    clear = (positive == 0) | (negative == 0)
    # the rows of a conflicting pair beyond its first are duplicates like any other
    key, kept = key[clear], (positive - negative)[clear]
    return key // max(size, 1), key % max(size, 1), kept, int((~clear).sum())


def _assemble(
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    value: NDArray[np.float64],
    size: int,
    *,
    directed: bool,
) -> sparse.csr_array:
    if not directed:
        first, last = np.concatenate([first, last]), np.concatenate([last, first])
        value = np.concatenate([value, value])
    # 32-bit places: products with the matrix are limited by memory traffic
    places = (first.astype(np.int32), last.astype(np.int32))
    return sparse.csr_array((value, places), shape=(size, size))
