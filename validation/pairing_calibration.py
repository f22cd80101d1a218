"""Error rates of the test of pairing on null cargo, and its power on a planted preference.

    python validation/pairing_calibration.py [--replicates 2000]

Prints rates with Monte Carlo standard errors. Shipped tables; all cargo is simulated. About three
minutes on one core. The rank among rewired tables alone is shown for what it does wrong.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np
import polars as pl

from tubulus.core.seeds import make_generator
from tubulus.screen.evidence import derive_gene_covariates
from tubulus.screen.inputs import ScreenInputs
from tubulus.screen.network.curveball import iterate_rewired
from tubulus.screen.network.pairing import (
    compute_rewired_expectation,
    lay_out_pairing,
    simulate_pairing_excess,
)
from tubulus.screen.nulls.simulated_cargo import simulate_cargo, simulate_stratified_cargo
from tubulus.screen.reference import load_builtin_cargo, load_builtin_receptors
from tubulus.screen.settings import ScreenSettings

SEED, SETS, GRAPHS = 20261122, 999, 1_000
ALPHAS = (0.001, 0.01, 0.05, 0.1)
CLASS_WEIGHT = {"secreted": 4.0, "surface": 2.5, "luminal": 1.0, "unknown": 0.3}
Draw = Callable[[np.random.Generator], np.ndarray]


class Bench:
    """The shipped tables, laid out with all receptors."""

    def __init__(self) -> None:
        settings = ScreenSettings()
        inputs = ScreenInputs(cargo=load_builtin_cargo(), receptors=load_builtin_receptors())
        covariates = derive_gene_covariates(inputs.genes, None, set_contaminants_aside=True)
        self.layout = lay_out_pairing(covariates, inputs.pairs, settings)
        universe = covariates.filter(pl.col("contaminant").is_null())
        present = inputs.receptors.filter(pl.col("state") == "present")["symbol"].to_list()
        self.receptors = np.isin(self.layout.receptors, present)
        listed = set(inputs.select_tested_cargo(settings)["symbol"].to_list())
        self.cargo = np.isin(self.layout.genes, list(listed))
        self.classes = np.log([CLASS_WEIGHT[name] for name in universe["topology"]])
        self.attention = np.log1p(universe["attention"].to_numpy())
        rng = make_generator(SEED, "pairing", "expectation")
        self.expectation = compute_rewired_expectation(self.layout.incidence, rng, GRAPHS)

    def draw_matched(self, weight: np.ndarray) -> Draw:
        drawn = self.layout.make_design_of(self.cargo).drawn
        return lambda rng: simulate_stratified_cargo(self.layout.strata, drawn, weight, rng)

    def draw_skewed(self, exponent: float) -> Draw:
        weight = self.classes + exponent * self.attention
        return lambda rng: simulate_cargo(weight, int(self.cargo.sum()), rng)

    def prefer(self, odds: float) -> np.ndarray:
        """Weigh genes: ligands with more pairs in the tissue than expected are likelier."""
        inside = self.layout.incidence[:, self.receptors].sum(axis=1)
        excess = inside - self.expectation.mean[:, self.receptors].sum(axis=1)
        weight = np.zeros(len(self.layout.genes))
        weight[self.layout.ligand_gene[excess > 0.5]] = np.log(odds)
        return weight


def test_cargo(bench: Bench, draw: Draw, label: str, replicates: int) -> np.ndarray:
    p = []
    for i in range(replicates):
        rng = make_generator(SEED, "pairing", label, str(i))
        design = bench.layout.make_design_of(draw(rng))
        p.append(
            simulate_pairing_excess(design, bench.receptors, bench.expectation, rng, sets=SETS).p
        )
    return np.array(p)


def rank_among_rewired(bench: Bench, draw: Draw, replicates: int) -> np.ndarray:
    """The p of each cargo against rewired tables alone, all cargo on the same tables."""
    rng = make_generator(SEED, "pairing", "rewired alone")
    sets = np.array([draw(rng)[bench.layout.ligand_gene] for _ in range(replicates)])
    observed = sets @ bench.layout.incidence[:, bench.receptors].sum(axis=1)
    hits = np.zeros(replicates)
    for graph in iterate_rewired(bench.layout.incidence, rng, graphs=GRAPHS):
        hits += sets @ graph[:, bench.receptors].sum(axis=1) >= observed
    return (1 + hits) / (1 + GRAPHS)


def describe(name: str, p: np.ndarray, *, planted: bool = False) -> str:
    cells = []
    for alpha in ALPHAS:
        rate = float((p <= alpha).mean())
        se = np.sqrt(max(rate * (1 - rate), alpha * (1 - alpha)) / p.size)
        held = "held" if rate <= alpha + 3 * se else "NOT HELD"
        cells.append(f"{alpha:g}: {rate:.4f} (SE {se:.4f}{'' if planted else ', ' + held})")
    return f"{name}\n    " + "\n    ".join(cells)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=2_000)
    replicates = parser.parse_args().replicates
    bench = Bench()
    shape = bench.layout.incidence.shape
    print(
        f"{shape[0]} ligands x {shape[1]} receptors, {int(bench.layout.incidence.sum())} pairs, "
        f"{int(bench.receptors.sum())} receptors chosen; {int(bench.cargo.sum())} cargo genes; "
        f"{replicates} cargo lists, {SETS} sets each; seed {SEED}"
    )
    flat = np.zeros(len(bench.layout.genes))
    generators = {
        "matched": bench.draw_matched(flat),
        "skewed, attention^0.5": bench.draw_skewed(0.5),
        "skewed, attention^1": bench.draw_skewed(1.0),
    }
    for name, draw in generators.items():
        print(describe(f"excess, {name}", test_cargo(bench, draw, name, replicates)))
    for name, draw in generators.items():
        print(
            describe(f"rewired tables alone, {name}", rank_among_rewired(bench, draw, replicates))
        )
    for odds in (2.0, 4.0):
        draw = bench.draw_matched(bench.prefer(odds))
        p = test_cargo(bench, draw, f"planted {odds}", replicates // 4)
        print(describe(f"excess, planted preference of odds {odds:g}", p, planted=True))


if __name__ == "__main__":
    main()
