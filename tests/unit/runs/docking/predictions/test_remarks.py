from dataclasses import replace

import polars as pl

from tubulus.dock.external.predictions import ExternalPrediction, PredictedPair
from tubulus.runs.docking.predictions.best_models import BestModel
from tubulus.runs.docking.predictions.remarks import summarise_engine, tell_models, tell_reading
from tubulus.runs.docking.reading.predictions import ReadPredictions

MODEL = ExternalPrediction(
    "boltz", "", PredictedPair("R", "L", ("B",), ("A",)), "m", 1, None, (), "evaluated"
)
TURNED = replace(MODEL, chain_origin="sequence, turned round")
READ = ReadPredictions((TURNED,), pl.DataFrame(), ("Prediction: a problem.",), frozenset())


def make_table(*rows):
    schema = {"fixed": pl.String, "mobile": pl.String, "state": pl.String, "q": pl.Float64}
    return pl.DataFrame(rows, schema=schema | {"doubt": pl.String}, orient="row")


def test_where_no_folder_is_named_nothing_is_told():
    assert tell_reading(None, [("R", "L")]) == ()


def test_problems_missing_jobs_and_turned_chains_are_told():
    absent = frozenset({("R", "M"), ("S", "L")})

    problem, missing, turned = tell_reading(replace(READ, absent=absent), [("R", "L"), ("R", "M")])

    assert problem == "Prediction: a problem."
    assert missing == "No prediction of another program for R with M."
    assert turned.startswith("Predictions of R with L: the mobile partner stands first")


def test_pairs_that_score_more_favourably_are_candidates_and_named():
    table = make_table(
        ("R", "L", "calibrated", 0.01, "low pLDDT"),
        ("S", "L", "calibrated", 0.5, None),
        ("T", "L", "not scored", None, None),
    )

    said = summarise_engine("boltz", "ipsae", table)

    assert "compared by ipSAE of the best model of each job (by confidence_score)" in said
    assert "of 3 asked pairs 2 could be set against decoy pairs" in said
    assert (
        "1 scores more favourably at q of at most 0.05 (a candidate interaction): R with L" in said
    )
    assert "The interface of 1 of these is uncertain." in said
    assert "was not measured" in said
    assert "binds" not in said


def test_where_no_pair_stands_out_that_is_said():
    said = summarise_engine("boltz", "iptm", make_table(("R", "L", "calibrated", 0.5, None)))

    assert "of 1 asked pair 1 could be set against decoy pairs and none scores more" in said


def test_further_jobs_of_a_pair_are_told():
    (said,) = tell_models("boltz", [BestModel(MODEL, 1, 1)], [("R", "L")])

    assert said == "Of several jobs of a pair by boltz the first by name counts: R with L."
