"""Measure the random walk with restart against networkx and igraph on BioGRID, in one run.

1,000 seeds here; fewer for the peers, and processor seconds a seed are compared (networkx and
igraph walk one seed at a time). Same graph, restart and normalisation (damping 0.85, column). All
are held to the same accuracy: networkx gets the loosest tolerance of a decade at which its scores
are within 1e-6 of the exact ones, igraph (PRPACK) has no such setting. Exact means solved to
1e-12 here and checked by its own residual. The time to read and prepare the graph is counted for
nobody. Both peers come from the environment whose Python is named by the first argument; without
it only this package is timed. Without ../shared there is nothing to do. Writes
build/bench/random_walk.json.
"""

from __future__ import annotations

import os

# one thread on every side; before numpy is loaded
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from tubulus.screen.network import Network, compute_random_walk, read_network

EDGES = Path(__file__).parents[2] / "shared/data/lr/network/biogrid_human_symbol_pairs.tsv.gz"
SEED, SEEDS, TURNS, NETWORKX_SEEDS, IGRAPH_SEEDS = 20250611, 1_000, 3, 10, 40
DAMPING, TOLERANCE = 0.85, 1e-6


def measure_own(network: Network, seeds: list[str]) -> tuple[list[float], np.ndarray, float]:
    """Return the processor seconds of each turn, the scores and their bound."""
    compute_random_walk(network, seeds[:2], restart=1 - DAMPING, tolerance=TOLERANCE)
    seconds = []
    for _ in range(TURNS):
        start = time.process_time()
        walk = compute_random_walk(network, seeds, restart=1 - DAMPING, tolerance=TOLERANCE)
        seconds.append(time.process_time() - start)
    return seconds, walk.scores, walk.error_bound


def run_peers(python: str, network: Network, seeds: list[str], exact: np.ndarray) -> dict:
    """Return seconds a seed and largest differences of the peers."""
    place = network.find(seeds)
    edges = network.weights.tocoo()
    upper = edges.row < edges.col
    with tempfile.TemporaryDirectory() as folder:
        np.savez(
            Path(folder, "graph.npz"),
            ends=np.column_stack([edges.row[upper], edges.col[upper]]),
            seeds=[place[seed] for seed in seeds[:IGRAPH_SEEDS]],
            exact=exact[:, :IGRAPH_SEEDS],
        )
        script = Path(__file__).parent / "peers" / "random_walk.py"
        command = [python, str(script), folder, str(NETWORKX_SEEDS), str(IGRAPH_SEEDS)]
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return json.loads(done.stdout)


def main() -> None:
    """Measure, print and write."""
    if not EDGES.exists():
        print("skipped: the BioGRID edges are not beside the repository")
        return
    network = read_network(EDGES)
    rng = np.random.default_rng(SEED)
    seeds = [network.nodes[i] for i in rng.choice(len(network.nodes), SEEDS, replace=False)]
    print(network.counts)
    seconds, scores, bound = measure_own(network, seeds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
    exact = compute_random_walk(network, seeds, restart=1 - DAMPING, tolerance=1e-12).scores
    gap = float(np.abs(scores - exact).max())
    own = statistics.median(seconds)
    print(f"tubulus {own:.2f} s for {SEEDS} seeds ({min(seconds):.2f} to {max(seconds):.2f})")
    print(f"largest error {gap:.1e}, stated bound {bound:.1e}, peak memory {peak:.0f} MB")
    result: dict[str, object] = {"seconds": own, "turns": seconds, "error": gap, "bound": bound}
    if len(sys.argv) < 2:
        print("no Python of an environment with networkx and igraph was named: nobody to compare")
    else:
        peers = run_peers(sys.argv[1], network, seeds, exact)
        # the busy machine may have changed meanwhile: measure again and take the slower half
        again = statistics.median(measure_own(network, seeds)[0])
        slower = max(own, again) / SEEDS
        print(f"tubulus after the peers {again:.2f} s; {peers.pop('versions')}")
        for name, peer in peers.items():
            peer["ratio"] = peer["seconds_a_seed"] / slower
            print(
                f"  {name}: {1000 * peer['seconds_a_seed']:.1f} ms a seed, {peer['ratio']:.1f} x "
                f"as long, largest difference from exact {peer['largest_difference']:.1e}"
            )
        result |= {"again": again, "peers": peers}
    result |= {"peak_mb": peak}
    path = Path("build/bench/random_walk.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
