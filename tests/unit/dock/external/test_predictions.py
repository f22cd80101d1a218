import pytest

from tubulus.dock.external.predictions import ExternalPrediction, ExternalScore, PredictedPair


def make_prediction():
    scores = (ExternalScore("iptm", 0.6, "", True, "as given"),)
    return ExternalPrediction(
        "boltz", "", PredictedPair("R", "L"), "m", 1, None, scores, "evaluated"
    )


@pytest.mark.parametrize("names", [("", "L"), ("R", " ")])
def test_a_partner_without_name_is_refused(names):
    with pytest.raises(ValueError, match="need a name"):
        PredictedPair(*names)


def test_a_chain_cannot_belong_to_both_partners():
    with pytest.raises(ValueError, match="chain B cannot belong to both"):
        PredictedPair("R", "L", ("A", "B"), ("B", "C"))


def test_chains_are_named_for_both_partners_or_for_none():
    with pytest.raises(ValueError, match="of both partners"):
        PredictedPair("R", "L", ("A",))


def test_sequences_are_given_of_both_partners_or_of_none():
    with pytest.raises(ValueError, match="sequences of both partners"):
        PredictedPair("R", "L", fixed_sequences=("MKT",))


@pytest.mark.parametrize("given", ["MKT", ("MKT", "")])
def test_sequences_are_a_tuple_of_texts(given):
    with pytest.raises(ValueError, match="as a tuple of texts"):
        PredictedPair("R", "L", fixed_sequences=given, mobile_sequences=("MKT",))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_score_that_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="is no score"):
        ExternalScore("iptm", value, "", True, "as given")


def test_a_score_without_value_needs_a_reason():
    with pytest.raises(ValueError, match="needs a reason"):
        ExternalScore("iptm", None, "", True, "as given")


def test_a_score_is_found_by_its_name():
    assert make_prediction().get_score("iptm").value == 0.6


def test_an_unknown_name_of_a_score_names_those_that_there_are():
    with pytest.raises(KeyError, match="it gives iptm"):
        make_prediction().get_score("ipsae")
