import numpy as np
import pytest

from tubulus.analysis.operating.cells import find_truth, list_cells
from tubulus.analysis.operating.draws import draw_trials

STRONG = {"confounding": "{ age = 1.0, infertility = 0.8 }"}


def list_truths(model, world):
    cells = list_cells(model)
    return {(c.estimand.id, c.kind, c.target): find_truth(world, c) for c in cells}


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

    assert [find_truth(world, c).value for c in cells] == [0.4, 0.1]


THIRD = '\n[[arms]]\nid = "lifestyle"\nlabel = "Lifestyle"\nrole = "comparator"\nplanned = 9\n'
SECOND = """
[[estimands]]
id = "{id}"
label = "Against the programme"
population = "treated"
treatment = ["{first}", "lifestyle"]
variable = "{variable}"
summary = "contrast"
estimator = "{estimator}"
role = "secondary"

[adjustment]
"""
THREE = {"third_arm": THIRD, "testing": ""}


def add_estimand(name, variable, first="cells"):
    binary = variable == "sperm"
    estimator = 'risk-difference"\nmissing = "complete cases' if binary else "ancova"
    text = SECOND.format(id=name, first=first, variable=variable, estimator=estimator)
    return ("\n[adjustment]\n", text)


def find_planned(model, world, name):
    cells = [c for c in list_cells(model) if c.estimand.id == name and c.is_planned]
    return [find_truth(world, cell) for cell in cells]


def test_each_comparator_has_an_effect_of_its_own(make_trial_world):
    model, world = make_trial_world(
        edits=[add_estimand("r2", "sperm")], places=THREE, effects="{ r1 = 0.15, r2 = 0.25 }"
    )
    trials = draw_trials(model, world, 4000, np.random.default_rng(2))
    seen = [trials.outcomes[1][trials.arms == arm].mean() for arm in range(3)]

    assert find_planned(model, world, "r1")[0].value == 0.15
    assert find_planned(model, world, "r2")[0].value == 0.25
    assert seen == pytest.approx([0.45, 0.3, 0.2], abs=0.012)


def test_a_comparator_that_does_not_differ_has_a_true_effect_of_exactly_nothing(make_trial_world):
    model, world = make_trial_world(
        edits=[add_estimand("h3", "fsh")], places=THREE, effects="{ h1 = 0.4, h3 = 0.0 }"
    )
    trials = draw_trials(model, world, 4000, np.random.default_rng(2))
    fsh = [o.endpoint for o in model.outcomes].index("fsh")
    seen = [trials.outcomes[fsh][trials.arms == arm].mean() for arm in range(3)]

    assert find_planned(model, world, "h3")[0].value == 0.0
    assert seen == pytest.approx([3.4, 3.0, 3.4], abs=0.02)


def test_what_two_effects_say_holds_between_their_comparators(make_trial_world):
    # hormones against the programme follows from the two contrasts of the cells
    third = add_estimand("r3", "sperm", first="hormones")
    model, world = make_trial_world(
        edits=[add_estimand("r2", "sperm"), third],
        places=THREE,
        effects="{ r1 = 0.15, r2 = 0.25 }",
    )

    assert find_planned(model, world, "r3")[0].value == pytest.approx(0.1, abs=0.005)
