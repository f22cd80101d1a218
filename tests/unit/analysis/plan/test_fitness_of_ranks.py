"""A plan that asks for ranks has an order of outcomes."""

import pytest
from tests.support.small_study import Man, make_event, make_small_study

MEN = (Man(), Man(arm="control"))
BETTER = 'id = "fsh"\nlabel = "FSH at month 6"\n'


def plan(folder, keys, *, variable="concentration", edits=None):
    own = {
        "estimator": '"rank"',
        "missing": '"complete cases"' if variable == "fsh" else '"non-response"',
        **keys,
    }
    more = '[[estimands]]\nid = "c2"\nlabel = "Ranked"\npopulation = "all"\n'
    more += f'variable = "{variable}"\nsummary = "ranks"\nrole = "secondary"\n'
    more += "" if "treatment" in own else 'treatment = ["cells", "control"]\n'
    more += "".join(f"{key} = {value}\n" for key, value in own.items())
    return make_small_study(folder, men=MEN, more=more, edits=edits)


COMPOSITE = {"intercurrent_events": f"[{make_event('composite')}]"}


@pytest.mark.parametrize(
    ("keys", "variable", "message"),
    [
        ({"test": '"fisher"'}, "concentration", "does not belong to the estimator 'rank'"),
        ({"test": '"van-elteren"'}, "concentration", "compares within strata"),
        ({"test": '"two-part"'}, "fsh", "an amount with a spike at zero"),
        ({"missing": '"non-response"'}, "fsh", "a number that is missing has no rank"),
        ({"missing": '"event"'}, "concentration", "cannot handle missing values by 'event'"),
        ({"covariates": '["age"]'}, "concentration", "makes no use of 'covariates'"),
        ({"treatment": '["cells"]'}, "concentration", "compares 2 arms"),
        ({}, "sperm", "does not fit an endpoint of kind 'binary'"),
        (COMPOSITE, "fsh", "nothing says which value of 'fsh' is the better outcome"),
        (
            {"estimator": '"proportional-odds"', "stratum": '"infertility"'},
            "concentration",
            "makes no use of 'stratum'",
        ),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path, keys, variable, message):
    problems = plan(tmp_path, keys, variable=variable).problems

    assert [p for p in problems if message in p.message], problems


def test_an_amount_that_is_a_harm_has_no_better_rank(tmp_path):
    edits = {'kind = "amount"\n': 'kind = "amount"\nharm = true\n'}

    problems = plan(tmp_path, {}, edits=edits).problems

    assert any("more of it is no better rank" in p.message for p in problems)


@pytest.mark.parametrize("estimator", ["rank", "proportional-odds"])
def test_a_composite_event_of_a_number_ranks_last_where_better_is_said(tmp_path, estimator):
    edits = {BETTER: f'{BETTER}better = "lower"\n'}
    keys = {**COMPOSITE, "estimator": f'"{estimator}"'}

    small = plan(tmp_path, keys, variable="fsh", edits=edits)

    assert small.problems == []
    sentences = small.tables["methods"]["sentence"].to_list()
    assert any(s.startswith("Order of outcomes: by value") for s in sentences)
    assert "The lower value is the better one: it ranks higher." in sentences


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ({'kind = "amount"\n': 'kind = "amount"\nbetter = "higher"\n'}, "'number' has 'better'"),
        ({BETTER: f'{BETTER}baseline_when = "exists(allocation)"\n'}, "has 'baseline_when'"),
    ],
)
def test_keys_of_an_endpoint_belong_to_their_kind(tmp_path, edits, message):
    problems = plan(tmp_path, {}, edits=edits).problems

    assert any(message in p.message for p in problems)


def test_each_contrast_of_ranks_counts_one_test(tmp_path):
    small = plan(tmp_path, {"test": '"wilcoxon"'})

    sentences = small.tables["methods"]["sentence"].to_list()

    assert any("Ranked 1 (Wilcoxon's rank-sum test" in s for s in sentences)
