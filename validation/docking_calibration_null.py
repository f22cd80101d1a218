"""Error rates and power of p-values of docking scores on simulated matrices; no docking.

    python validation/docking_calibration_null.py [--replicates 300] [--out FILE]

Writes a page of tables with date, seed and Monte Carlo standard errors; about two minutes of
processor time with the default number of replicates.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy.stats import norm

from tubulus.core.seeds import make_generator
from tubulus.dock.calibration.discrimination import estimate_auc
from tubulus.dock.calibration.pair_calibration import calibrate_pairs, fill_matrix
from tubulus.dock.calibration.ranks import rank_among
from tubulus.dock.calibration.reliability import tabulate_reliability
from tubulus.dock.calibration.score_table import Partners, ScoreTable
from tubulus.dock.calibration.settings import CalibrationSettings
from tubulus.dock.calibration.tail import fit_tail
from tubulus.dock.calibration.two_way import fit_two_way, studentise

SEED = 20260711
ALPHAS = (0.01, 0.05, 0.1)
# how much more favourable a planted partner is, in standard deviations of the noise
PLANTED = 4.0
# the section of the page between them is written by validation/cross_docking.py
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
CHOSEN = "studentised residual, all decoy pairs (chosen)"
SIDES = "residual, larger of both sides"
PLAIN = "residual, all decoy pairs"


@dataclass(frozen=True)
class World:
    """A way in which scores of pairs that do not interact may come about."""

    noise: str = "normal"
    rows: float = 1.5
    columns: float = 1.5
    size: float = 0.0
    product: float = 0.0
    uneven: float = 0.0
    shared: float = 0.0
    missing: float = 0.0
    asked_shift: float = 0.0
    asked_spread: tuple[float, float] = (1.0, 1.0)
    asked_large: bool = False


WORLDS = {
    "row and column effects": World(),
    "heavy tails (t, 3 df)": World("t3"),
    "skewed (Gumbel)": World("gumbel"),
    "size effects with product": World("gumbel", size=2.0, product=1.0),
    "size effects, asked partners the largest": World(
        "gumbel", size=2.0, product=1.0, asked_large=True
    ),
    "partners of uneven spread": World("gumbel", uneven=0.5),
    "shared interaction (rank 1)": World(shared=1.0),
    "a quarter missing": World("t3", missing=0.25),
    "asked partners score 4 SD above": World("gumbel", asked_shift=4.0),
    "asked row has twice the spread": World("gumbel", asked_spread=(2.0, 1.0)),
    "asked row and column have 1.5 times the spread": World("gumbel", asked_spread=(1.5, 1.5)),
}


def draw_noise(kind: str, shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """Draw noise of standard deviation 1."""
    if kind == "t3":
        return rng.standard_t(3, shape) / np.sqrt(3)
    if kind == "gumbel":
        return rng.gumbel(size=shape) / np.sqrt(np.pi**2 / 6)
    return rng.normal(size=shape)


def draw_table(world: World, n: int, rng: np.random.Generator) -> ScoreTable:
    """Draw an n by n table whose first pair is the asked one and interacts no more than others."""
    logs = [rng.normal(9, 0.5, n) for _ in range(2)]
    if world.asked_large:
        logs = [np.sort(log)[::-1] for log in logs]
    noise = draw_noise(world.noise, (n, n), rng)
    if world.uneven:
        noise *= np.exp(rng.normal(0, world.uneven, n))[:, None]
        noise *= np.exp(rng.normal(0, world.uneven, n))
    noise += world.shared * np.outer(rng.normal(size=n), rng.normal(size=n))
    noise[0] *= world.asked_spread[0]
    noise[:, 0] *= world.asked_spread[1]
    rows, columns = rng.normal(0, world.rows, n), rng.normal(0, world.columns, n)
    rows[0] += world.asked_shift
    columns[0] += world.asked_shift
    one, two = logs[0][:, None] - 9, logs[1] - 9
    scores = rows[:, None] + columns + world.size * (one + two) + world.product * one * two + noise
    holes = rng.random((n, n)) < world.missing
    holes[0], holes[:, 0] = False, False
    asked = np.zeros((n, n), dtype=bool)
    asked[0, 0] = True
    return make_table(np.where(holes, np.nan, scores), asked, logs)


def make_table(scores: np.ndarray, asked: np.ndarray, logs: list[np.ndarray]) -> ScoreTable:
    fixed, mobile = (
        Partners(
            names=tuple(f"{letter}{k}" for k in range(log.size)),
            n_residues=np.exp(log - 4),
            exposed_area=np.exp(log),
            families=("",) * log.size,
            reasons=("",) * log.size,
        )
        for letter, log in zip("FM", logs, strict=True)
    )
    reasons = np.full(scores.shape, "", dtype=np.str_)
    return ScoreTable(fixed, mobile, scores, asked, ~asked, reasons, higher_is_better=True)


def compute_options(table: ScoreTable) -> dict[str, float]:
    """Return p of the asked pair by every way that was weighed."""
    scores = table.scores
    row, column = scores[0, 1:], scores[1:, 0]
    raw = (rank_among(scores[0, 0], row).p, rank_among(scores[0, 0], column).p)
    residuals = fit_two_way(scores).residuals
    value = float(residuals[0, 0])
    sides = (rank_among(value, residuals[0, 1:]).p, rank_among(value, residuals[1:, 0]).p)
    even = studentise(residuals)
    tail = fit_tail(even.ravel()[1:])
    calibrated = calibrate_pairs(table).pairs.row(0, named=True)
    return {
        "raw score, same fixed partner": raw[0],
        "raw score, larger of both sides": max(raw),
        SIDES: max(sides),
        "residual, twice the mean of both sides": min(1.0, sum(sides)),
        PLAIN: rank_among(value, residuals.ravel()[1:]).p,
        "the same by Gumbel's tail": tail.compute_p(float(even[0, 0]))[0] if tail else np.nan,
        CHOSEN: calibrated["p"],
    }


def plant(table: ScoreTable) -> ScoreTable:
    scores = table.scores.copy()
    scores[table.asked] += PLANTED
    return ScoreTable(
        table.fixed, table.mobile, scores, table.asked, table.decoy, table.reasons, True
    )


def compute_rate(hits: np.ndarray) -> tuple[float, float]:
    return float(hits.mean()), float(hits.std(ddof=1) / np.sqrt(hits.size))


def format_rate(hits: np.ndarray, alpha: float | None = None) -> str:
    """Return rate and standard error; a rate above alpha + 3 SE is marked."""
    value, se = compute_rate(hits)
    floor = np.sqrt(alpha * (1 - alpha) / hits.size) if alpha else 0.0
    mark = " **above**" if alpha and value > alpha + 3 * max(se, floor) else ""
    return f"{value:.3f} ({se:.3f}){mark}"


def tabulate_options(n: int, replicates: int, shown: tuple[str, ...] = ()) -> list[str]:
    """Return size and power of each way, or of those that are shown."""
    lines = []
    for name, world in WORLDS.items():
        null: dict[str, list[float]] = {}
        power: dict[str, list[float]] = {}
        for i in range(replicates):
            table = draw_table(world, n, make_generator(SEED, name, str(n), str(i)))
            for drawn, kept in ((table, null), (plant(table), power)):
                for option, p in compute_options(drawn).items():
                    kept.setdefault(option, []).append(p)
        for option, values in null.items():
            if shown and option not in shown:
                continue
            p, planted = np.array(values), np.array(power[option])
            cells = [format_rate(p <= alpha, alpha) for alpha in ALPHAS]
            cells += [format_rate(planted <= alpha) for alpha in (0.01, 0.05)]
            lines.append(f"| {name} | {option} | {' | '.join(cells)} |")
    return lines


def draw_cross(n: int, shift: float, world: World, rng: np.random.Generator) -> ScoreTable:
    """Draw a cross-docking of n true pairs, which stand on the diagonal."""
    table = draw_table(world, n, rng)
    partner = np.eye(n, dtype=bool)
    scores = np.where(partner, table.scores + shift, table.scores)
    return ScoreTable(
        table.fixed, table.mobile, scores, partner, ~partner, table.reasons, higher_is_better=True
    )


def tabulate_cross(replicates: int) -> list[str]:
    """Return rates of p of non-partners in cross-dockings with a true pair in each line."""
    lines = []
    everywhere = np.ones((12, 12), dtype=bool)
    for name in ("row and column effects", "skewed (Gumbel)", "partners of uneven spread"):
        rates, held = [], []
        for i in range(replicates):
            table = draw_cross(
                12, PLANTED, WORLDS[name], make_generator(SEED, "cross", name, str(i))
            )
            calibration = calibrate_pairs(table, pairs=everywhere)
            told = tabulate_reliability(fill_matrix(table, calibration, "p"), table.decoy, ALPHAS)
            rates.append(told["rate"].to_list())
            held.append(told["held"].all())
        cells = [
            format_rate(column, alpha)
            for column, alpha in zip(np.array(rates).T, ALPHAS, strict=True)
        ]
        lines.append(f"| {name} | {' | '.join(cells)} | {np.mean(held):.3f} |")
    return lines


def draw_campaign(shift: float, rng: np.random.Generator) -> tuple[ScoreTable, np.ndarray]:
    """Draw ten fixed and ten mobile partners, ten true pairs, and forty decoy partners a side."""
    table = draw_table(World("gumbel"), 50, rng)
    partner = np.zeros((50, 50), dtype=bool)
    partner[np.arange(10), np.arange(10)] = True
    asked = np.zeros((50, 50), dtype=bool)
    asked[:10, :10] = True
    scores = np.where(partner, table.scores + shift, table.scores)
    drawn = ScoreTable(
        table.fixed, table.mobile, scores, asked, ~asked, table.reasons, higher_is_better=True
    )
    return drawn, partner


def tabulate_campaigns(replicates: int) -> list[str]:
    lines = []
    for shift in (0.0, 4.0, 6.0):
        kept: dict[str, list[tuple[float, int]]] = {}
        for i in range(replicates):
            rng = make_generator(SEED, "campaign", str(shift), str(i))
            table, partner = draw_campaign(shift, rng)
            calibration = calibrate_pairs(table)
            for name, column in (("BH", "q"), ("BY", "q_by")):
                found = fill_matrix(table, calibration, column) <= 0.1
                # without a planted difference the true pairs are as null as the rest
                true = int((found & partner).sum()) if shift else 0
                share = (int(found.sum()) - true) / max(int(found.sum()), 1)
                kept.setdefault(name, []).append((share, true))
        for name, both in kept.items():
            rates, true = np.array([rate for rate, _ in both]), np.array([n for _, n in both])
            power = f"{true.mean():.2f} ({true.std(ddof=1) / np.sqrt(true.size):.2f})"
            lines.append(f"| {shift:g} | {name} | {format_rate(rates, 0.1)} | {power} |")
    return lines


def tabulate_intervals(replicates: int) -> list[str]:
    """Return how often 95 % intervals of the AUC hold the true area."""
    lines = []
    for n, shift, effects in ((12, 0.0, 1.5), (12, 1.0, 0.0), (12, 1.0, 1.5), (30, 1.0, 1.5)):
        world = World(rows=effects, columns=effects)
        true = float(norm.cdf(shift / np.sqrt(2 * (1 + 2 * effects**2))))
        kept: dict[str, list[tuple[bool, float]]] = {}
        for i in range(replicates):
            rng = make_generator(SEED, "interval", str(n), str(shift), str(effects), str(i))
            table = draw_cross(n, shift, world, rng)
            for method in ("partners", "pigeonhole", "delong"):
                estimate = estimate_auc(
                    table.favour, table.asked, table.decoy, method=method, rng=rng, n_draws=200
                )
                holds = estimate.low <= true <= estimate.high
                kept.setdefault(method, []).append((holds, estimate.high - estimate.low))
        for method, both in kept.items():
            cover, width = np.array([c for c, _ in both]), np.mean([w for _, w in both])
            cells = f"{format_rate(cover)} | {width:.2f}"
            lines.append(f"| {n} | {effects:g} | {true:.3f} | {method} | {cells} |")
    return lines


def tabulate_gain(replicates: int) -> list[str]:
    """Return the AUC of the raw, the size-corrected and the two-way score."""
    lines = []
    everywhere = np.ones((12, 12), dtype=bool)
    settings = CalibrationSettings()
    for name in (
        "row and column effects",
        "size effects with product",
        "partners of uneven spread",
    ):
        kept: dict[str, list[float]] = {}
        for i in range(replicates):
            rng = make_generator(SEED, "gain", name, str(i))
            table = draw_cross(12, 1.0, WORLDS[name], rng)
            calibration = calibrate_pairs(table, settings, pairs=everywhere)
            for label in ("score", "corrected", "z", "p"):
                values = fill_matrix(table, calibration, label)
                favour = -values if label == "p" else values
                estimate = estimate_auc(favour, table.asked, table.decoy, method="delong")
                kept.setdefault(label, []).append(estimate.auc)
        cells = " | ".join(format_rate(np.array(values)) for values in kept.values())
        lines.append(f"| {name} | {cells} |")
    return lines


def tabulate_few(replicates: int) -> list[str]:
    """Return rates where decoy partners are few, or were never scored with each other."""
    lines = []
    names = ("row and column effects", "skewed (Gumbel)", "asked partners score 4 SD above")
    for n, crossed in ((12, True), (12, False), (4, True)):
        for name in names:
            kept: dict[str, list[float]] = {"p": [], "p_fixed": [], "p_mobile": []}
            for i in range(replicates):
                rng = make_generator(SEED, "few", name, str(n), str(crossed), str(i))
                row = calibrate_few(draw_table(WORLDS[name], n + 1, rng), crossed, n)
                for key, values in kept.items():
                    values.append(np.nan if row[key] is None else row[key])
            met = "yes" if crossed else "no"
            for key, values in kept.items():
                p = np.array(values)
                cells = [format_rate(p <= alpha, alpha) for alpha in (0.05, 0.1, 0.2)]
                told = " | ".join(cells) if np.isfinite(p).all() else "none | none | none"
                lines.append(f"| {n} | {met} | {name} | `{key}` | {told} |")
    return lines


def calibrate_few(table: ScoreTable, crossed: bool, least: int) -> dict[str, object]:
    scores = table.scores.copy()
    if not crossed:
        scores[1:, 1:] = np.nan
    few = ScoreTable(
        table.fixed, table.mobile, scores, table.asked, table.decoy, table.reasons, True
    )
    settings = CalibrationSettings(least_decoys=min(least, 10))
    return calibrate_pairs(few, settings).pairs.row(0, named=True)


def read_measured(path: Path) -> str:
    """Read the section that `validation/cross_docking.py` writes, so that it stays."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if BEGIN not in text:
        return f"{BEGIN}\n{END}"
    return text[text.index(BEGIN) : text.index(END) + len(END)]


def write_page(replicates: int, measured: str) -> str:
    sections: dict[str, Callable[[], list[str]]] = {
        "small": lambda: tabulate_options(13, replicates),
        "large": lambda: tabulate_options(31, max(50, replicates // 2), (SIDES, PLAIN, CHOSEN)),
        "cross": lambda: tabulate_cross(max(20, replicates // 8)),
        "campaigns": lambda: tabulate_campaigns(max(20, replicates // 8)),
        "intervals": lambda: tabulate_intervals(max(50, replicates // 3)),
        "sides": lambda: tabulate_few(replicates),
        "gain": lambda: tabulate_gain(max(20, replicates // 8)),
    }
    return PAGE.format(
        measured=measured,
        date=datetime.now(UTC).date().isoformat(),
        seed=SEED,
        replicates=replicates,
        many=max(50, replicates // 2),
        some=max(50, replicates // 3),
        few=max(20, replicates // 8),
        planted=PLANTED,
        **{name: "\n".join(make()) for name, make in sections.items()},
    )


PAGE = """# Calibration of docking scores

Docking always returns a best pose and a favourable score, for partners that never meet too.
So a score is only told against the scores of decoy partners: proteins of like size and surface that are not known to be partners.
This page says how that is done and what it costs.
What real docking scores gave on known complexes comes first after the method, and is what a campaign tells.
All tables after it were written by `validation/docking_calibration_null.py` on {date}, seed {seed}, on simulated matrices without any docking: they show what the statistics promise if their assumptions hold, and nothing about real docking scores.

## What is computed

1. The score is corrected for the exposed areas of both partners by a robust regression on decoy pairs.
2. For each asked pair the nearest decoy partners in log size and log exposed area are taken on both sides.
   A partner of the same family as the asked one is left out, and so is every pair that is homologous to an asked pair.
   Two partners out of one structure file are never a decoy pair: they come from one complex.
3. Row and column effects of this block are fitted robustly, with missing cells; what is left is divided by the scale of its row and of its column.
4. p = (1 + decoy pairs at least as favourable) / (1 + decoy pairs), over all decoy pairs of the block; `smallest_p` is 1 / (1 + decoy pairs).
   `p_fixed` and `p_mobile` are the same rank among the decoy partners of the same fixed and of the same mobile partner.
5. q is Benjamini-Hochberg's over the calibrated pairs of the campaign, with Benjamini-Yekutieli's beside it, because such p share decoys.

A pair with too few decoy partners on a side (ten unless set otherwise), or whose decoy partners were not scored with each other, gets no two-way p.
`p_fixed` and `p_mobile` are then ranks of the corrected score where a side has decoy partners enough; the sentence on the pair says that such a p comes from one side alone, which a partner that scores well with all reaches too, and what its smallest value is.
A pair that is not evaluable (low-confidence interface, glycan-covered or membrane-side patch, fewer than 40 residues) passes through with its reason and counts in no statistic.

{measured}

## Why the rank among all decoy pairs

The asked pair takes part in the fit like every other cell.
The residuals of a two-way fit do not change when a constant is added to a row or to a column, and permuted rows or columns permute them.
If partners of the block are exchangeable in what rows and columns do not explain, the residual of the asked pair is as likely as that of any other cell to have any rank, whatever the effects are.
So p keeps its size without a law for the scores, and without assuming that asked partners score like others on average.

The larger of both sides' p is valid too, but its smallest value is that of one side: with 12 partners it never reaches 0.05.
On raw scores either side says mostly how the other partner scores in general.
Division by row and column scales costs power where all partners vary alike, gains some where they do not, and keeps the size near its level where an asked partner's scores vary more than those of the others, which no exchangeability covers.
A Gumbel tail goes below the smallest attainable p, but rests on a law that has to hold; it is fitted only where asked for, stands beside the rank and is withheld where the fit is contradicted.

## Size and power

Each table has one asked pair per matrix; the null columns are pairs that interact no more than others, the power columns have the asked pair {planted:g} noise SD more favourable.
Standard errors in brackets; a rate above α + 3 SE is marked.
The last two worlds break the exchangeability on purpose, and so does the one in which asked partners are the largest of all: there the correction for size must reach beyond its decoys, and with few of them it falls short.

Twelve decoy partners on each side, {replicates} matrices a world:

| world | p from | P(p ≤ 0.01) | ≤ 0.05 | ≤ 0.1 | power at 0.01 | power at 0.05 |
|---|---|---|---|---|---|---|
{small}

Thirty decoy partners on each side, {many} matrices a world, the three ways that are left:

| world | p from | P(p ≤ 0.01) | ≤ 0.05 | ≤ 0.1 | power at 0.01 | power at 0.05 |
|---|---|---|---|---|---|---|
{large}

## Few decoy partners, or decoy partners that never met

One asked pair that interacts no more than others, {replicates} matrices a row.
A p of one side is safe as long as asked partners score like decoy partners in general; the last world of each block has asked partners that score 4 SD better with everybody: where decoy partners were scored with each other every p holds there, elsewhere none does.
With 12 decoy partners a p of one side never goes below 0.077.

| decoy partners a side | scored with each other | world | p | P(p ≤ 0.05) | ≤ 0.1 | ≤ 0.2 |
|---|---|---|---|---|---|---|
{sides}

## Simulated cross-docking

Twelve fixed and twelve mobile partners with twelve true pairs, {planted:g} SD more favourable, {few} matrices a row.
Every non-partner is tested against the other non-partners; the rates are means over matrices.
The last column is the share of matrices in which the printed check (rate ≤ α + 3 SE at each level) was passed.

| world | P(p ≤ 0.01) | ≤ 0.05 | ≤ 0.1 | check passed |
|---|---|---|---|---|
{cross}

## A campaign

Ten fixed with ten mobile partners, all 100 pairs asked, ten of them true; forty decoy partners on each side; {few} campaigns a row.
The false discovery rate should be at most 0.1; with no difference planted every discovery is false.

| planted SD | q by | false discovery rate at q ≤ 0.1 | true pairs found of 10 |
|---|---|---|---|
{campaigns}

A campaign of many pairs needs many decoy pairs: with n pairs asked, no single one can reach q = 0.1 unless `smallest_p` is at most 0.1/n.

## Intervals of the area under the ROC curve

Pairs that share a partner are not independent.
`partners` leaves out each true pair with all pairs of its partners (jackknife on the logit scale) and is what a campaign prints; `pigeonhole` resamples rows and columns apart; `delong` takes pairs as independent.
{some} matrices a row; an interval should hold the true area in 0.95 of them.

| true pairs | SD of row and column effects | true area | interval | holds it | mean width |
|---|---|---|---|---|---|
{intervals}

## What the correction is worth

Mean area under the ROC curve with true pairs 1 noise SD more favourable, 12 by 12, {few} matrices a row.

| world | raw score | corrected for size | two-way residual z | p |
|---|---|---|---|---|
{gain}

## What it does not show

A p says how rare such a score is among decoy partners; it says nothing about binding, and a small one makes a candidate interaction.
Decoy partners are taken for non-partners because nobody knows of an interaction; an unknown true partner among them makes p larger.
Where the measured area under the ROC curve of known partners is below 0.60 the report says that docking gave no usable evidence, whatever the p.
"""  # noqa: E501


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=300)
    parser.add_argument("--out", type=Path, default=Path("docs/explanation/docking-calibration.md"))
    given = parser.parse_args()
    page = write_page(given.replicates, read_measured(given.out))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
