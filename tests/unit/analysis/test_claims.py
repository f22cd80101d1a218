"""The sentences of the summary and what they can bear."""

from dataclasses import replace

import pytest
from tests.support.small_study import WINDOW, Man, make_men, make_small_study


def test_safety_comes_first_then_the_primary_estimand(plain):
    assert list(plain.tables["claims"]["id"])[:2] == ["s1", "r1"]


def test_no_event_gives_the_risk_that_remains_possible_arm_by_arm(plain):
    text = plain.claims["s1"]["text"]

    assert text.count("is compatible with a risk up to 30.8 % (95 %)") == 2
    assert "'Control arm' is compatible" in text
    assert "excluded" not in text


def test_a_harm_counts_those_who_were_not_followed_as_unknown(tmp_path):
    men = (*make_men("cells", 9), Man(status="lost"), *make_men("control", 4))
    text = make_small_study(tmp_path, men=men, edits=WINDOW).claims["s1"]["text"]

    # R: binom.test(1, 10)
    assert (
        "Not followed to the end and without the event: Cells arm 1 of 10, and were they all to "
        "have it 1/10 (10.0 %), 95 % CI 0.3 to 44.5 %."
    ) in text


def test_the_claim_gives_the_stratified_difference_beside_the_crude_one(tmp_path):
    yes = Man(sperm="single", infertility="secondary")
    no = replace(yes, sperm="none")
    men = (yes, yes, no, Man(), replace(yes, arm="control"), replace(no, arm="control"))
    men += (*make_men("control", 4),)
    text = make_small_study(tmp_path, men=men).claims["r1"]["text"]

    assert "Difference from Control arm +33.3 percentage points (95 % CI" in text
    assert " points). Difference from Control arm stratified by infertility +10.0 percent" in text


def test_a_claim_names_its_provenance(plain):
    assert set(plain.tables["claims"]["provenance"]) == {"p1"}


def test_an_arm_is_named_only_where_the_estimand_names_it(tmp_path):
    edits = {
        ', "control"]\nvariable = "harm"': ']\nvariable = "harm"',
    }

    assert "Control" not in make_small_study(tmp_path, edits=edits).claims["s1"]["text"]


@pytest.mark.parametrize(
    ("allocation", "words"),
    [
        ("randomised", "An effect of the treatment"),
        ("non-randomised", "it cannot show an effect"),
    ],
)
def test_a_contrast_bears_what_the_allocation_allows(tmp_path, allocation, words):
    claims = make_small_study(tmp_path, allocation=allocation).claims

    assert words in claims["r1"]["bears"]
    assert words in claims["h-fsh"]["bears"]


def test_a_single_arm_bears_no_effect(tmp_path):
    claims = make_small_study(tmp_path, arms=("cells",), allocation="single-arm").claims

    assert claims["r1"]["bears"].endswith("not why.")
    assert claims["h-fsh"]["bears"].endswith("shows no effect of the treatment.")
    assert "ratio after to before" in claims["h-fsh"]["text"]


def test_simulated_data_bear_nothing_and_say_what_real_ones_would(tmp_path):
    claims = make_small_study(tmp_path, synthetic=True).claims

    assert {c["bears"][:24] for c in claims.values()} == {"Simulated data: nothing."}
    assert claims["r1"]["bears"].startswith(
        "Simulated data: nothing. With real data of this design: a difference between groups"
    )


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        ({}, None),
        ({"control": ["fsh"]}, "Moved by design in 'Control arm'"),
        ({"cells": ["fsh"], "control": ["fsh"]}, "in 'Cells arm' and 'Control arm'"),
    ],
)
def test_a_hormone_that_a_treatment_moves_says_so(tmp_path, moves, words):
    claims = make_small_study(tmp_path, moves=moves).claims

    assert ("Moved by design" in claims["h-fsh"]["text"]) == (words is not None)
    assert words is None or words in claims["h-fsh"]["text"]
    assert "Moved by design" not in claims["h-testosterone"]["text"]


def test_an_arm_with_nobody_reads_well(tmp_path):
    claims = make_small_study(tmp_path, men=make_men("cells", 4, 1)).claims

    assert "Control arm 0/0 (not estimable: no participant)" in claims["r1"]["text"]
    assert "Difference from Control arm: not estimable, no participant" in claims["r1"]["text"]
    assert "None" not in "".join(c["text"] for c in claims.values())


def test_an_estimate_without_limits_says_why(tmp_path):
    men = [Man(fsh=("10", "10")), Man(fsh=("20", "20")), Man(arm="control", fsh=("15", "15"))]
    claims = make_small_study(tmp_path, men=men).claims

    assert "(no limits: " in claims["h-fsh"]["text"]


def test_each_contrast_of_three_arms_is_claimed(tmp_path):
    small = make_small_study(tmp_path, arms=("cells", "low", "high"))

    texts = small.tables["claims"].filter(id="h-fsh")["text"].to_list()

    assert ["Low arm" in t for t in texts] == [True, False]
    assert small.claims["r1"]["text"].count("Difference from Low arm ") == 3


def test_responders_without_a_better_examination_stand_in_the_claim(tmp_path):
    men = (Man(sperm="single", methods=("direct", "sediment")), Man(arm="control"))
    text = make_small_study(tmp_path, men=men).claims["r1"]["text"]

    assert "Without those found by a more sensitive examination: Cells arm 0/1 (0.0 %)" in text
