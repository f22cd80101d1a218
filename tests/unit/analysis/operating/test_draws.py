import numpy as np
import pytest

from tubulus.analysis.operating.draws import draw_trials

TRIALS = 1500


@pytest.fixture
def generator():
    return np.random.default_rng(7)


def find(model, endpoint):
    return [o.endpoint for o in model.outcomes].index(endpoint)


def test_arms_have_their_planned_sizes_in_every_trial(make_trial_world, generator):
    model, world = make_trial_world(confounding="{ age = 2.0 }")
    trials = draw_trials(model, world, 50, generator)

    assert ((trials.arms == 0).sum(axis=1) == 12).all()
    assert ((trials.arms == 1).sum(axis=1) == 14).all()


THIRD = '\n[[arms]]\nid = "lifestyle"\nlabel = "Lifestyle"\nrole = "comparator"\nplanned = 9\n'
THREE = {"third_arm": THIRD, "testing": "", "treatment": '["cells", "hormones", "lifestyle"]'}


def test_three_arms_have_their_sizes_and_the_others_are_divided_at_random(
    make_trial_world, generator
):
    model, world = make_trial_world(places=THREE, confounding="{ age = 2.0 }")
    trials = draw_trials(model, world, 600, generator)
    ages = [trials.columns[trials.arms == arm, 0].mean() for arm in range(3)]

    assert [(trials.arms == arm).sum(axis=1).tolist() for arm in range(3)] == [
        [12] * 600,
        [14] * 600,
        [9] * 600,
    ]
    assert ages[0] > ages[1] + 5.0
    assert ages[1] == pytest.approx(ages[2], abs=0.5)


def test_covariates_have_their_means_spreads_shares_and_correlation(make_trial_world, generator):
    model, world = make_trial_world()
    columns = draw_trials(model, world, TRIALS, generator).columns
    age, infertility, fsh = (columns[..., i].ravel() for i in range(3))

    assert age.mean() == pytest.approx(34.0, abs=0.2)
    assert age.std() == pytest.approx(7.0, rel=0.02)
    assert set(infertility) == {0.0, 1.0}
    assert infertility.mean() == pytest.approx(0.4, abs=0.015)
    assert np.corrcoef(age, fsh)[0, 1] == pytest.approx(0.3, abs=0.02)


def test_an_outcome_without_a_described_value_before_gets_one_of_its_own(
    make_trial_world, generator
):
    model, world = make_trial_world()
    trials = draw_trials(model, world, TRIALS, generator)
    lh = find(model, "lh")
    before = trials.columns[..., model.outcomes[lh].baseline]

    assert model.covariates[-1] == "lh before"
    assert before.mean() == pytest.approx(2.0, abs=0.02)
    found = np.corrcoef(before.ravel(), trials.outcomes[lh].ravel())[0, 1]
    assert found == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("form", ["linear", "quadratic", "threshold"])
def test_every_form_keeps_the_share_of_events_and_the_spread_of_numbers(
    make_trial_world, generator, form
):
    model, world = make_trial_world(form=f'"{form}"')
    trials = draw_trials(model, world, TRIALS, generator)

    assert trials.outcomes[find(model, "sperm")].mean() == pytest.approx(0.3, abs=0.015)
    assert trials.outcomes[find(model, "lh")].std() == pytest.approx(0.4, rel=0.03)


def test_effects_are_differences_of_shares_and_of_means(make_trial_world, generator):
    model, world = make_trial_world(effects="{ r1 = 0.25, h2 = 0.3 }")
    trials = draw_trials(model, world, TRIALS, generator)
    first = trials.arms == 0
    sperm, lh = (trials.outcomes[find(model, name)] for name in ("sperm", "lh"))

    assert sperm[first].mean() - sperm[~first].mean() == pytest.approx(0.25, abs=0.02)
    assert lh[first].mean() - lh[~first].mean() == pytest.approx(0.3, abs=0.02)


def test_confounding_moves_the_arms_apart_and_none_leaves_them_alike(make_trial_world, generator):
    apart = []
    for keys in ({}, {"confounding": "{ infertility = 1.0 }"}):
        model, world = make_trial_world(**keys)
        trials = draw_trials(model, world, TRIALS, generator)
        sperm, first = trials.outcomes[find(model, "sperm")], trials.arms == 0
        apart.append(sperm[first].mean() - sperm[~first].mean())

    assert apart[0] == pytest.approx(0.0, abs=0.02)
    assert apart[1] > 0.05


def test_an_unmeasured_confounder_moves_outcomes_beyond_the_covariates(make_trial_world, generator):
    model, world = make_trial_world(unmeasured="{ allocation = 1.0, events = 1.0, numbers = 0.5 }")
    trials = draw_trials(model, world, TRIALS, generator)
    lh, first = trials.outcomes[find(model, "lh")], trials.arms == 0

    assert lh[first].mean() - lh[~first].mean() > 0.05
    assert trials.outcomes[find(model, "sperm")].mean() == pytest.approx(0.3, abs=0.015)


@pytest.mark.parametrize(
    "rule",
    [
        "share = 0.2",
        'share = 0.2, mechanism = "at random", strength = 1.0, first_arm = 1.0',
        'share = 0.2, mechanism = "not at random", strength = 1.5',
    ],
)
def test_the_share_of_missing_outcomes_is_met_and_harms_are_always_known(
    make_trial_world, generator, rule
):
    model, world = make_trial_world(missing=f"{{ {rule} }}")
    trials = draw_trials(model, world, TRIALS, generator)

    for name in ("sperm", "lh", "fsh"):
        assert 1.0 - trials.seen[find(model, name)].mean() == pytest.approx(0.2, abs=0.015)
    assert trials.seen[find(model, "harm")].all()


def test_missing_follows_its_mechanism(make_trial_world, generator):
    model, world = make_trial_world(
        missing='{ share = 0.3, mechanism = "not at random", strength = 2.0 }'
    )
    trials = draw_trials(model, world, 400, generator)
    lh = find(model, "lh")
    values, seen = trials.outcomes[lh], trials.seen[lh]

    assert values[~seen].mean() > values[seen].mean() + 0.2


def test_harms_have_the_shares_of_their_arms(make_trial_world, generator):
    model, world = make_trial_world(
        harms='[{ endpoint = "harm", arm = "cells", share = 0.4 }]',
    )
    trials = draw_trials(model, world, TRIALS, generator)
    harm = trials.outcomes[find(model, "harm")]

    assert harm[trials.arms == 0].mean() == pytest.approx(0.4, abs=0.02)
    assert harm[trials.arms == 1].mean() == pytest.approx(0.1, abs=0.02)


def test_equal_generators_draw_equal_trials(make_trial_world):
    model, world = make_trial_world(missing="{ share = 0.1 }")
    first, second = (draw_trials(model, world, 5, np.random.default_rng(2)) for _ in range(2))

    assert all((a == b).all() for a, b in zip(first.outcomes, second.outcomes, strict=True))
    assert (first.arms == second.arms).all()
