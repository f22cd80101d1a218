"""Random walk with restart from many seeds at once, with a bound on the error of each score.

A walker stands on a seed, follows edges in proportion to their weight, and at each step returns to
the seed with the restart probability. The score of a node is how often the walker stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tubulus.screen.network.directed import walk_directed
from tubulus.screen.network.edges import Network
from tubulus.screen.network.undirected import UndirectedWalk

__all__ = ["Normalisation", "RandomWalk", "compute_random_walk", "iterate_random_walk"]

Floats = NDArray[np.float64]
Normalisation = Literal["column", "symmetric"]
Seed = str | Sequence[str]

# 64 single-precision scores of a node are 256 bytes; wider blocks leave the cache (measured)
_BLOCK = 64


@dataclass(frozen=True, slots=True, eq=False)
class RandomWalk:
    """Scores of all nodes for some seeds.

    Parameters
    ----------
    nodes : tuple of str
        Rows.
    seeds : tuple
        Columns: a node, or several that share the restart equally.
    scores : ndarray, shape (n_nodes, n_seeds)
        How often the walker stands on a node.
    net : ndarray or None
        Signed networks only: visits after an even number of negative edges minus visits after an
        odd number.
    error_bound : float
        No score is further than this from the exact one.
    iterations : int
        Products with the network, the most of any block of seeds.
    """

    nodes: tuple[str, ...]
    seeds: tuple[Seed, ...]
    scores: Floats
    net: Floats | None
    error_bound: float
    iterations: int


def compute_random_walk(
    network: Network,
    seeds: Sequence[Seed],
    *,
    restart: float = 0.15,
    normalisation: Normalisation = "column",
    tolerance: float = 1e-6,
) -> RandomWalk:
    """Compute the random walk with restart from each seed.

    Parameters
    ----------
    network : Network
        Undirected, or directed with ``normalisation="column"``; signed or not.
    seeds : sequence of str or of sequences of str
        Nodes of the network. Several nodes in one seed share the restart equally.
    restart : float
        Probability to return, in (0, 1); 1 - ``alpha`` of networkx and igraph.
    normalisation : {"column", "symmetric"}
        ``"column"``: W D^-1, scores are probabilities and sum to one, as in
        ``networkx.pagerank(personalization=...)``; a node without way out sends the walker to the
        seed. ``"symmetric"``: D^-1/2 W D^-1/2, scores are symmetric between seed and node, favour
        hubs less and are no probabilities; undirected networks only.
    tolerance : float
        Largest allowed error of any score.

    Raises
    ------
    ValueError
        If a seed is no node, no seed is named, or a setting does not fit.

    Notes
    -----
    The memory is that of the result and a block of 64 seeds; for less, use
    :func:`iterate_random_walk`. The bound comes from the residual r of the solved system and the
    contraction of the walk. In the undirected case, with N = D^-1/2 W D^-1/2, a = 1 - restart and
    d the degree, the error e_i is at most a sqrt(d_i) norm(N_i) norm(D^-1/2 r) / (1 - a) after one
    refining step; in the directed case the sum of the errors' sizes is at most a / (1 - a) times
    that of the last change. On a signed network a walker changes layer when it follows a negative
    edge; ``scores`` adds both layers and ``net`` takes their difference.
    Tong, Faloutsos and Pan, ICDM 2006 (random walk with restart); Vanunu et al., PLoS Comput Biol
    2010;6:e1000641 (symmetric form).
    """
    size = (len(network.nodes), len(seeds))
    scores = np.empty(size)
    net = None if network.signs is None else np.empty(size)
    error_bound, iterations, done = 0.0, 0, 0
    for block in iterate_random_walk(
        network, seeds, restart=restart, normalisation=normalisation, tolerance=tolerance
    ):
        columns = slice(done, done + len(block.seeds))
        scores[:, columns] = block.scores
        if net is not None and block.net is not None:
            net[:, columns] = block.net
        error_bound = max(error_bound, block.error_bound)
        iterations = max(iterations, block.iterations)
        done = columns.stop
    return RandomWalk(network.nodes, tuple(seeds), scores, net, error_bound, iterations)


def iterate_random_walk(
    network: Network,
    seeds: Sequence[Seed],
    *,
    restart: float = 0.15,
    normalisation: Normalisation = "column",
    tolerance: float = 1e-6,
) -> Iterator[RandomWalk]:
    """Compute the random walks block by block, 64 seeds each, as :func:`compute_random_walk`."""
    _require_settings(network, restart, normalisation, tolerance)
    places = _find_seeds(network, seeds)
    damping = 1.0 - restart
    undirected = None if network.directed else UndirectedWalk(network, damping, normalisation)
    for begin in range(0, len(places), _BLOCK):
        chosen = _place_restart(places[begin : begin + _BLOCK], len(network.nodes))
        if undirected is None:
            scores, net, bound, used = walk_directed(network, chosen, damping, tolerance)
        else:
            scores, net, bound, used = undirected.walk(chosen, tolerance)
        yield RandomWalk(
            nodes=network.nodes,
            seeds=tuple(seeds[begin : begin + _BLOCK]),
            scores=scores,
            net=net,
            error_bound=bound,
            iterations=used,
        )


def _require_settings(
    network: Network, restart: float, normalisation: Normalisation, tolerance: float
) -> None:
    if not 0.0 < restart < 1.0:
        raise ValueError(f"restart must lie between 0 and 1, not {restart}")
    if not tolerance > 0.0:
        raise ValueError(f"tolerance must be above 0, not {tolerance}")
    if network.directed and normalisation == "symmetric":
        raise ValueError("the symmetric normalisation needs an undirected network")


def _find_seeds(network: Network, seeds: Sequence[Seed]) -> list[list[int]]:
    named = [[seed] if isinstance(seed, str) else sorted(set(seed)) for seed in seeds]
    if not named or not all(named):
        raise ValueError("name at least one seed, and at least one node in each")
    place = network.find({name for names in named for name in names})
    lost = sorted({name for names in named for name in names} - place.keys())
    if lost:
        raise ValueError(f"{len(lost)} seeds are no nodes of the network: {', '.join(lost[:5])}")
    return [[place[name] for name in names] for names in named]


def _place_restart(places: list[list[int]], nodes: int) -> sparse.csc_array:
    rows = np.concatenate(places)
    size = np.array([len(each) for each in places])
    columns = np.repeat(np.arange(size.size), size)
    return sparse.csc_array((1.0 / size[columns], (rows, columns)), shape=(nodes, size.size))
