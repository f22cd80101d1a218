"""Who counts as having the event."""

import numpy as np
import pytest
from tests.support.small_study import MISSING_RULE, Man, make_event, make_small_study

RULES = {"non-response": 0, "no event": 0, "event": 1}


def count(small, estimand="r1"):
    row = small.find("share", estimand=estimand, arm="cells", stratum="")[0]
    return row["n"], row["denominator"], row["missing"]


@pytest.mark.parametrize(("rule", "events"), RULES.items())
def test_a_missing_outcome_counts_as_the_rule_says(tmp_path, rule, events):
    men = (Man(sperm="counted"), Man(sperm=""), Man(arm="control"))
    small = make_small_study(
        tmp_path,
        men=men,
        edits={MISSING_RULE: f'estimator = "risk-difference"\nmissing = "{rule}"'},
    )

    assert count(small) == (1 + events, 2, 1)


def test_complete_cases_leave_the_missing_out(tmp_path):
    men = (Man(sperm="counted"), Man(sperm=""), Man(arm="control"))
    small = make_small_study(
        tmp_path,
        men=men,
        edits={MISSING_RULE: 'estimator = "risk-difference"'},
    )

    assert count(small) == (1, 1, 1)


def test_nothing_on_record_at_the_visit_is_missing_and_not_without_the_event(tmp_path):
    small = make_small_study(tmp_path, men=(Man(sperm=""), Man(arm="control")))

    assert count(small) == (0, 1, 1)


def test_a_harm_is_asked_of_everybody_and_no_entry_is_no_event(tmp_path):
    small = make_small_study(tmp_path, men=(Man(sperm=""), Man(harm="3"), Man(arm="control")))

    assert count(small, "s1") == (1, 2, 0)


def test_a_composite_event_makes_a_non_responder(tmp_path):
    men = (Man(sperm="counted", rescue=True), Man(sperm="counted"), Man(arm="control"))

    assert count(make_small_study(tmp_path, men=men)) == (1, 2, 0)


def test_a_composite_event_of_a_harm_is_the_harm(tmp_path):
    edits = {
        'variable = "harm"\n': 'variable = "harm"\nintercurrent_events = ['
        f"{make_event('composite')}]\n"
    }
    men = (Man(rescue=True), Man(), Man(arm="control"))

    assert count(make_small_study(tmp_path, men=men, edits=edits), "s1") == (1, 2, 0)


def test_treatment_policy_keeps_what_was_seen(tmp_path):
    men = (Man(sperm="counted", rescue=True), Man(arm="control"))
    edits = {'strategy = "composite"': 'strategy = "treatment policy"'}

    assert count(make_small_study(tmp_path, men=men, edits=edits)) == (1, 1, 0)


def test_a_hypothetical_event_leaves_the_outcome_unknown(tmp_path):
    men = (Man(sperm="counted", rescue=True), Man(sperm="counted"), Man(arm="control"))
    edits = {
        'strategy = "composite"': 'strategy = "hypothetical"',
        MISSING_RULE: 'estimator = "risk-difference"',
    }

    assert count(make_small_study(tmp_path, men=men, edits=edits)) == (1, 1, 0)


@pytest.mark.parametrize("first", ["composite", "hypothetical"])
def test_a_composite_event_prevails_whatever_the_order(tmp_path, first):
    other = {"composite": "hypothetical", "hypothetical": "composite"}[first]
    edits = {
        make_event("composite"): f"{make_event(first)}, {make_event(other)}",
        MISSING_RULE: 'estimator = "risk-difference"',
    }
    men = (Man(sperm="counted", rescue=True), Man(arm="control"))

    assert count(make_small_study(tmp_path, men=men, edits=edits)) == (0, 1, 0)


def test_the_share_with_any_amount_follows_the_same_rules(tmp_path):
    men = (Man(sperm="single"), Man(sperm=""), Man(arm="control"))
    small = make_small_study(tmp_path, men=men)

    row = small.find_one("share with any", arm="cells")

    assert (row["n"], row["denominator"], row["missing"]) == (1, 2, 1)
    assert np.isclose(row["value"], 0.5)
