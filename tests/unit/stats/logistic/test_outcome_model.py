from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear.designs import SharedDesign
from tubulus.stats.logistic.newton import compute_probabilities
from tubulus.stats.logistic.outcome_model import (
    OutcomeModel,
    correct_intercepts,
    fit_models,
    fit_outcome_model,
)

GENERATOR = np.random.default_rng(6)
DESIGN = np.column_stack([np.ones(50), np.arange(50) % 2, GENERATOR.normal(size=50)])
EVENT = (GENERATOR.random(50) < 0.2).astype(float)


def test_corrected_risks_add_up_to_the_events_and_penalised_ones_lie_nearer_to_one_half():
    fits = {model: fit_outcome_model(DESIGN, EVENT, model) for model in ("flic", "firth")}
    totals = {
        model: compute_probabilities(DESIGN @ fit.coefficients).sum() for model, fit in fits.items()
    }

    assert totals["flic"] == pytest.approx(EVENT.sum())
    assert totals["firth"] > EVENT.sum()
    assert fits["flic"].coefficients[1:] == pytest.approx(fits["firth"].coefficients[1:])


@pytest.mark.parametrize("model", ["firth", "flic", "maximum likelihood"])
def test_many_fits_equal_single_ones(model):
    weights = np.stack([np.ones(50), np.arange(50) < 40])
    coefficients = fit_models(SharedDesign(DESIGN), np.tile(EVENT, (2, 1)), weights, model)

    for row, n in enumerate((50, 40)):
        single = fit_outcome_model(DESIGN[:n], EVENT[:n], model)
        assert isinstance(single, OutcomeModel)
        assert coefficients[row] == pytest.approx(single.coefficients, abs=1e-8)


@pytest.mark.parametrize("event", [np.zeros(50), np.ones(50)])
def test_without_both_outcomes_there_is_no_corrected_intercept(event):
    assert "same outcome" in fit_outcome_model(DESIGN, event, "flic")
    once = np.ones((1, 50))
    assert np.isnan(
        correct_intercepts(SharedDesign(DESIGN), event[None], once, np.zeros((1, 3)))
    ).all()


def test_leverage_one_leaves_no_influence():
    alone = np.column_stack([np.ones(6), [0, 0, 0, 0, 0, 1]])

    assert "leverage 1" in fit_outcome_model(alone, np.array([1, 0, 1, 0, 0, 1.0]), "firth")


def test_separation_is_the_reason_of_maximum_likelihood_alone():
    event = DESIGN[:, 1]

    assert "separates" in fit_outcome_model(DESIGN, event, "maximum likelihood")
    assert isinstance(fit_outcome_model(DESIGN, event, "firth"), OutcomeModel)


@pytest.mark.parametrize("fit", [fit_outcome_model, fit_models])
def test_an_unknown_model_is_refused(fit):
    arguments = (SharedDesign(DESIGN), EVENT[None], np.ones((1, 50)))

    with pytest.raises(ValueError, match="the model is"):
        fit(*(arguments if fit is fit_models else (DESIGN, EVENT)), "probit")
