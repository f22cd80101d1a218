"""Write tests/golden/screen/random_walk.csv with networkx and igraph.

Run in an environment that has both: python validation/peers/random_walk.py
"""

from __future__ import annotations

import csv
from pathlib import Path

import igraph
import networkx

EDGES = [
    *[("a", "b", 1.0), ("a", "c", 2.0), ("b", "c", 0.5), ("c", "d", 3.0), ("d", "e", 1.5)],
    *[("e", "f", 0.25), ("f", "c", 4.0), ("g", "a", 1.0), ("x", "y", 2.0)],
]
NODES = ["a", "b", "c", "d", "e", "f", "g", "lonely", "x", "y"]
SEEDS = ["a", "e+x", "g", "lonely+b", "y"]
PATH = Path(__file__).parents[2] / "tests/golden/screen/random_walk.csv"


def walk(*, directed: bool, seed: str, damping: float) -> tuple[list[float], list[float]]:
    """Return the scores of networkx and of igraph, in the order of the nodes."""
    graph = networkx.DiGraph() if directed else networkx.Graph()
    graph.add_nodes_from(NODES)
    graph.add_weighted_edges_from(EDGES)
    restart = dict.fromkeys(seed.split("+"), 1.0)
    found = networkx.pagerank(
        graph, alpha=damping, personalization=restart, tol=1e-16, max_iter=10_000
    )
    place = {name: i for i, name in enumerate(NODES)}
    other = igraph.Graph(
        n=len(NODES), edges=[(place[a], place[b]) for a, b, _ in EDGES], directed=directed
    )
    ranks = other.personalized_pagerank(
        damping=damping,
        reset=[restart.get(name, 0.0) for name in NODES],
        weights=[weight for *_, weight in EDGES],
        directed=directed,
    )
    return [found[name] for name in NODES], ranks


def main() -> None:
    """Write the table."""
    rows, worst = [], 0.0
    for directed in (False, True):
        for damping in (0.85, 0.5):
            for seed in SEEDS:
                first, second = walk(directed=directed, seed=seed, damping=damping)
                for name, one, two in zip(NODES, first, second, strict=True):
                    rows.append([int(directed), damping, seed, name, repr(one)])
                    worst = max(worst, abs(one - two))
    with PATH.open("w", encoding="utf-8", newline="") as handle:
        handle.write(
            f"# origin: networkx {networkx.__version__}, pagerank(personalization, tol=1e-16); "
            f"largest distance to personalized_pagerank of igraph {igraph.__version__} "
            f"{worst:.0e}; written by validation/peers/random_walk.py\n"
        )
        handle.write("# tolerance: 1e-12 absolute, power iteration in double precision\n")
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["directed", "damping", "seed", "node", "score"])
        writer.writerows(rows)
    print(len(rows), worst)


if __name__ == "__main__":
    main()
