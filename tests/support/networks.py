"""Random networks for tests; nobody's proteins."""

import numpy as np

from tubulus.screen.network.edges import build_network


def draw_edges(rng, nodes, edges):
    first = rng.integers(0, nodes, edges)
    last = (first + 1 + rng.integers(0, nodes - 1, edges)) % nodes
    return [f"n{i:03d}" for i in first], [f"n{i:03d}" for i in last]


def draw_network(seed=1, *, directed=False, signed=False, nodes=60, edges=150):
    rng = np.random.default_rng(seed)
    weights = rng.gamma(2.0, size=edges)
    if signed:
        weights *= rng.choice([-1.0, 1.0], edges)
    names = [f"n{i:03d}" for i in range(nodes)]
    ends = draw_edges(rng, nodes, edges)
    return build_network(*ends, weights, nodes=names, directed=directed, signed=signed)
