"""The random walk against networkx and igraph: weights, direction, dead ends, isolated nodes."""

import csv
from pathlib import Path

import pytest

from tubulus.screen.network import build_network, compute_random_walk

TABLE = Path(__file__).with_name("random_walk.csv")
EDGES = [
    *(("a", "b", 1.0), ("a", "c", 2.0), ("b", "c", 0.5), ("c", "d", 3.0), ("d", "e", 1.5)),
    *(("e", "f", 0.25), ("f", "c", 4.0), ("g", "a", 1.0), ("x", "y", 2.0)),
]


def read_cases():
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cases = {}
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        key = (row["directed"] == "1", float(row["damping"]), row["seed"])
        cases.setdefault(key, {})[row["node"]] = float(row["score"])
    return cases


CASES = read_cases()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_scores_equal_those_of_networkx_and_igraph(case):
    directed, damping, seed = case
    first, last, weights = zip(*EDGES, strict=True)
    network = build_network(first, last, weights, nodes=["lonely"], directed=directed)

    walk = compute_random_walk(
        network, [tuple(seed.split("+"))], restart=1 - damping, tolerance=1e-13
    )

    expected = [CASES[case][node] for node in network.nodes]
    assert walk.scores[:, 0] == pytest.approx(expected, abs=1e-12)
