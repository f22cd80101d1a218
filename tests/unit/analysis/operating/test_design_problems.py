"""What a plan's [design] lacks is said all at once, with its place."""

import pytest
from tests.unit.analysis.operating.conftest import write_scenario
from tests.unit.analysis.operating.test_scenarios import THIRD, add_estimand


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("planned = 12\n", "", "'cells' has no planned number"),
        ('id = "age"\nmean = 34.0\nsd = 7.0', 'id = "age"\nshare = 0.5', "'age' is a number"),
        (
            'id = "infertility"\nshare = 0.4',
            'id = "infertility"\nmean = 0.4\nsd = 1.0',
            "no number",
        ),
        ('endpoint = "lh"\nmean', 'endpoint = "harm2"\nmean', "no endpoint 'harm2'"),
        ('covariates = ["age", "fsh"]\nvalue', 'covariates = ["age", "x"]\nvalue', "two different"),
        ('endpoint = "sperm"\nshare = 0.3', 'endpoint = "sperm"\nmean = 1.0\nsd = 1.0', "'binary'"),
        ("infertility = 0.6", "testis = 0.6", "no covariate 'testis'"),
        ('id = "fsh"\nmean = 3.0', 'id = "lh"\nmean = 3.0', "no baseline variable 'lh'"),
        ('hormones.fsh@baseline"\nscale = "log"', 'hormones.fsh@baseline"', "other scales"),
    ],
)
def test_a_part_that_does_not_fit_is_named(make_study, old, new, message):
    _, _, problems = make_study(edits=[(old, new)])

    assert any(message in str(problem) for problem in problems)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"effects": "{ r1 = 0.9 }"}, "outside (0, 1)"),
        ({"effects": "{ r9 = 0.1 }"}, "no estimand 'r9'"),
        ({"effects": "{ h1 = -15 }"}, "'h1' is 30 SDs of 'fsh'"),
        ({"effects": "{ s1 = 0.1 }"}, "'s1' is of a harm"),
        ({"confounding": "{ testis = 0.4 }"}, "no covariate 'testis'"),
        ({"harms": '[{ endpoint = "harm", arm = "x", share = 0.1 }]'}, "no arm 'x'"),
    ],
)
def test_a_scenario_that_does_not_fit_is_named(make_study, keys, message):
    _, _, problems = make_study(write_scenario(**keys))

    assert any(message in str(problem) for problem in problems)


def test_a_covariate_that_the_plan_adjusts_for_must_be_described(make_study):
    old = '[[design.covariates]]\nid = "infertility"\nshare = 0.4\nsource = "assumption"\n'
    _, _, problems = make_study(edits=[(old, ""), (", infertility = 0.6", "")])

    assert any("adjusts for 'infertility'" in str(problem) for problem in problems)


def test_a_covariate_described_twice_is_refused(make_study):
    old = 'id = "infertility"\nshare = 0.4'
    _, _, problems = make_study(edits=[(old, 'id = "age"\nshare = 0.4')])

    assert any("'age' is described twice" in str(problem) for problem in problems)


def make_third(name, first="cells"):
    """Return places and edits that compare a third arm on the same event."""
    return {
        "third_arm": THIRD,
        "testing": "",
        "edits": [add_estimand(name, "sperm", first)],
    }


def test_an_effect_that_is_open_beside_another_is_asked_for(make_study):
    _, _, problems = make_study(write_scenario(effects="{ r1 = 0.2 }"), **make_third("r2"))

    (problem,) = problems
    assert problem.message == "the effect of 'r2' is open, as another on 'sperm' is named"
    assert "r2 = 0.0" in problem.remedy


def test_effects_that_cannot_be_true_together_are_refused(make_study):
    third = make_third("r2")
    third["edits"] += [add_estimand("r3", "sperm", "hormones")]
    effects = "{ r1 = 0.2, r2 = 0.2, r3 = 0.1 }"
    _, _, problems = make_study(write_scenario(effects=effects), **third)

    (problem,) = problems
    assert problem.message == "the effect of 'r3' contradicts the others on 'sperm'"


def test_an_effect_on_what_is_not_simulated_is_refused(make_study):
    edits = [('estimator = "ancova"\ncovariates = ["age"]\ntest = "t"', 'estimator = "mmrm"')]
    _, _, problems = make_study(write_scenario(effects="{ h2 = 0.2 }"), edits=edits, testing="")

    assert any("'h2' bears on nothing: it is not simulated" in p.message for p in problems)
