"""A reduced round of validation/screen_calibration.py: error rates of the screen on null cargo."""

import numpy as np
import polars as pl
import pytest

from tubulus.core.seeds import make_generator
from tubulus.screen import (
    ScreenInputs,
    ScreenSettings,
    load_builtin_cargo,
    load_builtin_receptors,
    run_chunk,
)
from tubulus.screen.evidence import derive_gene_covariates
from tubulus.screen.nulls.discovery_rates import compute_receptor_q
from tubulus.screen.nulls.exact import compute_receptor_p
from tubulus.screen.nulls.layout import lay_out_null
from tubulus.screen.nulls.null_sets import Chunk
from tubulus.screen.nulls.simulated_cargo import simulate_cargo, simulate_stratified_cargo

REPLICATES = 150
SETS = 999
ALPHAS = (0.001, 0.01, 0.05, 0.1)
# what the built-in cargo is like in `make test`; the other, and the calibration, take longer
LABELS = ["matched", pytest.param("skewed", marks=pytest.mark.slow)]
CLASS_WEIGHT = {"secreted": 4.0, "surface": 2.5, "luminal": 1.0, "unknown": 0.3}


@pytest.fixture(scope="module")
def universe():
    inputs = ScreenInputs(load_builtin_cargo(), load_builtin_receptors())
    covariates = derive_gene_covariates(inputs.genes, None, set_contaminants_aside=True)
    layout = lay_out_null(covariates, inputs.pairs, inputs.receptors, ScreenSettings())
    genes = covariates.filter(pl.col("contaminant").is_null())
    return inputs, layout, genes


def make_generators(universe):
    """Return the null cargo generators: as the built-in cargo, and skewed on the covariates."""
    inputs, layout, genes = universe
    cargo = inputs.select_tested_cargo(ScreenSettings())["symbol"].to_list()
    drawn = layout.make_design(cargo).drawn
    flat = np.zeros(len(layout.genes))
    weight = genes["topology"].replace_strict(CLASS_WEIGHT, return_dtype=pl.Float64).to_numpy()
    skewed = np.log(weight) + 0.5 * np.log1p(genes["attention"].to_numpy())
    return {
        "matched": lambda rng: simulate_stratified_cargo(layout.strata, drawn, flat, rng),
        "skewed": lambda rng: simulate_cargo(skewed, int(drawn.sum()), rng),
    }


def draw_p(layout, generator, label, replicates=REPLICATES):
    """Return p at global, receptor and pair level, one row a replicate."""
    levels = {"global": [], "receptor": [], "receptor in closed form": [], "pair": []}
    for i in range(replicates):
        rng = make_generator(11, "calibration", label, str(i))
        design = layout.make_design_of(generator(rng))
        counts = run_chunk(Chunk("c", SETS, design), rng)
        pair = np.where(design.observed, (1 + counts.ligand_hits) / (SETS + 1), 1.0)
        levels["global"].append([(1 + counts.global_hits) / (SETS + 1)])
        levels["receptor"].append((1 + counts.receptor_hits) / (SETS + 1))
        levels["receptor in closed form"].append(compute_receptor_p(design)[0])
        levels["pair"].append(pair[np.nonzero(design.incidence)[0]])
    return {level: np.array(rows) for level, rows in levels.items()}


@pytest.mark.parametrize("label", LABELS)
def test_null_cargo_is_called_surprising_no_more_often_than_promised(universe, label):
    p = draw_p(universe[1], make_generators(universe)[label], label)

    broken = []
    for level, values in p.items():
        for alpha in ALPHAS:
            rates = (values <= alpha).mean(axis=1)
            # at the global level each replicate gives one yes or no
            least = np.sqrt(alpha * (1 - alpha)) if level == "global" else 0.0
            se = max(rates.std(ddof=1), least) / np.sqrt(REPLICATES)
            if rates.mean() > alpha + 3 * se:
                broken.append((level, alpha, rates.mean(), se))
    assert broken == []


@pytest.mark.parametrize("label", LABELS)
def test_null_cargo_names_a_receptor_no_more_often_than_the_false_discovery_rate(universe, label):
    _, layout, _ = universe
    generator = make_generators(universe)[label]
    found = 0
    for i in range(REPLICATES):
        design = layout.make_design_of(generator(make_generator(12, "calibration", label, str(i))))
        p, _ = compute_receptor_p(design)
        found += (compute_receptor_q(design.receptors, p)[1] <= 0.05).any()

    assert found / REPLICATES <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / REPLICATES)


def test_a_planted_enrichment_is_found(universe):
    inputs, layout, _ = universe
    cargo = inputs.select_tested_cargo(ScreenSettings())["symbol"].to_list()
    drawn = layout.make_design(cargo).drawn
    weight = np.zeros(len(layout.genes))
    weight[layout.ligand_gene] = np.log(4.0)

    p = draw_p(
        layout,
        lambda rng: simulate_stratified_cargo(layout.strata, drawn, weight, rng),
        "planted",
        replicates=40,
    )

    assert (p["global"] <= 0.05).mean() > 0.95


def test_the_uniform_null_calls_almost_every_skewed_cargo_surprising(universe):
    inputs, _, genes = universe
    covariates = genes
    uniform = lay_out_null(
        covariates, inputs.pairs, inputs.receptors, ScreenSettings(null="uniform")
    )
    cargo = make_generators(universe)["skewed"](make_generator(3))

    counts = run_chunk(Chunk("c", SETS, uniform.make_design_of(cargo)), make_generator(4))

    assert counts.global_hits == 0
