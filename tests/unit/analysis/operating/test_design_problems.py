"""What a plan's [design] lacks is said all at once, with its place."""

import pytest
from tests.unit.analysis.operating.conftest import write_scenario


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
