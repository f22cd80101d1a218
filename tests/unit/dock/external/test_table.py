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
