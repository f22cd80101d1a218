"""Hide one curated source of pairs, rank its pairs against random pairs, and write what came out.

Reads tables that are not shipped (LIANA's, CellPhoneDB v5, BioGRID, APID, HuRI, HPA stainings)
from ``../shared/data/lr`` beside the repository; without them it says so and ends. Rewrites the
measured section of ``docs/explanation/integration.md``:

    python validation/leave_one_source_out.py
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
from hiding.world import (
    PER_POSITIVE,
    SEED,
    SHARED,
    V5,
    World,
    hide_line,
    make_evidence_of,
    make_reference,
    mark,
    read_world,
)
from scipy.special import expit

from tubulus.core.seeds import make_generator
from tubulus.screen.integration import (
    GROUPS,
    IntegrationSettings,
    Reference,
    aggregate_ranks,
    assess_reliability,
    build_detection_reference,
    build_receptor_reference,
    calibrate,
    cross_validate,
    draw_matched_pairs,
    draw_random_pairs,
)
from tubulus.screen.integration.calibration import Calibration, GroupCalibration
from tubulus.screen.integration.pair_scores import derive_strengths
from tubulus.screen.integration.ratios import draw_row_weights, fit_ratios
from tubulus.screen.integration.scoring import compute_contribution
from tubulus.screen.layers.detection import derive_detection_layer
from tubulus.screen.layers.receptor_protein import derive_receptor_protein_layer
from tubulus.screen.receptor_map.stainings import read_atlas_stainings
from tubulus.screen.reference import (
    load_builtin_cargo,
    load_builtin_receptors,
    load_genes,
)

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "explanation" / "integration.md"
BEGIN, END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"
FEWEST = 50
SETTINGS = IntegrationSettings(replicates=50)
INTERACTION = GROUPS[0]
BAND = (0.025, 0.975)


@dataclass(frozen=True)
class Learned:
    group: GroupCalibration
    attention_cuts: np.ndarray
    attention_ratio: np.ndarray


def measure_attention(world: World, rows: pl.DataFrame) -> np.ndarray:
    known = world.attention
    left, right = (
        np.array([known.get(name, 0) for name in rows[column]]) for column in ("ligand", "receptor")
    )
    return np.log1p(left) + np.log1p(right)


def learn(world: World, reference: Reference) -> Learned:
    rng = make_generator(SEED, "leave-one-source-out", "learn")
    settings = SETTINGS
    own = calibrate(
        reference.evidence, [reference], rng, settings=settings, groups=GROUPS[:1]
    ).groups[0]
    attention = measure_attention(world, reference.rows)
    cuts = np.quantile(attention, np.arange(1, 10) / 10)
    table = fit_ratios(
        np.searchsorted(cuts, attention, side="right"),
        reference.rows["is_positive"].to_numpy(),
        ((10, True),),
        np.ones((0, reference.rows.height)),
        cap=settings.cap,
        smoothing=settings.smoothing,
    )
    return Learned(own, cuts, table.log_ratio)


def score_rows(
    world: World, rows: pl.DataFrame, hidden: set[str], learned: Learned
) -> dict[str, np.ndarray]:
    """Score pairs in each way; greater is better."""
    evidence = make_evidence_of(world, rows, hidden)
    added, _ = compute_contribution(learned.group, rows, evidence)
    added = np.nan_to_num(added, nan=0.0)
    attention = measure_attention(world, rows)
    bins = np.searchsorted(learned.attention_cuts, attention, side="right")
    calibration = Calibration((learned.group,), SETTINGS)
    keys = rows.with_columns(cell_type=pl.lit(""))
    strengths = derive_strengths(keys, evidence, calibration)
    p = aggregate_ranks(strengths).p
    return {
        "log-odds": added,
        "log-odds with attention": added + learned.attention_ratio[bins],
        "RRA": -np.nan_to_num(p, nan=2.0),
        "degree": count_degree(world, rows, hidden),
        "attention": attention,
    }


def count_degree(world: World, rows: pl.DataFrame, hidden: set[str]) -> np.ndarray:
    """Count partners of ligand and receptor in the visible tables; the product, in logs."""
    visible = pl.concat([world.pairs(name) for name in world.sources if name not in hidden])
    visible = visible.unique()
    score = np.zeros(rows.height)
    for column in ("ligand", "receptor"):
        counted = dict(visible[column].value_counts().iter_rows())
        score += np.log1p([counted.get(name, 0) for name in rows[column]])
    return score


def average_precision(scores: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Compute the area under precision and recall in each row of weights.

    Sum over distinct scores of the gain in recall times precision; equal scores count as one step,
    so that a score which is the same everywhere gives the share of positives.
    """
    order = np.argsort(-scores, kind="stable")
    ends = np.flatnonzero(np.diff(-scores[order], append=np.inf) > 0)
    out = []
    for row in weights:
        ordered = row[order]
        hits = np.cumsum(ordered * truth[order])[ends]
        mass = np.cumsum(ordered)[ends]
        precision = hits / np.where(mass > 0, mass, 1.0)
        out.append((np.diff(hits, prepend=0.0) * precision).sum() / hits[-1])
    return np.array(out)


@dataclass(frozen=True)
class Outcome:
    source: str
    hiding: str
    target: str
    negatives: str
    positives: int
    known: float
    prevalence: float
    area: dict[str, tuple[float, float, float]]
    gain: tuple[float, float, float]
    """Log-odds minus degree, with its interval."""


def evaluate(
    rows: pl.DataFrame, scores: dict[str, np.ndarray], label: tuple[str, ...], replicates: int
) -> Outcome:
    truth = rows["is_positive"].to_numpy().astype(float)
    rng = make_generator(SEED, "leave-one-source-out", "bootstrap", *label)
    weights = np.vstack([np.ones((1, rows.height)), draw_row_weights(rows, replicates, rng)])
    weights = weights[(weights @ truth) > 0]
    areas = {name: average_precision(score, truth, weights) for name, score in scores.items()}
    gain = areas["log-odds"] - areas["degree"]
    known = float((scores["log-odds"][truth > 0] != 0).mean())
    return Outcome(
        *label,
        int(truth.sum()),
        known,
        float(truth.mean()),
        {name: summarise(area) for name, area in areas.items()},
        summarise(gain),
    )


def summarise(values: np.ndarray) -> tuple[float, float, float]:
    low, high = np.quantile(values[1:], BAND)
    return float(values[0]), float(low), float(high)


def run_source(world: World, name: str, replicates: int) -> tuple[list[Outcome], list[str]]:
    """Hide one source in both ways; rank its pairs, all and its own."""
    teacher = "cellchatdb" if name in {V5, "cellphonedb"} else V5
    outcomes, lines = [], []
    for hiding in ("table", "line"):
        hidden = {name} if hiding == "table" else hide_line(name)
        teaching = hidden | hide_line(teacher)
        if not set(world.sources) - teaching:
            teaching = hidden | {teacher}
        reference = make_reference(world, teacher, teaching, f"{name} {hiding}")
        learned = learn(world, reference)
        all_pairs = world.pairs(name)
        visible = [world.pairs(n) for n in world.sources if n not in hidden]
        own = all_pairs.join(pl.concat(visible).unique(), on=["ligand", "receptor"], how="anti")
        for target, positives in (("all", all_pairs), ("own", own)):
            if positives.height < FEWEST:
                continue
            for negatives in ("random", "matched"):
                label = (name, hiding, target, negatives)
                rng = make_generator(SEED, "leave-one-source-out", "test", *label)
                size = PER_POSITIVE * positives.height
                if negatives == "random":
                    drawn = draw_random_pairs(world.secreted, world.surface, all_pairs, size, rng)
                else:
                    drawn = draw_matched_where_possible(positives, all_pairs, size, rng)
                rows = mark(positives, drawn)
                scores = score_rows(world, rows, hidden, learned)
                outcomes.append(evaluate(rows, scores, label, replicates))
                if (hiding, target, negatives) == ("line", "all", "random"):
                    lines.append(tabulate_transfer(name, rows, scores["log-odds"], replicates))
    return outcomes, lines


def draw_matched_where_possible(positives, exclude, size, rng) -> pl.DataFrame:
    """Draw as many matched pairs as a small table has room for."""
    for wanted in (size, size // 2, size // 4, positives.height):
        try:
            return draw_matched_pairs(positives, exclude, wanted, rng)
        except ValueError:
            continue
    raise ValueError("no matched pairs")


def tabulate_transfer(name: str, rows: pl.DataFrame, added: np.ndarray, replicates: int) -> str:
    """Say whether the posterior learned on one source holds for the pairs of another."""
    truth = rows["is_positive"].to_numpy()
    predicted = expit(np.log(1 / PER_POSITIVE) + added)
    rng = make_generator(SEED, "leave-one-source-out", "transfer", name)
    keys = rows.drop("is_positive")
    found = assess_reliability(predicted, truth, keys, rng, replicates=replicates)
    speaks = added != 0
    spoken = f"{predicted[speaks].mean():.2f} | {truth[speaks].mean():.2f}"
    silent = f"{truth[~speaks].mean():.3f}"
    return (
        f"| {name} | {int(truth.sum())} | {speaks.mean():.3f} | {spoken} | {silent} "
        f"| {found.error:.3f} ({found.error_low:.3f} to {found.error_high:.3f}) |"
    )


def format_area(value: tuple[float, float, float]) -> str:
    return f"{value[0]:.3f} ({value[1]:.3f} to {value[2]:.3f})"


def tabulate_outcomes(outcomes: Iterable[Outcome]) -> str:
    lines = []
    for own in outcomes:
        cells = [own.source, own.hiding, str(own.positives), f"{own.known:.2f}"]
        cells += [f"{own.prevalence:.3f}"]
        names = ("log-odds", "RRA", "degree", "attention", "log-odds with attention")
        cells += [format_area(own.area[name]) for name in names]
        cells += [format_area(own.gain)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


HEAD = (
    "| source | hidden | pairs | known | random ranking | log-odds | RRA | degree | attention "
    "| log-odds and attention | log-odds − degree |\n" + "|---" * 11 + "|\n"
)


def count_verdicts(outcomes: list[Outcome], target: str, negatives: str, hiding: str) -> str:
    chosen = [
        o for o in outcomes if (o.target, o.negatives, o.hiding) == (target, negatives, hiding)
    ]
    better = sum(o.gain[1] > 0 for o in chosen)
    worse = sum(o.gain[2] < 0 for o in chosen)
    over_rra = sum(o.area["log-odds"][0] > o.area["RRA"][0] for o in chosen)
    medians = [
        float(np.median([o.area[name][0] for o in chosen]))
        for name in ("log-odds", "RRA", "degree", "attention", "log-odds with attention")
    ]
    cells = " | ".join(f"{m:.3f}" for m in medians)
    return (
        f"| {hiding} | {target} | {negatives} | {len(chosen)} | {cells} | {better} | {worse} "
        f"| {over_rra} |"
    )


def check_groups(replicates: int) -> tuple[str, str, str]:
    """Calibrate what the built-in tables and the stainings of the atlas can calibrate."""
    genes, receptors, cargo = load_genes(), load_builtin_receptors(), load_builtin_cargo()
    rng = make_generator(SEED, "groups")
    detection = build_detection_reference(cargo, genes, rng)
    detection = detection.with_evidence(derive_detection_layer(cargo))
    on_cells = build_receptor_reference(receptors, genes, rng)
    on_cells = on_cells.with_evidence(derive_staining_layer(on_cells.rows))
    references = [on_cells, detection]
    found = calibrate(on_cells.evidence, references, rng, settings=SETTINGS)
    ratios = found.tabulate_ratios().filter(pl.col("positives") + pl.col("randoms") > 0)
    lines = [
        f"| {r['group']} | {r['category']} | {r['positives']:.0f} | {r['randoms']:.0f} "
        f"| {np.exp(r['log_ratio']):.2f} ({np.exp(r['low']):.2f} to {np.exp(r['high']):.2f}) |"
        for r in ratios.iter_rows(named=True)
    ]
    states = [
        f"| {r['group']} | {r['state'].replace('_', ' ')} | {r['reason']} |"
        for r in found.tabulate_groups().iter_rows(named=True)
    ]
    held = []
    for reference in references:
        group = next(g for g in GROUPS if g.name == reference.group)
        held += tabulate_validated(group, reference, replicates)
    return "\n".join(states), "\n".join(lines), "\n".join(held)


def tabulate_validated(group, reference: Reference, replicates: int) -> list[str]:
    lines = []
    scored = (False, True) if any(s.unlisted for s in group.scales) else (False,)
    for score_unlisted in scored:
        rng = make_generator(SEED, "cross-validation", group.name)
        held = cross_validate(
            group,
            reference,
            reference.evidence,
            SETTINGS,
            rng,
            score_unlisted=score_unlisted,
        )
        found = assess_reliability(
            held.predicted, held.is_positive, held.keys, rng, replicates=replicates
        )
        way = "not listed has its ratio" if score_unlisted else "not listed adds nothing"
        lines.append(
            f"| {group.name} | {way if len(scored) > 1 else ''} | {held.is_positive.sum()} "
            f"| {held.is_known.mean():.3f} "
            f"| {found.error:.3f} ({found.error_low:.3f} to {found.error_high:.3f}) "
            f"| {found.error_of_chance:.3f} |"
        )
    return lines


def derive_staining_layer(rows: pl.DataFrame) -> pl.DataFrame:
    """Derive what the atlas stains of each receptor and cell type of a reference set."""
    path = SHARED / "expression" / "hpa_v21.1_ihc_testis_cells.tsv.gz"
    frame = pl.read_csv(path, separator="\t", infer_schema=False)
    renamed = frame.select(
        pl.col("ensembl").alias("Gene"),
        pl.col("gene").alias("Gene name"),
        pl.lit("testis").alias("Tissue"),
        pl.col("cell_type").alias("Cell type"),
        pl.col("level").alias("Level"),
        pl.col("reliability").alias("Reliability"),
    )
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "normal_tissue.tsv.gz"
        table.write_bytes(gzip.compress(renamed.write_csv(separator="\t").encode()))
        reading = read_atlas_stainings(table, version="v21.1")
    asked = rows.select(
        symbol="receptor",
        cell_type="cell_type",
        evidence_kind=pl.lit(""),
        conflict=pl.lit(""),
        source=pl.lit(""),
    )
    return derive_receptor_protein_layer(asked, reading.lines)


def tabulate_bins(world: World, replicates: int) -> tuple[str, str]:
    """Check the posterior of pairs by cross-validation within CellPhoneDB v5."""
    reference = make_reference(world, V5, hide_line(V5), "reliability")
    rng = make_generator(SEED, "reliability")
    held = cross_validate(
        INTERACTION, reference, reference.evidence, SETTINGS, rng, score_unlisted=True
    )
    found = assess_reliability(
        held.predicted, held.is_positive, held.keys, rng, replicates=replicates
    )
    bins = [
        f"| {r['low_edge']:.2f} to {r['high_edge']:.2f} | {r['n']} | {r['predicted']:.3f} "
        f"| {r['observed']:.3f} ({r['low']:.3f} to {r['high']:.3f}) |"
        for r in found.bins.iter_rows(named=True)
    ]
    return "\n".join(bins), "\n".join(tabulate_validated(INTERACTION, reference, replicates))


def write_section(replicates: int) -> str:
    start = time.process_time()
    world = read_world()
    outcomes: list[Outcome] = []
    transfers: list[str] = []
    for name in world.sources:
        more, lines = run_source(world, name, replicates)
        outcomes += more
        transfers += lines
    bins, validated = tabulate_bins(world, replicates)
    states, ratios, held = check_groups(replicates)
    verdicts = "\n".join(
        count_verdicts(outcomes, target, negatives, hiding)
        for hiding in ("table", "line")
        for target in ("all", "own")
        for negatives in ("random", "matched")
    )

    def select(target: str, negatives: str) -> str:
        kept = [o for o in outcomes if (o.target, o.negatives) == (target, negatives)]
        return HEAD + tabulate_outcomes(kept)

    print(f"{time.process_time() - start:.0f} CPU s", file=sys.stderr)
    return SECTION.format(
        date=datetime.now(UTC).date().isoformat(),
        seed=SEED,
        replicates=replicates,
        sources=len(world.sources),
        verdicts=verdicts,
        all_random=select("all", "random"),
        all_matched=select("all", "matched"),
        own_random=select("own", "random"),
        own_matched=select("own", "matched"),
        transfers="\n".join(transfers),
        bins=bins,
        validated=validated + "\n" + held,
        states=states,
        ratios=ratios,
    )


SECTION = """
## What came out

Written by `validation/leave_one_source_out.py` on {date}, seed {seed}.
The tables of pairs, the networks and the stainings that it reads are not shipped.
Intervals are the middle 95 % of {replicates} bootstrap replicates over ligands and receptors.

### Hide one source, rank its pairs

{sources} sources are hidden in turn: the tables of LIANA 1.10.0 without Cellinker and the consensus, and CellPhoneDB v5.
*table* hides that table alone, so that its copies stay in sight; *line* hides every table that took pairs from it or from which it did, those that share an ancestor with it, and those that are compiled from others.
*all* are all of its pairs; *own* are those that no table in sight holds.
Against them stand ten pairs to one: *random* are secreted × surface proteins, *matched* are ligands and receptors drawn as often as the hidden source holds them.
The ratios are learned on another source that is hidden while they are learned (CellPhoneDB v5; CellChatDB for the two CellPhoneDB).
Layers are knowledge (tiers) and physical (HuRI counts 2, BioGRID and APID 1 each); nothing knows of expression.
While CellPhoneDB is hidden, so is APID: both hold what databases of IMEx curated.
*degree* is the product of the numbers of partners in the tables in sight, *attention* that of the numbers of papers; neither looks at the pair itself.
Figures are areas under precision and recall.

Medians over sources, and at how many sources the interval of log-odds − degree lies above or below 0:

| hidden | pairs | against | sources | log-odds | RRA | degree | attention | log-odds and attention | above degree | below degree | above RRA (no interval) |
|---|---|---|---|---|---|---|---|---|---|---|---|
{verdicts}

Of each source: *known* is the share of its pairs on which knowledge or a physical interaction speaks, *random ranking* the area that a ranking by chance would have.

All pairs against random pairs:

{all_random}

All pairs against matched pairs:

{all_matched}

Pairs that no table in sight holds, against random pairs:

{own_random}

Pairs that no table in sight holds, against matched pairs:

{own_matched}

### Does the posterior hold?

Pairs of CellPhoneDB v5, predicted in five folds of ligands from tables that share nothing with it; here "not listed" has its own ratio:

| predicted | rows | mean prediction | observed share (90 % interval) |
|---|---|---|---|
{bins}

Ratios learned on one source, posteriors checked on the pairs of each other one (line hidden, random pairs); where nothing is known the prediction is the prior, 1/11 = 0.091:

| source | pairs | share of rows on which a layer speaks | mean prediction there | observed there | observed elsewhere | calibration error (90 % interval) |
|---|---|---|---|---|---|---|
{transfers}

Cross-validation within each reference set; the last column is the error that perfect predictions would have by chance:

| group | | positives | share of rows on which a layer speaks | calibration error (90 % interval) | by chance |
|---|---|---|---|---|---|
{validated}

### What the shipped tables can calibrate

With the built-in receptors, cargo and genes, and the stainings of the Human Protein Atlas v21.1 (not shipped) for the receptors:

| group | state | reason |
|---|---|---|
{states}

Likelihood ratios (90 % interval):

| group | category | positives | randoms | ratio |
|---|---|---|---|---|
{ratios}

"""  # noqa: E501


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=200)
    parser.add_argument("--print", action="store_true", help="print, and leave the page as it is")
    given = parser.parse_args()
    if not SHARED.is_dir():
        print("skipped: the tables of pairs and networks are not there")
        return
    section = write_section(given.replicates)
    if given.print:
        print(section)
        return
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    PAGE.write_text(before + BEGIN + section + END + rest.split(END)[1], encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
