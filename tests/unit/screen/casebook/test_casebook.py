import json

import numpy as np
import pytest

from tubulus.screen.casebook import assemble_casebook, layers
from tubulus.screen.casebook.shortlist import SHORTLIST_SCHEMA
from tubulus.screen.network.reach import compute_reach_tests

TABLES = (
    "evidence", "pair_knowledge", "pair_scores", "shortlist", "calibration_groups",
    "calibration_ratios",
)  # fmt: skip


def assemble(plan, seed=1):
    return assemble_casebook(plan, np.random.default_rng(seed))


@pytest.fixture(scope="module")
def whole(whole_plan):
    return assemble(whole_plan)


def test_each_candidate_and_cell_type_has_scores(whole, whole_plan):
    keys = ["ligand", "receptor", "cell_type"]
    candidates = whole_plan.interactions.filter(state="present").select(keys)

    assert whole.pair_scores.select(keys).sort(keys).equals(candidates.sort(keys))


def test_contributions_add_up_to_the_log_odds(whole):
    for row in whole.pair_scores.iter_rows(named=True):
        added = json.loads(row["contributions"])
        total = row["prior_log_odds"] + sum(value for value in added.values() if value)
        assert total == pytest.approx(row["log_odds"])


def test_the_shortlist_holds_the_pairs_asked_for(whole, whole_plan):
    assert whole.shortlist.height == whole_plan.settings.shortlist_size
    assert dict(whole.shortlist.schema) == SHORTLIST_SCHEMA


def test_knowledge_is_of_the_pairs_of_the_screen(whole, whole_plan):
    keys = ["ligand", "receptor"]
    asked = whole_plan.interactions.select(keys).unique().sort(keys)

    assert whole.pair_knowledge.select(keys).sort(keys).equals(asked)


def test_a_group_that_was_not_weighed_is_told_with_the_reason(whole):
    assert any(note.startswith("The group detection adds nothing") for note in whole.notes)


def test_the_same_seed_gives_the_same_casebook(make_plan):
    plan = make_plan("TGFB1", "FN1", "CSF1", evidence={"rewired_graphs": 5})

    one, same = assemble(plan), assemble(plan)

    assert all(getattr(one, name).equals(getattr(same, name)) for name in TABLES)
    assert one.answers == same.answers


def test_a_cargo_without_a_ligand_gives_an_empty_shortlist(make_plan):
    book = assemble(make_plan("PSMA1", evidence={"rewired_graphs": 5}))

    assert book.shortlist.height == book.pair_scores.height == 0
    assert dict(book.shortlist.schema) == SHORTLIST_SCHEMA
    assert "contributions" in book.pair_scores.columns
    assert book.evidence.height > 0


def test_one_candidate_is_ranked_first(make_plan):
    plan = make_plan("TGFB1", evidence={"rewired_graphs": 5})
    receptors = plan.inputs.receptors.filter(symbol="TGFBR1").head(1)

    book = assemble(make_plan("TGFB1", receptors=receptors, evidence={"rewired_graphs": 5}))

    assert book.shortlist.select("rank", "ligand", "receptor").rows() == [(1, "TGFB1", "TGFBR1")]
    assert book.pair_scores.height == 1


def test_the_reach_of_the_receptors_is_computed_once(whole_plan, monkeypatch):
    calls = []

    def count(*args, **options):
        calls.append(args)
        return compute_reach_tests(*args, **options)

    monkeypatch.setattr(layers, "compute_reach_tests", count)
    assemble(whole_plan)

    assert len(calls) == 1
