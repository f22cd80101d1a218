"""The nulls that match less or more: uniform, of other widths, and on detection frequency."""

from __future__ import annotations

import numpy as np
import polars as pl

from calibration.bench import SKEWS, Bench, Generator, make_bench, make_generators
from calibration.judging import show_rates
from calibration.rounds import SEED, Rounds
from tubulus.core.seeds import make_generator
from tubulus.screen.nulls.simulated_cargo import simulate_cargo
from tubulus.screen.settings import ScreenSettings

__all__ = ["tabulate_detection", "tabulate_uniform", "tabulate_widths"]


def _test_both(
    rounds: Rounds, generator: Generator, label: str, replicates: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the closed-form p of all pairs and of receptors."""
    overall, receptors = [], []
    for i in range(replicates):
        rng = make_generator(SEED, label, str(i))
        exact = rounds.test(rounds.lay_out(generator(rng)))
        overall.append(exact.overall)
        receptors.append(exact.receptors)
    return np.array(overall), np.array(receptors)


def tabulate_uniform(matched: Bench, replicates: int) -> list[str]:
    """Return the error rates of the uniform null, on uniform cargo and on what vesicles prefer."""
    rounds = Rounds(make_bench(ScreenSettings(null="uniform")))
    flat = np.zeros(len(matched.layout.genes))
    generators = {"any genes alike": lambda rng: simulate_cargo(flat, matched.size, rng)}
    generators |= make_generators(matched)
    lines = []
    for name, generator in generators.items():
        overall, receptors = _test_both(rounds, generator, f"uniform {name}", replicates)
        lines.append(f"| {name} | global | {show_rates(overall)} |")
        lines.append(f"| {name} | receptor | {show_rates(receptors)} |")
    return lines


def tabulate_detection(bench: Bench, replicates: int) -> list[str]:
    """Return error rates where ligands are found more often and cargo prefers what is found."""
    rng = make_generator(SEED, "detection")
    layout = bench.layout
    is_ligand = np.zeros(len(layout.genes))
    is_ligand[layout.ligand_gene] = 1.0
    n_lists = rng.poisson(np.exp(0.3 * np.log1p(bench.attention) + 0.7 * is_ligand - 1.0))
    detection = pl.DataFrame({"symbol": layout.genes, "n_lists": n_lists})
    weights = bench.weigh(0.5) + np.log1p(n_lists)
    lines = []
    for label, design in (
        ("matched", bench),
        ("matched_detection", make_bench(ScreenSettings(), detection)),
    ):
        overall, receptors = _test_both(
            Rounds(design),
            lambda rng: simulate_cargo(weights, bench.size, rng),
            "detection",
            replicates,
        )
        lines.append(f"| {label} | global | {show_rates(overall)} |")
        lines.append(f"| {label} | receptor | {show_rates(receptors)} |")
    return lines


def tabulate_widths(replicates: int) -> list[str]:
    """Return the global error rates by width of the strata."""
    lines = []
    for width in (10, 25, 100, 400):
        rounds = Rounds(make_bench(ScreenSettings(stratum_genes=width)))
        for name, exponent in SKEWS.items():
            weights, p = rounds.bench.weigh(exponent), []
            for i in range(replicates):
                rng = make_generator(SEED, "width", str(exponent), str(i))
                p.append(rounds.test_global(simulate_cargo(weights, rounds.bench.size, rng)))
            lines.append(f"| {width} | {name} | {show_rates(np.array(p))} |")
    return lines
