"""Downstream reach of a receptor to a set of genes, against nodes of like degree.

Hubs reach everything. What counts is whether a receptor reaches the genes more than other nodes
that have about as many neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tubulus.screen.network.directed import iterate_contraction, scale_by_outflow
from tubulus.screen.network.edges import Network
from tubulus.screen.network.walk import compute_random_walk

__all__ = ["ReachTest", "compute_reach", "compute_reach_tests", "match_by_degree"]

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
_TOLERANCE = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class _Reached:
    """Reach and degree of all nodes."""

    degree: Places
    reach: Floats
    net: Floats | None


@dataclass(frozen=True, slots=True)
class ReachTest:
    """The reach of one receptor, and how it stands among matched nodes.

    Parameters
    ----------
    receptor : str
        Symbol.
    state : {"tested", "unknown"}
        Unknown where the network does not hold the receptor or nothing can be compared.
    reason : str
        Why the state is unknown; empty otherwise.
    degree : int or None
        Number of neighbours.
    reach : float or None
        Share of the walk's visits that fall on the genes (the receptor itself left out).
    net_reach : float or None
        The same with the sign of the path, on a signed network.
    matched : int
        Nodes compared with.
    expected : float or None
        Mean reach of these.
    p : float or None
        (1 + matched nodes that reach at least as far) / (1 + matched nodes).
    smallest_p : float or None
        The least that ``p`` can be.
    """

    receptor: str
    state: str
    reason: str
    degree: int | None = None
    reach: float | None = None
    net_reach: float | None = None
    matched: int = 0
    expected: float | None = None
    p: float | None = None
    smallest_p: float | None = None


def compute_reach(
    network: Network, genes: Iterable[str], *, restart: float = 0.15
) -> tuple[Floats, Floats | None]:
    """Compute for each node the share of its walk's visits that fall on a set of genes.

    Parameters
    ----------
    network : Network
        Directed or undirected, signed or not.
    genes : iterable of str
        The set; genes that are no node are left out.
    restart : float
        Probability to return to the start.

    Returns
    -------
    reach : ndarray, shape (n_nodes,)
    net_reach : ndarray or None
        Visits after an even minus after an odd number of negative edges; None where unsigned.

    Notes
    -----
    The reach of all nodes is one solution of the transposed system,
    z = damping P' z + (1 - damping) 1_genes, instead of a walk from each of them. Error at most
    1e-9 by the contraction in the largest norm.
    """
    if not 0.0 < restart < 1.0:
        raise ValueError(f"restart must lie between 0 and 1, not {restart}")
    damping = 1.0 - restart
    target = np.zeros((len(network.nodes), 2))
    target[sorted(network.find(genes).values()), 0] = restart
    # the second column is the mass that does not get lost on nodes without way out
    target[:, 1] = restart
    step = sparse.csr_array(scale_by_outflow(network.weights, network.weights).T)
    both, _, _ = iterate_contraction(step, target, damping, _TOLERANCE, axis_norm="max")
    reach = both[:, 0] / both[:, 1]
    if network.signs is None:
        return reach, None
    signed = sparse.csr_array(scale_by_outflow(network.signs, network.weights).T)
    net, _, _ = iterate_contraction(signed, target[:, :1], damping, _TOLERANCE, axis_norm="max")
    return reach, net[:, 0] / both[:, 1]


def match_by_degree(degree: Places, node: int, pool: Places, size: int) -> Places:
    """Find the nodes of a pool whose degree is nearest to that of a node.

    Parameters
    ----------
    degree : ndarray of int, shape (n,)
        Number of neighbours of each node.
    node : int
        The node; it is left out of the answer.
    pool : ndarray of int
        Nodes to choose from.
    size : int
        How many; all nodes tied with the last one are taken too.

    Notes
    -----
    Distance is the difference of log(1 + degree), so that 5 and 10 are as far apart as 500 and
    1,000.
    """
    others = pool[pool != node]
    distance = np.abs(np.log1p(degree[others]) - np.log1p(degree[node]))
    if others.size <= size:
        return np.asarray(others, dtype=np.int64)
    farthest = np.partition(distance, size - 1)[size - 1]
    return np.asarray(others[distance <= farthest + 1e-12], dtype=np.int64)


def compute_reach_tests(
    network: Network,
    receptors: Sequence[str],
    genes: Iterable[str],
    *,
    pool: Iterable[str] | None = None,
    matched: int = 200,
    restart: float = 0.15,
) -> tuple[ReachTest, ...]:
    """Test whether receptors reach a set of genes more than nodes of like degree.

    Parameters
    ----------
    network : Network
        Directed or undirected, signed or not.
    receptors : sequence of str
        Receptors, in the order of the answer.
    genes : iterable of str
        Downstream genes, for instance those of spermatogenesis.
    pool : iterable of str, optional
        Nodes to compare with, for instance all surface receptors; all nodes where left out.
        Genes of the set and nodes without an edge are never compared with.
    matched : int
        Number of nodes to compare with.
    restart : float
        Probability to return to the receptor.

    Returns
    -------
    tuple of ReachTest
        One for each receptor.

    Notes
    -----
    A rank among all matched nodes, so the p is exact for the question asked ("does a node drawn
    from them reach as far?") and needs no random numbers. A receptor that is itself one of the
    genes does not count its own visits.
    """
    if matched < 1:
        raise ValueError(f"matched must be at least 1, not {matched}")
    targets = frozenset(genes)
    degree = network.count_neighbours()
    place = network.find(receptors)
    reached = _Reached(degree, *compute_reach(network, targets, restart=restart))
    reached = _leave_out_itself(network, reached, place, targets, restart)
    compared = _select_pool(network, pool, targets, degree)
    known = bool(network.find(targets))
    return tuple(
        _rank(name, place.get(name), reached, compared, matched)
        if known
        else ReachTest(name, "unknown", "the network holds none of the genes")
        for name in receptors
    )


def _select_pool(
    network: Network, pool: Iterable[str] | None, targets: frozenset[str], degree: Places
) -> Places:
    names = network.nodes if pool is None else sorted(network.find(pool))
    place = network.find(set(names) - targets)
    chosen = np.array(sorted(place.values()), dtype=np.int64)
    return chosen[degree[chosen] > 0]


def _leave_out_itself(
    network: Network,
    reached: _Reached,
    place: dict[str, int],
    targets: frozenset[str],
    restart: float,
) -> _Reached:
    """Take the visits to itself from the reach of receptors that are among the genes."""
    both = sorted(place.keys() & targets)
    if not both:
        return reached
    walk = compute_random_walk(network, both, restart=restart, tolerance=1e-9)
    rows = np.array([place[name] for name in both])
    columns = np.arange(rows.size)
    reach, net = reached.reach.copy(), reached.net
    reach[rows] -= walk.scores[rows, columns]
    if net is not None and walk.net is not None:
        net = net.copy()
        net[rows] -= walk.net[rows, columns]
    return _Reached(reached.degree, reach, net)


def _rank(
    name: str,
    node: int | None,
    reached: _Reached,
    pool: Places,
    size: int,
) -> ReachTest:
    if node is None:
        return ReachTest(name, "unknown", "the network does not hold the receptor")
    degree, reach, net = reached.degree, reached.reach, reached.net
    if degree[node] == 0:
        return ReachTest(name, "unknown", "the receptor has no edge in the network", 0)
    others = match_by_degree(degree, node, pool, size)
    if not others.size:
        return ReachTest(name, "unknown", "no node to compare with", int(degree[node]))
    own = float(reach[node])
    # solutions are good to 1e-9: nearer than that is a tie, and ties count against the receptor
    as_far = int((reach[others] >= own - 1e-9).sum())
    return ReachTest(
        receptor=name,
        state="tested",
        reason="",
        degree=int(degree[node]),
        reach=max(own, 0.0),
        net_reach=None if net is None else float(net[node]),
        matched=int(others.size),
        expected=float(reach[others].mean()),
        p=(1 + as_far) / (1 + others.size),
        smallest_p=1 / (1 + others.size),
    )
