from dataclasses import replace

from tubulus.dock.external.predictions import ExternalPrediction, ExternalScore, PredictedPair
from tubulus.dock.external.table import EXTERNAL_SCORES_SCHEMA, tabulate_scores

SCORES = (
    ExternalScore("iptm", 0.6, "", True, "as given"),
    ExternalScore("interface_pae", None, "Å", False, "own", "no errors"),
)
MODEL = ExternalPrediction(
    "boltz", "2", PredictedPair("R", "L"), "m", 1, None, SCORES, "evaluated", "", "c.json"
)


def test_no_prediction_gives_the_columns_without_rows():
    table = tabulate_scores([])

    assert table.height == 0
    assert dict(table.schema) == EXTERNAL_SCORES_SCHEMA


def test_each_score_of_each_model_is_a_row():
    table = tabulate_scores([MODEL, replace(MODEL, rank=2, model="n")])

    assert table["score"].to_list() == ["iptm", "interface_pae"] * 2
    assert table["rank"].to_list() == [1, 1, 2, 2]


def test_a_score_without_value_is_unknown_with_its_reason():
    row = tabulate_scores([MODEL]).row(1, named=True)

    assert (row["value"], row["state"], row["reason"]) == (None, "unknown", "no errors")


def test_an_interface_that_is_not_evaluable_makes_all_its_rows_so():
    model = replace(MODEL, state="not_evaluable", reason="too uncertain")

    table = tabulate_scores([model])

    assert table["state"].to_list() == ["not_evaluable"] * 2
    assert table["reason"].to_list() == ["too uncertain", "no errors; too uncertain"]


def test_the_chains_of_each_partner_stand_in_the_table():
    pair = PredictedPair("R", "L", ("C",), ("A", "B"))

    row = tabulate_scores([replace(MODEL, pair=pair)]).row(0, named=True)
    none = tabulate_scores([MODEL]).row(0, named=True)

    assert (row["fixed_chains"], row["mobile_chains"]) == ("C", "A, B")
    assert (none["fixed_chains"], none["mobile_chains"]) == (None, None)


def test_a_reason_that_the_model_gives_too_stands_once():
    score = ExternalScore("iptm_pair", None, "", True, "as given", "one chain only")
    model = replace(MODEL, scores=(score,), state="not_evaluable", reason="one chain only (A)")

    assert tabulate_scores([model])["reason"].to_list() == ["one chain only (A)"]


def test_chains_that_were_turned_round_are_told_in_every_row():
    table = tabulate_scores([replace(MODEL, chain_origin="sequence, turned round")])

    assert table["reason"].str.contains("the mobile partner stands first").all()
    assert table["state"].to_list() == ["evaluated", "unknown"]
