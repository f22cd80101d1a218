"""Error rates of the screen on null cargo, and its power on planted cargo.

    python validation/screen_calibration.py [--replicates 2000] [--out FILE]

Writes a page of tables with date, seed and Monte Carlo standard errors. About ten minutes on
one core with the default number of replicates.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
from scipy.stats import kstest

from tubulus.core.seeds import make_generator
from tubulus.screen.evidence import derive_gene_covariates
from tubulus.screen.inputs import ScreenInputs
from tubulus.screen.nulls.discovery_rates import compute_receptor_q
from tubulus.screen.nulls.exact import (
    compute_global_distribution,
    compute_receptor_p,
    compute_upper_tail,
)
from tubulus.screen.nulls.layout import NullLayout, lay_out_null
from tubulus.screen.nulls.null_sets import Chunk, run_chunk
from tubulus.screen.nulls.simulated_cargo import simulate_cargo, simulate_stratified_cargo
from tubulus.screen.reference import load_builtin_cargo, load_builtin_receptors
from tubulus.screen.settings import ScreenSettings

# 20240715 was the seed of the rounds after which the second cut of the strata was chosen
SEED = 20261137
SETS = 1_999
ALPHAS = (0.001, 0.01, 0.05, 0.1)
# weights of the skewed generators: vesicle proteomes prefer exposed and well-studied proteins
CLASS_WEIGHT = {"secreted": 4.0, "surface": 2.5, "luminal": 1.0, "unknown": 0.3}
SKEWS = {"skewed (weight ~ attention^0.5)": 0.5, "strongly skewed (weight ~ attention^1)": 1.0}


@dataclass(frozen=True)
class Bench:
    """The shipped tables, laid out; covariates in the order of the universe.

    ``rows`` is the receptor (column of the layout) of each tested receptor x cell-type row.
    """

    layout: NullLayout
    topology: np.ndarray
    attention: np.ndarray
    built_in: np.ndarray
    rows: np.ndarray

    @property
    def drawn(self) -> np.ndarray:
        return self.layout.make_design_of(self.built_in).drawn

    def weigh(self, exponent: float) -> np.ndarray:
        classes = np.log([CLASS_WEIGHT[name] for name in self.topology])
        return classes + exponent * np.log1p(self.attention)


def make_bench(settings: ScreenSettings) -> Bench:
    inputs = ScreenInputs(cargo=load_builtin_cargo(), receptors=load_builtin_receptors())
    covariates = derive_gene_covariates(inputs.genes, None, set_contaminants_aside=True)
    layout = lay_out_null(covariates, inputs.pairs, inputs.receptors, settings)
    universe = covariates.filter(pl.col("contaminant").is_null())
    column = {name: i for i, name in enumerate(layout.receptors)}
    rows = [column[name] for name in inputs.receptors["symbol"] if name in column]
    listed = set(inputs.select_tested_cargo(settings)["symbol"].to_list())
    return Bench(
        layout=layout,
        topology=universe["topology"].to_numpy(),
        attention=universe["attention"].to_numpy(),
        built_in=np.array([gene in listed for gene in layout.genes]),
        rows=np.array(rows),
    )


@dataclass(frozen=True)
class Draws:
    """What many replicates gave, one row each.

    p at global level (n,), of receptors (n, R) and of pairs (n, P), simulated and in closed form;
    q over receptor x cell-type rows and over receptors, both one column a row (n, T).
    """

    overall: np.ndarray
    receptors: np.ndarray
    pairs: np.ndarray
    exact_overall: np.ndarray
    exact_receptors: np.ndarray
    q: np.ndarray
    q_receptor: np.ndarray
    randomised: np.ndarray


def screen_replicate(bench: Bench, cargo: np.ndarray, rng: np.random.Generator):
    design = bench.layout.make_design_of(cargo)
    counts = run_chunk(Chunk("calibration", SETS, design), rng)
    ligands = np.where(design.observed, (1 + counts.ligand_hits) / (SETS + 1), 1.0)
    observed = int(design.count_observed_partners().sum())
    distribution = compute_global_distribution(design)
    exact = compute_upper_tail(distribution, observed)
    above = compute_upper_tail(distribution, observed + 1)
    receptors, _ = compute_receptor_p(design)
    # the false discovery rates are those of the product, over the rows that it tests
    names = [design.receptors[i] for i in bench.rows]
    q, q_receptor = compute_receptor_q(names, receptors[bench.rows])
    return (
        (1 + counts.global_hits) / (SETS + 1),
        (1 + counts.receptor_hits) / (SETS + 1),
        ligands[np.nonzero(design.incidence)[0]],
        exact,
        receptors,
        q,
        q_receptor,
        above + rng.random() * (exact - above),
    )


def draw_replicates(bench: Bench, generator, label: str, replicates: int) -> Draws:
    rows = []
    for i in range(replicates):
        rng = make_generator(SEED, "calibration", label, str(i))
        rows.append(screen_replicate(bench, generator(rng), rng))
    return Draws(*(np.array(column) for column in zip(*rows, strict=True)))


def rate(rejected: np.ndarray) -> tuple[float, float]:
    """Return the mean rejection rate and its Monte Carlo SE over replicates."""
    per_replicate = rejected.reshape(rejected.shape[0], -1).mean(axis=1)
    se = per_replicate.std(ddof=1) / np.sqrt(per_replicate.size)
    return float(per_replicate.mean()), float(se)


def tabulate_errors(name: str, draws: Draws) -> list[str]:
    lines = []
    levels = {
        "global": draws.overall,
        "global, closed form": draws.exact_overall,
        "receptor": draws.receptors,
        "receptor, closed form": draws.exact_receptors,
        "pair": draws.pairs,
    }
    for level, p in levels.items():
        for alpha in ALPHAS:
            value, se = rate(p <= alpha)
            # the SE under the null: an estimate from no rejection at all would be zero
            floor = np.sqrt(alpha * (1 - alpha) / p.shape[0]) if level.startswith("global") else se
            held = "yes" if value <= alpha + 3 * max(se, floor) else "NO"
            lines.append(f"| {name} | {level} | {alpha:g} | {value:.4f} | {se:.4f} | {held} |")
    return lines


def tabulate_worst_receptor(name: str, draws: Draws) -> str:
    rates = (draws.exact_receptors <= 0.05).mean(axis=0)
    n = draws.receptors.shape[0]
    above = int((rates > 0.05 + 3 * np.sqrt(0.05 * 0.95 / n)).sum())
    discovered = [(q <= 0.05).any(axis=1) for q in (draws.q_receptor, draws.q)]
    cells = " | ".join("{:.4f} ({:.4f})".format(*rate(found)) for found in discovered)
    ks = kstest(draws.randomised, "uniform").pvalue
    return f"| {name} | {rates.max():.4f} | {above} of {rates.size} | {cells} | {ks:.3f} |"


def tabulate_power(bench: Bench, replicates: int) -> list[str]:
    lines = []
    layout, drawn = bench.layout, bench.drawn
    target = int(layout.incidence.sum(axis=0).argmax())
    ligands = {
        "all ligands": layout.ligand_gene,
        f"ligands of {layout.receptors[target]} ({int(layout.incidence[:, target].sum())})": (
            layout.ligand_gene[layout.incidence[:, target]]
        ),
    }
    for planted, genes in ligands.items():
        for odds in (1.0, 1.5, 2.0, 4.0, 8.0):
            weights = np.zeros(len(layout.genes))
            weights[genes] = np.log(odds)
            draws = draw_replicates(
                bench,
                lambda rng, w=weights: simulate_stratified_cargo(layout.strata, drawn, w, rng),
                f"power {planted} {odds}",
                replicates,
            )
            overall, se = rate(draws.exact_overall <= 0.05)
            one, one_se = rate(draws.exact_receptors[:, target] <= 0.05)
            row = int(np.flatnonzero(bench.rows == target)[0])
            found, found_se = rate(draws.q_receptor[:, row] <= 0.05)
            lines.append(
                f"| {planted} | {odds:g} | {overall:.3f} ({se:.3f}) | {one:.3f} ({one_se:.3f}) "
                f"| {found:.3f} ({found_se:.3f}) |"
            )
    return lines


def tabulate_widths(replicates: int) -> list[str]:
    """Return the global error rate by width of the strata, in closed form for each cargo."""
    lines = []
    cases = [("matched", width) for width in (10, 25, 50, 100, 400)] + [("uniform", 25)]
    for null, width in cases:
        bench = make_bench(ScreenSettings(null=null, stratum_genes=width))
        size = int(bench.built_in.sum())
        cells = []
        for exponent in SKEWS.values():
            weights = bench.weigh(exponent)
            p = []
            for i in range(replicates):
                rng = make_generator(SEED, "width", str(exponent), str(i))
                design = bench.layout.make_design_of(simulate_cargo(weights, size, rng))
                observed = int(design.count_observed_partners().sum())
                p.append(compute_upper_tail(compute_global_distribution(design), observed))
            value, se = rate(np.array(p) <= 0.05)
            cells.append(f"{value:.3f} ({se:.3f})")
        label = "uniform (one stratum)" if null == "uniform" else f"matched, {width} genes"
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return lines


def write_page(replicates: int) -> str:
    bench = make_bench(ScreenSettings())
    size = int(bench.built_in.sum())
    flat = np.zeros(len(bench.layout.genes))
    generators = {
        "matched": lambda rng: simulate_stratified_cargo(
            bench.layout.strata, bench.drawn, flat, rng
        )
    }
    for name, exponent in SKEWS.items():
        weights = bench.weigh(exponent)
        generators[name] = lambda rng, w=weights: simulate_cargo(w, size, rng)
    errors, worst = [], []
    for name, generator in generators.items():
        draws = draw_replicates(bench, generator, name, replicates)
        errors += tabulate_errors(name, draws)
        worst.append(tabulate_worst_receptor(name, draws))
    few = max(100, replicates // 4)
    return PAGE.format(
        date=datetime.now(UTC).date().isoformat(),
        seed=SEED,
        sets=SETS,
        replicates=replicates,
        few=few,
        size=size,
        receptors=np.unique(bench.rows).size,
        rows=bench.rows.size,
        errors="\n".join(errors),
        worst="\n".join(worst),
        power="\n".join(tabulate_power(bench, few)),
        widths="\n".join(tabulate_widths(few)),
    )


PAGE = """# Calibration of the cargo × receptor screen

Written by `validation/screen_calibration.py` on {date}, seed {seed}.
All cargo here is simulated on the shipped tables: {size} genes per list, as many as the built-in cargo counts in the tests.
{replicates} replicates a generator, {sets} random sets a replicate.
The matched generator draws as many genes from each stratum as the built-in cargo has.
The skewed generators prefer exposed classes (weights secreted 4, surface 2.5, luminal 1, unknown 0.3) and well-studied genes, also inside a stratum; they know nothing of ligands.

## Error rates on null cargo

The promise: P(p ≤ α) ≤ α + 3 Monte Carlo SE (at the global level the SE is at least that of a rate of α).
The statistics are discrete, so rates below α are expected.
Receptor and pair rates are means over all receptors or pairs; their SE is taken over replicates.
Levels without a note are the simulated add-one p; the closed form is what verdicts and q rest on.

| generator | level | α | P(p ≤ α) | SE | held |
|---|---|---|---|---|---|
{errors}

Every receptor is null here, so each discovery is false and the rate of any discovery is the false discovery rate.
Both q come from the function that the screen itself uses: `q_receptor` over the {receptors} tested receptors decides, `q` over their {rows} receptor × cell-type rows is shown beside it.
A small KS p says that the global p is not quite uniform; the rates above show on which side, and below α is the safe one.

| generator | worst receptor, p_exact ≤ 0.05 | receptors above 0.05 + 3 SE | any q_receptor ≤ 0.05 (SE) | any q ≤ 0.05 (SE) | KS p of randomised global p |
|---|---|---|---|---|---|
{worst}

## Power against a planted enrichment

The odds of the planted ligands to be drawn within their stratum are multiplied; {few} replicates, SE in brackets.
Odds 1 is no enrichment.

| planted | odds | global p_exact ≤ 0.05 | that receptor p_exact ≤ 0.05 | that receptor q_receptor ≤ 0.05 |
|---|---|---|---|---|
{power}

## Width of the strata

Rate of global p ≤ 0.05 (closed form) on null cargo of the two skewed generators, {few} replicates, SE in brackets.
The uniform null is shown for what it does wrong.
The second cut of the strata (a piece whose genes differ by more than half in 1 + attention) was chosen after first rounds without it had shown rates above the nominal ones with these same generators, so the rates are those of a design that was mended on them.
This round has a seed that was not used then, which guards against a lucky seed and not against generators that real lists may differ from.

| null | attention^0.5 | attention^1 |
|---|---|---|
{widths}
"""  # noqa: E501


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=2_000)
    parser.add_argument("--out", type=Path, default=Path("docs/explanation/screen-calibration.md"))
    given = parser.parse_args()
    page = write_page(given.replicates)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
