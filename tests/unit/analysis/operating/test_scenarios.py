import numpy as np
import pytest

from tubulus.analysis.operating.cells import find_truth, list_cells
from tubulus.analysis.operating.draws import draw_trials

STRONG = {"confounding": "{ age = 1.0, infertility = 0.8 }"}


def list_truths(model, world):
    cells = list_cells(model)
    return {(c.estimand.id, c.kind, c.target): find_truth(world, c, model.treated) for c in cells}


def test_without_effects_every_contrast_is_exactly_zero(make_trial_world):
    model, world = make_trial_world(**STRONG)
    truths = list_truths(model, world)

    found = {(t.value, t.error) for (name, _, _), t in truths.items() if name != "s1"}
    assert found == {(0.0, 0.0)}


def test_the_effect_on_a_number_is_the_truth_for_every_target(make_trial_world):
    model, world = make_trial_world(effects="{ h1 = 0.2 }", **STRONG)
    truths = list_truths(model, world)

    found = {(t.value, t.error) for (name, _, _), t in truths.items() if name == "h1"}
    assert found == {(0.2, 0.0)}


def test_the_effect_on_an_event_holds_for_everybody_and_differs_for_other_targets(
    make_trial_world,
):
    model, world = make_trial_world(effects="{ r1 = 0.2 }", **STRONG)
    truths = list_truths(model, world)

    assert truths["r1", "difference", "ATE"].value == 0.2
    assert truths["r1", "weighted", "ATO"].value == pytest.approx(0.2, abs=0.03)
    assert truths["r1", "weighted", "ATO"].error > 0.0


def test_under_interaction_the_treated_differ_from_everybody(make_trial_world):
    model, world = make_trial_world(form='"interaction"', **STRONG)
    truths = list_truths(model, world)
    trials = draw_trials(model, world, 4000, np.random.default_rng(1))
    # what each participant's covariates add in one arm and take away in the other
    age = (trials.columns[..., 0] - 34.0) / 7.0
    fsh = (trials.columns[..., 2] - 3.0) / 0.5
    own = 0.5 * (0.2 * age + 0.7 * fsh)

    assert truths["h1", "ancova", "ATE"].value == 0.0
    assert truths["h1", "weighted", "ATT"].value == pytest.approx(
        own[trials.arms == 0].mean(), abs=0.02
    )


def test_harms_are_true_by_their_shares(make_trial_world):
    model, world = make_trial_world(harms='[{ endpoint = "harm", arm = "cells", share = 0.4 }]')
    cells = [c for c in list_cells(model) if c.kind == "share"]

    assert [find_truth(world, c, model.treated).value for c in cells] == [0.4, 0.1]
