"""Rewire a bipartite graph and keep every degree: the null model of the pairing.

The ligand-receptor table keeps how many receptors each ligand has and how many ligands each
receptor has; who is paired with whom is drawn anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tubulus.screen.network.kernels import load_kernels

__all__ = ["PairingTest", "iterate_rewired", "list_columns", "simulate_pairing"]

Incidence = NDArray[np.bool_]
Places = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class PairingTest:
    """Numbers of pairs between two chosen sets, against rewired graphs.

    Parameters
    ----------
    observed : ndarray of int, shape (n_receptors,)
        Chosen ligands that each receptor is paired with.
    expected : ndarray, shape (n_receptors,)
        Mean over the rewired graphs.
    p : ndarray, shape (n_receptors,)
        (1 + graphs with at least as many) / (1 + graphs).
    total_observed : int
        Pairs between the chosen ligands and the chosen receptors.
    total_expected, total_p : float
        The same for the total.
    smallest_p : float
        The least that a p can be.
    graphs : int
        Rewired graphs.
    moved : float
        Share of the pairs of the last graph that the observed graph does not hold: shows how far
        the chain went.
    """

    observed: NDArray[np.int64]
    expected: NDArray[np.float64]
    p: NDArray[np.float64]
    total_observed: int
    total_expected: float
    total_p: float
    smallest_p: float
    graphs: int
    moved: float


def iterate_rewired(
    incidence: Incidence, rng: Generator, *, graphs: int, trades: int | None = None
) -> Iterator[Incidence]:
    """Draw rewired graphs with the degrees of the given one.

    Parameters
    ----------
    incidence : ndarray of bool, shape (n_ligands, n_receptors)
        The pairs.
    rng : numpy.random.Generator
        Source of randomness.
    graphs : int
        Number of graphs.
    trades : int, optional
        Trades between two graphs; one for each node of the smaller side where left out.

    Yields
    ------
    ndarray of bool, shape (n_ligands, n_receptors)

    Notes
    -----
    The given graph stands at a random place of the chain, and the chain runs from there in both
    directions. Together with the given graph the draws are then exchangeable under the null, and
    the rank p is valid however slowly the chain mixes (Besag and Clifford, Biometrika
    1989;76:633-642). Slow mixing costs power only.
    """
    if graphs < 1:
        raise ValueError(f"graphs must be at least 1, not {graphs}")
    transposed = incidence.shape[0] > incidence.shape[1]
    table = incidence.T if transposed else incidence
    number = table.shape[0] if trades is None else trades
    backward = int(rng.integers(0, graphs + 1))
    mark = np.zeros(table.shape[1], np.int32)
    kernels = load_kernels("trades")
    for length in (backward, graphs - backward):
        starts, columns = list_columns(table)
        rows = np.repeat(np.arange(table.shape[0]), np.diff(starts))
        for _ in range(length):
            kernels.rewire(starts, columns, mark, rng, number)
            graph = np.zeros(table.shape, dtype=np.bool_)
            graph[rows, columns] = True
            yield graph.T if transposed else graph


def list_columns(table: Incidence) -> tuple[Places, Places]:
    """List the columns of each row, and where each row begins among them."""
    starts = np.concatenate([[0], table.sum(axis=1).cumsum()]).astype(np.int32)
    return starts, np.nonzero(table)[1].astype(np.int32)


def simulate_pairing(
    incidence: Incidence,
    ligands: Incidence,
    receptors: Incidence,
    rng: Generator,
    *,
    graphs: int = 1_000,
    trades: int | None = None,
) -> PairingTest:
    """Test whether chosen ligands and receptors are paired more than their degrees imply.

    Parameters
    ----------
    incidence : ndarray of bool, shape (n_ligands, n_receptors)
        All pairs of the table.
    ligands : ndarray of bool, shape (n_ligands,)
        Chosen ligands, for instance the cargo.
    receptors : ndarray of bool, shape (n_receptors,)
        Chosen receptors, for instance those of the tissue.
    rng : numpy.random.Generator
        Source of randomness.
    graphs : int
        Rewired graphs.
    trades : int, optional
        Trades between two graphs.

    Notes
    -----
    Where all ligands or all receptors are chosen the degrees fix the total, and its p is 1.

    This tests the pairing, not the cargo. Real tables pair families with families, which rewiring
    dissolves: on LIANA's consensus table (4,620 pairs) 15 % of 300 random sets of ligands had a
    total p of at most 0.05 with the receptors of the seminiferous tubule. Whether a cargo is
    unusual needs random cargo sets: :mod:`tubulus.screen.network.pairing`.
    """
    observed = incidence[ligands].sum(axis=0, dtype=np.int64)
    total = int(observed[receptors].sum())
    hits, added = np.zeros_like(observed), np.zeros(observed.size)
    total_hits = total_added = 0
    moved = 0.0
    for graph in iterate_rewired(incidence, rng, graphs=graphs, trades=trades):
        number = graph[ligands].sum(axis=0, dtype=np.int64)
        hits += number >= observed
        added += number
        drawn = int(number[receptors].sum())
        total_hits += drawn >= total
        total_added += drawn
        moved = float((incidence & ~graph).sum()) / max(int(incidence.sum()), 1)
    return PairingTest(
        observed=observed,
        expected=added / graphs,
        p=(1 + hits) / (1 + graphs),
        total_observed=total,
        total_expected=total_added / graphs,
        total_p=(1 + total_hits) / (1 + graphs),
        smallest_p=1 / (1 + graphs),
        graphs=graphs,
        moved=moved,
    )
