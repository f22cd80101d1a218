"""Error rates of the downstream tests on BioGRID: neither hubs nor the map must win.

    python validation/downstream_calibration.py [--sets 200] [--replicates 2000]

Needs ../shared; prints rates of p <= alpha with Monte Carlo errors, over random receptors and
random gene sets, by degree of the receptor; and, for contrast, what reach alone would call. A few
minutes on one core. Gene sets are drawn at random, or as nodes that have the degrees of the genes
of spermatogenesis; receptors are those of the shipped pair table.

Then the panel, all receptors of a cargo together, on null cargo on the shipped tables, with the
genes of spermatogenesis: the test of the screen, and ranks taken as uniform and independent, which
is shown for what it does wrong.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl

from tubulus.core.seeds import make_generator
from tubulus.screen.gene_sets import load_gene_set
from tubulus.screen.inputs import ScreenInputs
from tubulus.screen.network import (
    Network,
    compute_reach_tests,
    read_interactions,
    read_network,
)
from tubulus.screen.network.reach import match_by_degree
from tubulus.screen.network.reach_panel import compute_percentiles, simulate_reach_panel
from tubulus.screen.nulls.layout import NullLayout, lay_out_null
from tubulus.screen.nulls.simulated_cargo import simulate_cargo, simulate_stratified_cargo
from tubulus.screen.plan import plan_screen
from tubulus.screen.reference import load_builtin_cargo, load_builtin_receptors, load_pairs
from tubulus.screen.settings import ScreenSettings

EDGES = Path(__file__).parents[2] / "shared/data/lr/network/biogrid_human_symbol_pairs.tsv.gz"
SEED, GENES = 20261122, 150
ALPHAS = (0.01, 0.05, 0.1)
PANEL_ALPHAS, PANEL_SETS = (0.001, *ALPHAS), 999
CLASS_WEIGHT = {"secreted": 4.0, "surface": 2.5, "luminal": 1.0, "unknown": 0.3}
Draw = Callable[[np.random.Generator], np.ndarray]


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


class Panel:
    """The shipped cargo and map on the network, and cargo lists drawn in their likeness."""

    def __init__(self, network: Network) -> None:
        settings = ScreenSettings()
        inputs = ScreenInputs(load_builtin_cargo(), load_builtin_receptors())
        plan = plan_screen(inputs, settings)
        self.design = plan.design
        self.layout: NullLayout = lay_out_null(
            plan.covariates, inputs.pairs, inputs.receptors, settings
        )
        self.genes = load_gene_set("spermatogenesis").genes
        self.tests = compute_reach_tests(
            network,
            self.layout.receptors,
            self.genes,
            pool=inputs.pairs["receptor"].unique().to_list(),
        )
        universe = plan.covariates.filter(pl.col("contaminant").is_null())
        self.classes = np.log([CLASS_WEIGHT[name] for name in universe["topology"]])
        self.attention = np.log1p(universe["attention"].to_numpy())

    def make_generators(self) -> dict[str, Draw]:
        drawn, strata = self.design.drawn, self.layout.strata
        flat = np.zeros(strata.size)
        size = int(drawn.sum())
        draws: dict[str, Draw] = {
            "matched": lambda rng: simulate_stratified_cargo(strata, drawn, flat, rng)
        }
        for exponent in (0.5, 1.0):
            weight = self.classes + exponent * self.attention
            draws[f"skewed, attention^{exponent:g}"] = lambda rng, w=weight: simulate_cargo(
                w, size, rng
            )
        return draws

    def prefer(self, odds: float) -> Draw:
        """Draw ligands of receptors that reach far at higher odds, in the strata."""
        shares = np.nan_to_num(compute_percentiles(self.tests), nan=0.0)
        far = self.layout.incidence[:, shares > 0.8].any(axis=1)
        weight = np.zeros(self.layout.strata.size)
        weight[self.layout.ligand_gene[far]] = np.log(odds)
        drawn, strata = self.design.drawn, self.layout.strata
        return lambda rng: simulate_stratified_cargo(strata, drawn, weight, rng)

    def test(self, draw: Draw, label: str, replicates: int) -> tuple[np.ndarray, np.ndarray]:
        """Return p of the screen, and p of uniform independent ranks, of each list."""
        p, naive = [], []
        shares = compute_percentiles(self.tests)
        for i in range(replicates):
            rng = make_generator(SEED, "reach panel", label, str(i))
            design = self.layout.make_design_of(draw(rng))
            panel = simulate_reach_panel(self.tests, design, self.genes, rng, sets=PANEL_SETS)
            p.append(1.0 if panel is None else panel.p)
            met = (design.count_observed_partners() > 0) & np.isfinite(shares)
            uniform = rng.random((PANEL_SETS, int(met.sum()))).mean(axis=1)
            naive.append((1 + (uniform >= shares[met].mean()).sum()) / (1 + PANEL_SETS))
        return np.array(p), np.array(naive)


def describe_rates(name: str, p: np.ndarray, *, planted: bool = False) -> None:
    cells = []
    for alpha in PANEL_ALPHAS:
        rate = float((p <= alpha).mean())
        se = np.sqrt(max(rate * (1 - rate), alpha * (1 - alpha)) / p.size)
        held = "" if planted else ", held" if rate <= alpha + 3 * se else ", NOT HELD"
        cells.append(f"{alpha:g}: {rate:.4f} (SE {se:.4f}{held})")
    print(f"  {name:46} {'; '.join(cells)}")


def report_panel(network: Network, replicates: int) -> None:
    panel = Panel(network)
    shares = compute_percentiles(panel.tests)
    targets = np.isin(panel.layout.receptors, sorted(panel.genes))
    print(
        f"panel: {shares.size} tested receptors, {int(np.isfinite(shares).sum())} known to the "
        f"network, {int(targets.sum())} among the genes; mean percentile {np.nanmean(shares):.3f}, "
        f"of the others {np.nanmean(shares[~targets]):.3f}; {replicates} cargo lists of "
        f"{int(panel.design.drawn.sum())} genes, {PANEL_SETS} sets each"
    )
    rng = make_generator(SEED, "reach panel", "shipped cargo")
    print(f"  shipped cargo: {simulate_reach_panel(panel.tests, panel.design, panel.genes, rng)}")
    for name, draw in panel.make_generators().items():
        p, naive = panel.test(draw, name, replicates)
        describe_rates(f"random cargo, {name}", p)
        describe_rates(f"uniform independent ranks, {name}", naive)
    for odds in (2.0, 4.0):
        p, _ = panel.test(panel.prefer(odds), f"planted {odds}", max(50, replicates // 4))
        describe_rates(f"random cargo, planted preference, odds {odds:g}", p, planted=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, default=200)
    parser.add_argument("--replicates", type=int, default=2_000)
    asked = parser.parse_args()
    sets = asked.sets
    if not EDGES.exists():
        print("skipped: the BioGRID edges are not beside the repository")
        return
    network = read_network(EDGES)
    report_panel(read_interactions(EDGES).make_network(), asked.replicates)
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
