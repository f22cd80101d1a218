from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from tubulus.screen.casebook import questions
from tubulus.screen.casebook.layers import compute_plan_reach
from tubulus.screen.casebook.questions import ask_networks
from tubulus.screen.network.files import read_interactions
from tubulus.screen.plan import plan_screen


@pytest.fixture
def small_networks_will_do(monkeypatch):
    """Let the few interactions of the fixture answer."""
    monkeypatch.setattr(questions, "LEAST_EDGES", 1)
    monkeypatch.setattr(questions, "LEAST_RECEPTORS", 1)


def answer(plan, seed):
    return ask_networks(plan, compute_plan_reach(plan), np.random.default_rng(seed))


def ask(plan, seed=1):
    return {row.null: row for row in answer(plan, seed)}


@pytest.mark.usefixtures("small_networks_will_do")
def test_both_questions_are_answered_where_the_tables_are_there(whole_plan):
    rows = ask(whole_plan)

    assert {row.state for row in rows.values()} == {"computed"}
    assert rows["rewired"].draws == whole_plan.settings.sets


@pytest.mark.parametrize(
    ("null", "key"),
    [("rewired", "evidence.rewired_graphs"), ("downstream", "evidence.signalling_file")],
)
def test_a_question_that_is_switched_off_names_its_key(make_plan, null, key):
    row = ask(make_plan(evidence={"rewired_graphs": 0}))[null]

    assert (row.state, row.key) == ("not_computed", key)


def test_a_pair_table_without_an_exposed_ligand_leaves_the_pairing_open(whole_plan):
    inputs = replace(whole_plan.inputs, pairs=whole_plan.inputs.pairs.head(0))

    row = ask(replace(whole_plan, inputs=inputs))["rewired"]

    assert row.state == "not_computed"
    assert "no exposed ligand" in row.reason


@pytest.mark.usefixtures("small_networks_will_do")
def test_the_same_seed_gives_the_same_answers(whole_plan):
    assert ask(whole_plan, 3) == ask(whole_plan, 3)


@pytest.mark.usefixtures("small_networks_will_do")
def test_proteins_that_do_not_count_bring_no_receptor_to_the_question_downstream(whole_plan):
    cargo = whole_plan.inputs.cargo.with_columns(tier=pl.lit("antibody_array"))
    inputs = replace(whole_plan.inputs, cargo=cargo)

    row = ask(plan_screen(inputs, whole_plan.settings))["downstream"]

    assert (row.state, row.key) == ("not_computed", "")
    assert "counted partner" in row.reason


@pytest.mark.usefixtures("small_networks_will_do")
def test_the_answer_downstream_does_not_hang_on_the_tables_that_are_rewired(whole_plan):
    evidence = whole_plan.settings.evidence.model_copy(update={"rewired_graphs": 0})
    settings = whole_plan.settings.model_copy(update={"evidence": evidence})

    alone = ask(replace(whole_plan, settings=settings))["downstream"]

    assert alone == ask(whole_plan)["downstream"]


def test_a_network_of_a_handful_of_interactions_answers_nothing(whole_plan):
    row = ask(whole_plan)["downstream"]

    assert (row.state, row.p, row.key) == ("not_computed", None, "evidence.signalling_file")
    assert "holds 6 interactions (1000 are the least)" in row.reason
    assert "receptors to compare with (20 are the least)" in row.reason


@pytest.mark.usefixtures("small_networks_will_do")
def test_a_network_without_signs_is_said_to_have_none(whole_plan, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("a,b\nKIT,PIK3CA\nPIK3CA,AKT1\nTGFBR1,SMAD3\nCSF1R,AKT1\nITGB1,AKT1\n")
    evidence = replace(whole_plan.inputs.evidence, signalling=read_interactions(path))
    inputs = replace(whole_plan.inputs, evidence=evidence)

    row = ask(replace(whole_plan, inputs=inputs))["downstream"]

    assert row.state == "computed"
    assert "no signs and no direction" in row.reason
    assert "no signs" not in ask(whole_plan)["downstream"].reason
