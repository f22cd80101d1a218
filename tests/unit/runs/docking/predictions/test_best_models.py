import pytest

from tubulus.dock.external.predictions import ExternalPrediction, ExternalScore, PredictedPair
from tubulus.runs.docking.predictions.best_models import choose_score, find_best_models

ASKED = [("R0", "L")]


def make(fixed, *, rank=1, chains=("A", "B"), model="m", **values):
    scores = tuple(
        ExternalScore(name, value, "", True, "made", "" if value is not None else "absent")
        for name, value in values.items()
    )
    pair = PredictedPair(fixed, "L", chains[:1], chains[1:])
    return ExternalPrediction("boltz", "", pair, model, rank, None, scores, "evaluated")


def choose(*predictions):
    return choose_score([*find_best_models(predictions).values()], ASKED)


def test_the_first_model_of_the_first_job_that_holds_both_partners_is_the_best():
    alone = make("R0", chains=())
    jobs = [alone, make("R0", model="b"), make("R0", model="c", rank=2), make("R0", model="d")]

    best = find_best_models(jobs)["R0", "L"]

    assert (best.prediction.model, best.n_models, best.other_jobs) == ("b", 2, 2)


def test_a_pair_whose_models_hold_one_chain_has_no_whole_model():
    assert not find_best_models([make("R0", chains=())])["R0", "L"].is_whole


@pytest.mark.parametrize(
    ("asked", "decoys", "chosen"),
    [
        ((0.5, 0.6), [(0.1, 0.2), (0.1, 0.2)], "ipsae"),
        ((0.5, 0.6), [(None, 0.2), (0.1, 0.2)], "ipsae"),
        ((0.5, 0.6), [(None, 0.2), (None, 0.2), (0.1, 0.2)], "iptm_pair"),
        ((None, 0.6), [(0.1, 0.2), (0.1, 0.2)], "iptm_pair"),
        ((0.5, 0.6), [(None, None), (None, None), (0.1, None)], "ipsae"),
        ((None, None), [(0.1, 0.2), (0.1, 0.2)], "ipsae"),
        ((None, None), [(None, None)], None),
    ],
)
def test_the_first_score_of_all_asked_and_half_of_the_decoy_pairs_is_chosen(asked, decoys, chosen):
    rows = [asked, *decoys]
    made = [make(f"R{i}", ipsae=one, iptm_pair=two) for i, (one, two) in enumerate(rows)]

    assert choose(*made) == chosen


def test_the_iptm_of_more_than_two_chains_is_no_score_of_the_pair():
    models = [make("R0", chains=("A", "B", "C"), iptm=0.9), make("R1", iptm=0.2)]

    best = find_best_models(models)

    assert best["R0", "L"].get_value("iptm") is None
    assert best["R1", "L"].get_value("iptm") == 0.2
