"""Error rates of the screen on null cargo, and its power on planted cargo.

    python validation/screen_calibration.py [--replicates 400] [--out FILE]

Writes a page of tables with date, seed and Monte Carlo standard errors. About five minutes on one
core with the default number of replicates. A section that ``exocarta_figures.py`` wrote into the
page stays in it.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
from calibration.abundances import tabulate_abundance
from calibration.bench import SKEWS, Bench, make_bench, make_generators, plant
from calibration.comparators import tabulate_comparators
from calibration.rounds import SEED, SETS, Draws, compute_rate, draw_replicates
from scipy.stats import kstest

from tubulus.core.seeds import make_generator
from tubulus.screen.nulls.exact import (
    compute_global_distribution,
    compute_receptor_p,
    compute_upper_tail,
)
from tubulus.screen.nulls.simulated_cargo import simulate_cargo, simulate_stratified_cargo
from tubulus.screen.settings import ScreenSettings

ALPHAS = (0.001, 0.01, 0.05, 0.1)
PROCEDURES = ("q_receptor", "q", "fdr_exact", "fdr_permutation", "fdr_permutation_rows")
SECTION = "<!-- written by validation/exocarta_figures.py -->"


def tabulate_errors(name: str, draws: Draws) -> list[str]:
    lines = []
    for level, p in draws.p.items():
        cells, broken = [], []
        for alpha in ALPHAS:
            value, se = compute_rate(p <= alpha)
            # the SE under the null: an estimate from no rejection at all would be zero
            floor = np.sqrt(alpha * (1 - alpha) / p.shape[0]) if level.startswith("global") else 0
            if value > alpha + 3 * max(se, floor):
                broken.append(f"{alpha:g}")
            cells.append(f"{value:.4f} ({se:.4f})")
        held = f"NO at {', '.join(broken)}" if broken else "yes"
        lines.append(f"| {name} | {level} | {' | '.join(cells)} | {held} |")
    return lines


def tabulate_worst(name: str, draws: Draws) -> str:
    cells = []
    for level in ("receptor, closed form", "cell type, closed form"):
        p = draws.p[level]
        rates = (p <= 0.05).mean(axis=0)
        above = int((rates > 0.05 + 3 * np.sqrt(0.05 * 0.95 / p.shape[0])).sum())
        cells.append(f"{rates.max():.4f} | {above} of {rates.size}")
    ks = kstest(draws.randomised, "uniform").pvalue
    return f"| {name} | {' | '.join(cells)} | {ks:.3f} |"


def tabulate_any(name: str, draws: Draws) -> str:
    found = [draws.q[key] for key in (*PROCEDURES, "q of cell types")]
    rates = [compute_rate((q <= 0.05).any(axis=1)) for q in found]
    return f"| {name} | {' | '.join(f'{value:.4f} ({se:.4f})' for value, se in rates)} |"


def tabulate_mixtures(bench: Bench, replicates: int) -> list[str]:
    """Return FDR and true discoveries where some receptors are truly enriched."""
    layout, drawn = bench.layout, bench.drawn
    by_ligands = np.argsort(-layout.incidence.sum(axis=0), kind="stable")
    few, many = by_ligands[1:4], by_ligands[::4]
    lines = []
    for label, receptors, odds, skewed in (
        ("3 receptors, odds 8", few, 8.0, False),
        ("every fourth receptor, odds 4", many, 4.0, False),
        ("3 receptors, odds 8, on skewed cargo", few, 8.0, True),
    ):
        weights, is_null = plant(bench, receptors, odds)
        if skewed:
            total = weights + bench.weigh(0.5)
            draws = draw_replicates(
                bench, lambda rng, w=total: simulate_cargo(w, bench.size, rng), label, replicates
            )
        else:
            draws = draw_replicates(
                bench,
                lambda rng, w=weights: simulate_stratified_cargo(layout.strata, drawn, w, rng),
                label,
                replicates,
            )
        lines += [_tabulate_mixture(bench, draws, label, name, is_null) for name in PROCEDURES]
    return lines


def _tabulate_mixture(
    bench: Bench, draws: Draws, label: str, procedure: str, is_null: np.ndarray
) -> str:
    """Return the false discovery rate of a procedure, over rows where it counts rows."""
    places = np.arange(bench.rows.size)
    if procedure in {"q_receptor", "fdr_exact", "fdr_permutation"}:
        places = np.unique(bench.rows, return_index=True)[1]
    found = draws.q[procedure][:, places] <= 0.05
    null = is_null[bench.rows[places]]
    false = found[:, null].sum(axis=1)
    share = false / np.maximum(found.sum(axis=1), 1)
    true = found[:, ~null].sum(axis=1)
    rate, se = compute_rate(share)
    held = "yes" if rate <= 0.05 + 3 * se else "NO"
    counted = f"{int(null.sum())} of {null.size}"
    return (
        f"| {label} | {procedure} | {counted} | {rate:.4f} ({se:.4f}) | {held} "
        f"| {true.mean():.2f} ({true.std(ddof=1) / np.sqrt(true.size):.2f}) |"
    )


def tabulate_power(bench: Bench, replicates: int) -> list[str]:
    lines = []
    layout, drawn = bench.layout, bench.drawn
    target = int(layout.incidence.sum(axis=0).argmax())
    cell = int(layout.membership[target].argmax())
    ligands = {
        "all ligands": layout.ligand_gene,
        f"ligands of {layout.receptors[target]} ({int(layout.incidence[:, target].sum())})": (
            layout.ligand_gene[layout.incidence[:, target]]
        ),
    }
    row = int(np.flatnonzero(bench.rows == target)[0])
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
            found = [
                draws.p["global, closed form"] <= 0.05,
                draws.p["cell type, closed form"][:, cell] <= 0.05,
                draws.p["receptor, closed form"][:, target] <= 0.05,
                draws.q["q_receptor"][:, row] <= 0.05,
                draws.q["fdr_permutation"][:, row] <= 0.05,
            ]
            cells = " | ".join("{:.3f} ({:.3f})".format(*compute_rate(f)) for f in found)
            lines.append(f"| {planted} | {odds:g} | {cells} |")
    return lines


def tabulate_detection(bench: Bench, replicates: int) -> list[str]:
    """Return error rates where ligands are found more often and cargo prefers what is found."""
    rng = make_generator(SEED, "detection")
    layout = bench.layout
    is_ligand = np.zeros(len(layout.genes))
    is_ligand[layout.ligand_gene] = 1.0
    n_lists = rng.poisson(np.exp(0.3 * np.log1p(bench.attention) + 0.7 * is_ligand - 1.0))
    detection = pl.DataFrame({"symbol": layout.genes, "n_lists": n_lists})
    matched = make_bench(ScreenSettings(), detection)
    weights = bench.weigh(0.5) + np.log1p(n_lists)
    lines = []
    for label, design in (("matched", bench), ("matched_detection", matched)):
        overall, receptors = [], []
        for i in range(replicates):
            rng = make_generator(SEED, "detection", str(i))
            drawn = design.layout.make_design_of(simulate_cargo(weights, bench.size, rng))
            overall.append(compute_global_p(drawn))
            receptors.append(compute_receptor_p(drawn)[0])
        cells = [compute_rate(np.array(overall) <= alpha) for alpha in (0.01, 0.05, 0.1)]
        cells += [compute_rate(np.array(receptors) <= 0.05)]
        shown = " | ".join(f"{value:.4f} ({se:.4f})" for value, se in cells)
        lines.append(f"| {label} | {shown} |")
    return lines


def compute_global_p(design) -> float:
    observed = int(design.count_observed_partners().sum())
    return compute_upper_tail(compute_global_distribution(design), observed)


def tabulate_widths(replicates: int) -> list[str]:
    """Return the global error rate by width of the strata, in closed form for each cargo."""
    lines = []
    cases = [("matched", width) for width in (10, 25, 100, 400)] + [("uniform", 25)]
    for null, width in cases:
        bench = make_bench(ScreenSettings(null=null, stratum_genes=width))
        cells = []
        for exponent in SKEWS.values():
            weights = bench.weigh(exponent)
            p = []
            for i in range(replicates):
                rng = make_generator(SEED, "width", str(exponent), str(i))
                design = bench.layout.make_design_of(simulate_cargo(weights, bench.size, rng))
                p.append(compute_global_p(design))
            value, se = compute_rate(np.array(p) <= 0.05)
            cells.append(f"{value:.3f} ({se:.3f})")
        label = "uniform (one stratum)" if null == "uniform" else f"matched, {width} genes"
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return lines


def write_page(replicates: int) -> str:
    bench = make_bench(ScreenSettings())
    errors, worst, any_found = [], [], []
    for name, generator in make_generators(bench).items():
        draws = draw_replicates(bench, generator, name, replicates)
        errors += tabulate_errors(name, draws)
        worst.append(tabulate_worst(name, draws))
        any_found.append(tabulate_any(name, draws))
    few = max(50, replicates // 6)
    some = max(50, replicates // 2)
    return PAGE.format(
        date=datetime.now(UTC).date().isoformat(),
        seed=SEED,
        sets=SETS,
        replicates=replicates,
        few=few,
        some=some,
        size=bench.size,
        receptors=np.unique(bench.rows).size,
        rows=bench.rows.size,
        cell_types=len(bench.layout.cell_types),
        errors="\n".join(errors),
        worst="\n".join(worst),
        any_found="\n".join(any_found),
        mixtures="\n".join(tabulate_mixtures(bench, some)),
        power="\n".join(tabulate_power(bench, few)),
        detection="\n".join(tabulate_detection(bench, replicates)),
        comparators="\n".join(tabulate_comparators(bench, some)),
        abundance="\n".join(tabulate_abundance(bench, replicates)),
        widths="\n".join(tabulate_widths(some)),
    )


PAGE = """# Calibration of the cargo × receptor screen

Written by `validation/screen_calibration.py` on {date}, seed {seed}.
All cargo here is simulated on the shipped tables: {size} genes per list, as many as the built-in cargo counts in the tests.
{replicates} replicates a generator, {sets} random sets a replicate; Monte Carlo standard errors in brackets.
The matched generator draws as many genes from each stratum as the built-in cargo has.
The skewed generators prefer exposed classes (weights secreted 4, surface 2.5, luminal 1, unknown 0.3) and well-studied genes, also inside a stratum; they know nothing of ligands.

## Error rates on null cargo

The promise: P(p ≤ α) ≤ α + 3 Monte Carlo SE (at the global level the SE is at least that of a rate of α).
The statistics are discrete, so rates below α are expected.
Rates of receptors, cell types and pairs are means over all of them; their SE is taken over replicates.
Levels without a note are the simulated add-one p; the closed form is what verdicts and q rest on.

| generator | level | α = 0.001 | 0.01 | 0.05 | 0.1 | held |
|---|---|---|---|---|---|---|
{errors}

A mean may hide a single receptor, so the worst is shown too, with how many lie above 0.05 + 3 SE.
A small KS p says that the global p is not quite uniform; the rates above show on which side, and below α is the safe one.

| generator | worst receptor, p_exact ≤ 0.05 | above | worst cell type, p_exact ≤ 0.05 | above | KS p of randomised global p |
|---|---|---|---|---|---|
{worst}

## False discovery rates

Every receptor is null on null cargo, so each discovery is false and the rate of any discovery is the false discovery rate; it should be at most 0.05.
All rates come from the functions that the screen itself uses: `q_receptor` over the {receptors} tested receptors decides, `q` runs over their {rows} receptor × cell-type rows, `fdr_exact` and `fdr_permutation` over receptors, `fdr_permutation_rows` over rows, and the last over {cell_types} cell types.

| generator | q_receptor | q | fdr_exact | fdr_permutation | fdr_permutation_rows | q of cell types |
|---|---|---|---|---|---|---|
{any_found}

On mixtures some receptors are truly enriched: the odds of their ligands to be drawn are multiplied.
A receptor that shares a planted ligand is enriched too, so only receptors without one count as null; {some} replicates a mixture.

| planted | procedure | null tests | false discovery rate | at most 0.05 + 3 SE | true discoveries |
|---|---|---|---|---|---|
{mixtures}

## Power against a planted enrichment

The odds of the planted ligands to be drawn within their stratum are multiplied; {few} replicates.
Odds 1 is no enrichment.
The last four columns speak of the receptor with most ligands and of a cell type that has it.

| planted | odds | global p_exact ≤ 0.05 | cell type p_exact ≤ 0.05 | receptor p_exact ≤ 0.05 | q_receptor ≤ 0.05 | fdr_permutation ≤ 0.05 |
|---|---|---|---|---|---|---|
{power}

## Detection frequency

Here ligands are found in other proteomes twice as often as proteins of equal attention, and cargo prefers what is often found (odds 1 + lists) and nothing else about ligands.
Matching without detection frequency calls that enrichment; matching with it does not, as far as its bins go.

| null | global p_exact ≤ 0.01 | ≤ 0.05 | ≤ 0.1 | receptors, p_exact ≤ 0.05 |
|---|---|---|---|---|
{detection}

## Comparator panel

Cargo and lists come from one generator, with 239 to 1,100 genes each; {some} replicates.
Lists of one study share what they prefer.
The product counts groups of lists (one study is one group); counting lists is shown for what it does wrong.
A panel of 31 independent lists cannot give a p below 1/32.

| panel | counted | groups | p ≤ 0.05 | p ≤ 0.1 | p ≤ 0.2 |
|---|---|---|---|---|---|
{comparators}

## Abundance

Quantities of the built-in cargo's exposed proteins are simulated: log-normal with SD 1 around a trend in study attention, rounded so that ties occur; {replicates} replicates.
The first three rows are null; the fourth shows what the strata are for; the last two are power.

| quantities | p ≤ 0.001 | p ≤ 0.01 | p ≤ 0.05 | p ≤ 0.1 |
|---|---|---|---|---|
{abundance}

## Width of the strata

Rate of global p ≤ 0.05 (closed form) on null cargo of the two skewed generators, {some} replicates.
The uniform null is shown for what it does wrong.
The second cut of the strata (a piece whose genes differ by more than half in 1 + attention) was chosen after first rounds without it had shown rates above the nominal ones with these same generators, so the rates are those of a design that was mended on them.
This round has a seed that was not used then, which guards against a lucky seed and not against generators that real lists may differ from.

| null | attention^0.5 | attention^1 |
|---|---|---|
{widths}
"""  # noqa: E501


def keep_section(path: Path) -> str:
    """Return the section of the page that another script wrote."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return "\n" + text[text.index(SECTION) :] if SECTION in text else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=400)
    parser.add_argument("--out", type=Path, default=Path("docs/explanation/screen-calibration.md"))
    given = parser.parse_args()
    page = write_page(given.replicates)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(page + keep_section(given.out), encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
