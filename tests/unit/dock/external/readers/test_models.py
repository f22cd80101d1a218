import pytest

from tubulus.dock.external.predictions import ExternalPrediction, ExternalScore, PredictedPair
from tubulus.dock.external.readers.models import rank_models


def make(name, value):
    reason = "" if value is not None else "absent"
    scores = (ExternalScore("ranking_score", value, "", True, "as given", reason),)
    pair = PredictedPair("R", "L")
    return ExternalPrediction("boltz", "", pair, name, 1, None, scores, "evaluated")


@pytest.mark.parametrize("values", [(0.5, 0.9, None), (-98.0, 0.0, None)])
def test_models_are_ranked_best_first_and_unknown_ones_last(values):
    models = [make(name, value) for name, value in zip("abc", values, strict=True)]

    ranked = rank_models(models[::-1], "ranking_score")

    assert [(model.model, model.rank) for model in ranked] == [("b", 1), ("a", 2), ("c", 3)]


def test_ties_are_ordered_by_name():
    ranked = rank_models([make("b", 0.5), make("a", 0.5)], "ranking_score")

    assert [model.model for model in ranked] == ["a", "b"]
