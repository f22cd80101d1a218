"""Shares, their differences, and responders whom only a better examination found."""

from dataclasses import replace

import pytest
from tests.support.small_study import Man, make_men, make_small_study

from tubulus.analysis.estimators.shares.search_effort import FLAGGED, SAME_EXAMINATION

HARDER = ("direct", "sediment")


@pytest.fixture
def flagged(tmp_path):
    """Three responders of four in the first arm, two of them examined harder than before."""
    found = Man(sperm="single", infertility="secondary")
    harder = replace(found, methods=HARDER)
    men = (found, harder, harder, replace(Man(), methods=HARDER), *make_men("control", 4, 1))
    return make_small_study(tmp_path, men=men)


def test_a_share_has_its_counts_and_exact_limits(plain):
    row = plain.find_one("share", estimand="r1", arm="cells", section="responders")

    assert (row["n"], row["denominator"], row["value"]) == (3, 10, 0.3)
    # R: binom.test(3, 10)
    assert row["low"] == pytest.approx(0.06673951, abs=1e-8)
    assert row["high"] == pytest.approx(0.6524529, abs=1e-7)


def test_nobody_with_the_event_adds_the_one_sided_limit(plain):
    row = plain.find_one("upper limit", estimand="s1", arm="cells")

    assert row["value"] == pytest.approx(1 - 0.05 ** (1 / 10))
    assert row["low"] is None


def test_each_stratum_has_its_own_denominator_in_every_arm(flagged):
    rows = flagged.find("share", estimand="r1", section="responders")

    counted = {(r["arm"], r["stratum"].split(": ")[-1]): (r["n"], r["denominator"]) for r in rows}

    assert counted == {
        ("cells", ""): (3, 4),
        ("control", ""): (1, 4),
        ("cells", "primary"): (0, 1),
        ("control", "primary"): (1, 4),
        ("cells", "secondary"): (3, 3),
        ("control", "secondary"): (0, 0),
    }


def test_each_stratum_and_everybody_have_a_risk_difference(flagged):
    rows = flagged.find("risk difference", section="responders")

    found = {r["stratum"].split(": ")[-1]: (r["state"], r["value"]) for r in rows}

    assert found == {
        "": ("estimated", 0.5),
        "primary": ("estimated", -0.25),
        "secondary": ("not estimable", None),
    }


def test_those_whose_stratum_is_unknown_are_shown_and_not_lost(tmp_path):
    small = make_small_study(tmp_path, men=(Man(), Man(infertility=""), Man(arm="control")))

    rows = small.find("share", stratum="Infertility: unknown", section="responders", arm="cells")

    assert [r["denominator"] for r in rows] == [1]


def test_responders_found_by_a_better_examination_stand_beside_the_share(flagged):
    row = flagged.find_one(FLAGGED, arm="cells")
    kept = flagged.find_one(SAME_EXAMINATION, arm="cells")

    assert (row["section"], row["n"], row["denominator"]) == ("responders", 2, 3)
    assert (kept["section"], kept["n"], kept["denominator"]) == ("responders", 1, 4)
    assert flagged.find_one(FLAGGED, arm="control")["n"] == 0


def test_the_sensitivity_counts_them_as_without_the_event(flagged):
    row = flagged.find_one("share", section="sensitivity", arm="cells")

    assert (row["n"], row["denominator"], row["role"]) == (1, 4, "sensitivity")
    assert row["note"].startswith("2 found by a more sensitive examination than at baseline are")


def test_without_an_examination_nothing_is_flagged(tmp_path):
    edits = {
        'examination = { form = "semen", baseline = ["baseline"], follow_up = "month-6" }\n': "",
        'sensitivity = ["same examination"]\n': "",
    }
    small = make_small_study(tmp_path, edits=edits)

    assert small.find(FLAGGED) == []
    assert small.find("share", section="sensitivity") == []


def test_a_single_arm_has_the_sensitivity_without_a_contrast(tmp_path):
    men = (Man(sperm="single", methods=HARDER), Man())
    small = make_small_study(tmp_path, men=men, arms=("cells",), allocation="single-arm")

    assert small.find_one("share", section="sensitivity")["n"] == 0
    assert small.find("risk difference") == []


def test_there_is_one_test_for_the_estimand_and_none_in_the_strata(plain):
    assert [r["stratum"] for r in plain.find("p", section="responders")] == [""]


@pytest.mark.parametrize(
    ("allocation", "note"),
    [("non-randomised", "exploratory, not randomised"), ("randomised", "")],
)
def test_a_p_value_says_where_nobody_was_randomised(tmp_path, allocation, note):
    small = make_small_study(tmp_path, allocation=allocation)

    assert [r["note"] for r in small.find("p", section="responders")] == [note]


def test_the_test_is_the_one_that_the_plan_names(tmp_path):
    methods = {
        test: make_small_study(tmp_path / test, test=test).find("p", section="responders")
        for test in ("none", "fisher", "boschloo")
    }

    assert methods["none"] == []
    assert "Fisher" in methods["fisher"][0]["method"]
    assert "Boschloo" in methods["boschloo"][0]["method"]


def test_why_men_are_missing_stands_beside_the_share(tmp_path):
    gone = Man(sperm="", status="lost")
    men = (Man(), gone, gone, replace(gone, status="pregnancy"), Man(arm="control"))
    small = make_small_study(tmp_path, men=men)

    row = small.find_one("share", estimand="r1", arm="cells", section="responders")

    assert (row["missing"], row["denominator"]) == (3, 4)
    assert row["note"] == (
        "Cells arm, without the value: lost to follow-up 2, pregnancy of the partner 1"
    )


def test_without_a_disposition_form_no_reason_is_made_up(tmp_path):
    small = make_small_study(tmp_path, men=(Man(sperm=""), Man(arm="control")), forms=())

    row = small.find_one("share", estimand="r1", arm="cells", section="responders")

    assert (row["missing"], row["note"]) == (1, "")
