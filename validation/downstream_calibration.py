"""Error rates of the downstream test on BioGRID: hubs must not win.

    python validation/downstream_calibration.py [--sets 200]

Needs ../shared; prints rates of p <= alpha with Monte Carlo errors, over random receptors and
random gene sets, by degree of the receptor; and, for contrast, what reach alone would call. A few
minutes on one core. Gene sets are drawn at random, or as nodes that have the degrees of the genes
of spermatogenesis; receptors are those of the shipped pair table.
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path

import numpy as np

from tubulus.core.seeds import make_generator
from tubulus.screen.gene_sets import load_gene_set
from tubulus.screen.network import Network, compute_reach_tests, read_network
from tubulus.screen.network.reach import match_by_degree
from tubulus.screen.reference import load_pairs

EDGES = Path(__file__).parents[2] / "shared/data/lr/network/biogrid_human_symbol_pairs.tsv.gz"
SEED, GENES = 20261122, 150
ALPHAS = (0.01, 0.05, 0.1)


def draw_genes(network: Network, rng: np.random.Generator, *, alike: bool) -> list[str]:
    """Draw a gene set: any nodes, or nodes with the degrees of spermatogenesis genes."""
    if not alike:
        return [network.nodes[i] for i in rng.choice(len(network.nodes), GENES, replace=False)]
    degree = network.count_neighbours()
    place = network.find(load_gene_set("spermatogenesis").genes)
    model = rng.choice(sorted(place.values()), GENES, replace=False)
    every = np.arange(len(network.nodes))
    drawn = {int(rng.choice(match_by_degree(degree, int(i), every, 30))) for i in model}
    return [network.nodes[i] for i in sorted(drawn)]


def collect(network: Network, receptors: list[str], sets: int, *, alike: bool, pool):
    """Return p (sets, receptors) and whether reach is in the top 5 % of all receptors."""
    rows, tops = [], []
    for i in range(sets):
        rng = make_generator(SEED, "downstream", str(alike), str(i))
        genes = draw_genes(network, rng, alike=alike)
        tests = compute_reach_tests(network, receptors, genes, pool=pool)
        rows.append([np.nan if t.p is None else t.p for t in tests])
        reach = np.array([np.nan if t.reach is None else t.reach for t in tests])
        tops.append(reach >= np.quantile(reach, 0.95))
    return np.array(rows), np.array(tops)


def report(name: str, p: np.ndarray, top: np.ndarray, degree: np.ndarray) -> None:
    print(name)
    edges = np.quantile(degree, (0, 0.25, 0.5, 0.75, 0.9, 0.98, 1))
    groups = [("all", np.ones(degree.size, bool))]
    groups += [
        (f"degree {low:.0f}-{high:.0f}", (degree >= low) & (degree <= high))
        for low, high in pairwise(edges)
    ]
    for label, chosen in groups:
        cells = []
        for alpha in ALPHAS:
            each = (p[:, chosen] <= alpha).mean(axis=1)
            se = each.std(ddof=1) / np.sqrt(each.size)
            # receptors are a sample too: rates differ between them
            over = (p[:, chosen] <= alpha).mean(axis=0)
            se = np.hypot(se, over.std(ddof=1) / np.sqrt(over.size))
            word = "held" if each.mean() <= alpha + 3 * se else "NOT HELD"
            cells.append(f"{alpha:g}: {each.mean():.4f} (SE {se:.4f}, {word})")
        naive = top[:, chosen].mean()
        print(
            f"  {label:18} n={chosen.sum():4d}  {'; '.join(cells)}; "
            f"reach alone, top 5 %: {naive:.3f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, default=200)
    sets = parser.parse_args().sets
    if not EDGES.exists():
        print("skipped: the BioGRID edges are not beside the repository")
        return
    network = read_network(EDGES)
    receptors = sorted(network.find(load_pairs()["receptor"].unique().to_list()))
    degree = network.count_neighbours()[[network.find([r])[r] for r in receptors]]
    print(f"{len(receptors)} receptors, {sets} gene sets of {GENES}, seed {SEED}")
    for pool, words in ((None, "all nodes"), (receptors, "the receptors of the pair table")):
        for alike in (False, True):
            p, top = collect(network, receptors, sets, alike=alike, pool=pool)
            kind = "with the degrees of spermatogenesis genes" if alike else "of any nodes"
            report(f"gene sets {kind}, compared with {words}", p, top, degree)


if __name__ == "__main__":
    main()
