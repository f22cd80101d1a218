from dataclasses import replace

import numpy as np
import pytest

from tubulus.screen.casebook.questions import ask_networks


def ask(plan, seed=1):
    return {row.null: row for row in ask_networks(plan, np.random.default_rng(seed))}


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


def test_the_same_seed_gives_the_same_answers(whole_plan):
    assert ask(whole_plan, 3) == ask(whole_plan, 3)
