"""Run networkx and igraph, in their own environment, on the graph that the benchmark wrote.

Called as: python peers/random_walk.py FOLDER NETWORKX_SEEDS IGRAPH_SEEDS
The folder holds graph.npz: the ends of the edges, the seeds, and the exact scores of each seed in a
column. Prints one line of JSON: processor seconds a seed and the largest difference from the exact
scores. Imports and the building of the graphs are not timed.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import igraph
import networkx as nx
import numpy as np

DAMPING, ACCURACY = 0.85, 1e-6
# a decade each, from the default of networkx on
TOLERANCES = (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12)


def walk_networkx(graph: nx.Graph, seed: int, tolerance: float) -> np.ndarray:
    """Return the scores of one seed."""
    scores = nx.pagerank(graph, alpha=DAMPING, personalization={seed: 1.0}, tol=tolerance)
    return np.array([scores[i] for i in range(graph.number_of_nodes())])


def find_gap(found: list[np.ndarray], exact: np.ndarray) -> float:
    """Return the largest difference from the exact scores."""
    return max(float(np.abs(one - exact[:, k]).max()) for k, one in enumerate(found))


def run_networkx(graph: nx.Graph, seeds: list[int], exact: np.ndarray, tolerance: float) -> dict:
    """Walk from each seed at a tolerance."""
    start = time.process_time()
    found = [walk_networkx(graph, seed, tolerance) for seed in seeds]
    seconds = (time.process_time() - start) / len(seeds)
    return {
        "seconds_a_seed": seconds,
        "tolerance": tolerance,
        "largest_difference": find_gap(found, exact),
    }


def run_igraph(graph: igraph.Graph, seeds: list[int], exact: np.ndarray) -> dict:
    """Walk from each seed; PRPACK has no tolerance to set."""
    start = time.process_time()
    found = [graph.personalized_pagerank(reset_vertices=[s], damping=DAMPING) for s in seeds]
    seconds = (time.process_time() - start) / len(seeds)
    gap = find_gap([np.array(one) for one in found], exact)
    return {"seconds_a_seed": seconds, "largest_difference": gap}


def main() -> None:
    """Run both peers and print what they took."""
    folder, few, more = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    data = np.load(folder / "graph.npz")
    exact, seeds, ends = data["exact"], data["seeds"].tolist(), data["ends"].tolist()
    graph = nx.Graph()
    graph.add_nodes_from(range(exact.shape[0]))
    graph.add_edges_from(ends)
    for tolerance in TOLERANCES:
        tried = [walk_networkx(graph, seed, tolerance) for seed in seeds[:3]]
        if find_gap(tried, exact) < ACCURACY:
            break
    found = {
        "versions": {"networkx": nx.__version__, "igraph": igraph.__version__},
        "networkx at its default tolerance 1e-6": run_networkx(
            graph, seeds[:few], exact, TOLERANCES[0]
        ),
        "networkx": run_networkx(graph, seeds[:few], exact, tolerance),
        "igraph": run_igraph(igraph.Graph(n=exact.shape[0], edges=ends), seeds[:more], exact),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
