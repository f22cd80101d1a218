"""Error rates of the tests, false discovery rates, and power on planted cargo."""

from __future__ import annotations

import numpy as np
from scipy.stats import kstest

from calibration.bench import Bench, plant
from calibration.judging import compute_rate, judge, show_rates
from calibration.rounds import SEED, Draws, Rounds
from tubulus.core.seeds import make_generator
from tubulus.screen.nulls.simulated_cargo import simulate_cargo, simulate_stratified_cargo

__all__ = [
    "PROCEDURES",
    "tabulate_any",
    "tabulate_errors",
    "tabulate_mixtures",
    "tabulate_power",
    "tabulate_worst",
]

PROCEDURES = ("q_receptor", "q", "fdr_exact", "fdr_permutation", "fdr_permutation_rows")
LEVEL = 0.05


def tabulate_errors(name: str, draws: Draws) -> list[str]:
    """Return a row a level: the rate of p at most alpha."""
    return [f"| {name} | {level} | {show_rates(p)} |" for level, p in draws.p.items()]


def tabulate_worst(name: str, draws: Draws) -> str:
    """Return the largest rate of one receptor and of one cell type."""
    cells, held = [], True
    for level in ("receptor, closed form", "cell type, closed form"):
        p = draws.p[level]
        rates = (p <= LEVEL).mean(axis=0)
        error = np.sqrt(LEVEL * (1 - LEVEL) / p.shape[0])
        above = int((rates > LEVEL + 3 * error).sum())
        held = held and not above
        cells.append(f"{rates.max():.4f} ({error:.4f}) | {above} of {rates.size}")
    ks = kstest(draws.randomised, "uniform").pvalue
    return f"| {name} | {' | '.join(cells)} | {'yes' if held else '**no**'} | {ks:.3f} |"


def tabulate_any(name: str, draws: Draws) -> str:
    """Return how often each procedure discovers anything."""
    found = [(draws.q[key] <= LEVEL).any(axis=1) for key in (*PROCEDURES, "q of cell types")]
    cells = ["{:.4f} ({:.4f})".format(*compute_rate(one)) for one in found]
    held = "yes" if all(judge(one, LEVEL) for one in found) else "**no**"
    return f"| {name} | {' | '.join(cells)} | {held} |"


def tabulate_mixtures(rounds: Rounds, replicates: int) -> list[str]:
    """Return FDR and true discoveries where some receptors are truly enriched."""
    bench = rounds.bench
    by_ligands = np.argsort(-bench.layout.incidence.sum(axis=0), kind="stable")
    few, many = by_ligands[1:4], by_ligands[::4]
    lines = []
    for label, receptors, odds, skewed in (
        ("3 receptors, odds 8", few, 8.0, False),
        ("every fourth receptor, odds 4", many, 4.0, False),
        ("3 receptors, odds 8, on skewed cargo", few, 8.0, True),
    ):
        weights, is_null = plant(bench, receptors, odds)
        draws = rounds.draw(_make_planted(bench, weights, skewed=skewed), label, replicates)
        lines += [_tabulate_mixture(bench, draws, label, name, is_null) for name in PROCEDURES]
    return lines


def _make_planted(bench: Bench, weights: np.ndarray, *, skewed: bool):
    if skewed:
        total = weights + bench.weigh(0.5)
        return lambda rng: simulate_cargo(total, bench.size, rng)
    strata, drawn = bench.layout.strata, bench.drawn
    return lambda rng: simulate_stratified_cargo(strata, drawn, weights, rng)


def _tabulate_mixture(
    bench: Bench, draws: Draws, label: str, procedure: str, is_null: np.ndarray
) -> str:
    """Return the false discovery rate of a procedure, over rows where it counts rows."""
    places = np.arange(bench.rows.size)
    if procedure in {"q_receptor", "fdr_exact", "fdr_permutation"}:
        places = np.unique(bench.rows, return_index=True)[1]
    found = draws.q[procedure][:, places] <= LEVEL
    null = is_null[bench.rows[places]]
    false = found[:, null].sum(axis=1)
    share = false / np.maximum(found.sum(axis=1), 1)
    true = found[:, ~null].sum(axis=1)
    rate, se = compute_rate(share)
    held = "yes" if judge(share, LEVEL, one=False) else "**no**"
    counted = f"{int(null.sum())} of {null.size}"
    return (
        f"| {label} | {procedure} | {counted} | {rate:.4f} ({se:.4f}) | {held} "
        f"| {true.mean():.2f} ({true.std(ddof=1) / np.sqrt(true.size):.2f}) |"
    )


def tabulate_power(rounds: Rounds, replicates: int) -> list[str]:
    """Return how often the closed forms find a planted enrichment."""
    bench, lines = rounds.bench, []
    layout = bench.layout
    target = int(layout.incidence.sum(axis=0).argmax())
    cell = int(layout.membership[target].argmax())
    row = int(np.flatnonzero(bench.rows == target)[0])
    own = layout.ligand_gene[layout.incidence[:, target]]
    ligands = {
        "all ligands": layout.ligand_gene,
        f"ligands of {layout.receptors[target]} ({own.size})": own,
    }
    for planted, genes in ligands.items():
        for odds in (1.0, 1.5, 2.0, 4.0, 8.0):
            weights = np.zeros(len(layout.genes))
            weights[genes] = np.log(odds)
            generator = _make_planted(bench, weights, skewed=False)
            found = np.zeros((replicates, 5), dtype=bool)
            for i in range(replicates):
                rng = make_generator(SEED, "power", planted, str(odds), str(i))
                design = rounds.lay_out(generator(rng))
                exact = rounds.test(design)
                rates = rounds.rate(exact)
                p = (exact.overall, rounds.forms.compute_cell_p(design)[cell])
                q = (rates["q_receptor"][row], rates["fdr_exact"][row])
                found[i] = np.array([*p, exact.receptors[target], *q]) <= LEVEL
            cells = " | ".join("{:.3f} ({:.3f})".format(*compute_rate(one)) for one in found.T)
            held = "–"
            if odds == 1.0:
                held = "yes" if all(judge(one, LEVEL) for one in found.T) else "**no**"
            lines.append(f"| {planted} | {odds:g} | {cells} | {held} |")
    return lines
