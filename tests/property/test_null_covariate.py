"""A covariate without bearing moves no estimate: over 5,000 simulated trials within 3 MC errors."""

from pathlib import Path

import numpy as np
import pytest

from tubulus.analysis.operating.draws import draw_trials
from tubulus.analysis.operating.model import make_model
from tubulus.analysis.operating.scenarios import make_world
from tubulus.analysis.plan.plan import read_plan
from tubulus.stats.linear.ancova_batch import compute_ancova_batch
from tubulus.stats.stacks import compute_stacked_weighting
from tubulus.stats.stacks.weighting import fit_stacked_scores
from tubulus.study.definition.reading import read_study

TRIALS = 5000
STUDY = Path(__file__).parents[2] / "validation" / "trial_coverage"


@pytest.fixture(scope="module")
def trials():
    """Return arms, covariates, an outcome and a covariate without bearing on anything."""
    study = read_study(STUDY)
    plan = read_plan(study)
    model = make_model(study, plan, plan.design)
    scenario = next(s for s in plan.design.scenarios if s.id == "moderate")
    world = make_world(model, scenario, np.random.default_rng(1))
    drawn = draw_trials(model, world, TRIALS, np.random.default_rng(2))
    position = [o.endpoint for o in model.outcomes].index("fsh")
    null = np.random.default_rng(3).normal(size=(*drawn.arms.shape, 1))
    arms = (drawn.arms == 0).astype(float)
    return arms, drawn.columns, drawn.outcomes[position], null


def require_no_move(without, with_it):
    moved = with_it - without
    error = moved.std(ddof=1) / np.sqrt(moved.size)

    assert error > 0.0
    assert abs(moved.mean()) < 3.0 * error


def test_a_null_covariate_does_not_move_ancova(trials):
    arms, columns, outcome, null = trials
    without = compute_ancova_batch(outcome, arms, columns)
    with_it = compute_ancova_batch(outcome, arms, np.concatenate([columns, null], axis=2))

    require_no_move(without.estimates, with_it.estimates)


def test_a_null_covariate_does_not_move_overlap_weighting(trials):
    arms, columns, outcome, null = trials
    counted = np.ones(arms.shape, dtype=bool)
    ones = np.ones((*arms.shape, 1))
    estimates = []
    for covariates in ([columns], [columns, null]):
        scores = fit_stacked_scores(np.concatenate([ones, *covariates], axis=2), arms, counted)
        estimates.append(compute_stacked_weighting(scores, outcome, "ATO")[0].estimate)
    fitted = np.isfinite(estimates[0]) & np.isfinite(estimates[1])

    assert fitted.mean() > 0.99
    require_no_move(estimates[0][fitted], estimates[1][fitted])
