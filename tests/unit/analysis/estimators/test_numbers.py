"""Adjusted contrasts and what stands beside them."""

import math

import pytest
from tests.support.small_study import Man, make_event, make_men, make_small_study

from tubulus.analysis.estimators.absences import BELOW_LIMIT


def make_pairs(arm, pairs, **differs):
    return [Man(arm=arm, fsh=(str(a), str(b)), **differs) for a, b in pairs]


EVEN = [(10, 12), (20, 21), (30, 36), (40, 37)]


def test_the_ratio_is_one_where_both_arms_hold_the_same_values(tmp_path):
    men = [*make_pairs("cells", EVEN), *make_pairs("control", EVEN)]
    row = make_small_study(tmp_path, men=men).find_one("geometric mean ratio")

    assert row["value"] == pytest.approx(1.0)
    assert row["low"] == pytest.approx(1 / row["high"])


def test_a_constant_factor_comes_back_as_the_ratio(tmp_path):
    men = make_pairs("cells", [(a, 1.5 * b) for a, b in EVEN]) + make_pairs("control", EVEN)

    assert make_small_study(tmp_path, men=men).find_one("geometric mean ratio")[
        "value"
    ] == pytest.approx(1.5)


def test_an_identity_scale_gives_a_difference_in_the_unit(tmp_path):
    men = [Man(t=(str(a), str(a + 3 + k % 2))) for k, a in enumerate((8, 9, 11, 14))]
    men += [Man(arm="control", t=(str(a), str(a + k % 2))) for k, a in enumerate((8, 9, 11, 14))]
    row = make_small_study(tmp_path, men=men).find_one("adjusted difference")

    assert (row["value"], row["unit"]) == (pytest.approx(3.0), "nmol/L")


TESTED = {'estimator = "ancova"\n': 'estimator = "ancova"\ntest = "t"\n'}


def test_a_contrast_has_no_p_value_unless_the_plan_asks_for_it(plain):
    assert plain.find("p", endpoint="fsh") == []


def test_a_p_value_of_a_contrast_says_where_nobody_was_randomised(tmp_path):
    row = make_small_study(tmp_path, edits=TESTED).find_one("p", endpoint="fsh")

    assert row["note"].startswith("exploratory, not randomised; ")
    assert row["unit"] == ""


def test_values_below_the_limit_are_counted_apart_from_missing_ones(tmp_path):
    men = [*make_men("cells", 6), *make_men("control", 6)]
    men += [Man(fsh=("9", "<0.2")), Man(fsh=("<0.2", "9")), Man(fsh=("9", "")), Man(fsh=("9", "0"))]
    small = make_small_study(tmp_path, men=men)

    row = small.find_one("geometric mean ratio")

    assert (row["n"], row["denominator"], row["missing"]) == (12, 16, 4)
    assert row["note"] == (
        "6 and 6 with all values; 2 left out for a value below the limit of quantification; "
        "1 left out for a missing value; 1 left out because a value is not positive; "
        "adjusted for the value before"
    )
    counted = {
        r["stratum"]: (r["n"], r["denominator"]) for r in small.find(BELOW_LIMIT, arm="cells")
    }
    assert counted == {"before": (1, 10), "after": (1, 10)}


def test_what_was_entered_and_is_no_number_is_counted_by_its_state(tmp_path):
    men = [*make_men("cells", 6), *make_men("control", 6)]
    men += [Man(fsh=("9", ">200")), Man(fsh=("9", "NA")), Man(fsh=("<0.2", ">200"))]
    small = make_small_study(tmp_path, men=[*men, Man(fsh=("9", "high")), Man(fsh=("9", ""))])

    row = small.find_one("geometric mean ratio")

    assert row["note"] == (
        "6 and 6 with all values; 1 left out for a value below the limit of quantification; "
        "1 left out for a value above a limit; 1 left out for a value not applicable; "
        "1 left out for a value unreadable; 1 left out for a missing value; "
        "adjusted for the value before"
    )
    after = small.find("median", arm="cells", stratum="after", endpoint="fsh")
    assert [r["note"] for r in after] == [
        "counted as missing in 'cells': above a limit 2, not applicable 1, unreadable 1"
    ]
    within = small.find_one("within-arm ratio", arm="cells", endpoint="fsh")
    assert within["note"].endswith(
        "counted as missing in 'cells': below the limit of quantification 1, above a limit 1, "
        "not applicable 1, unreadable 1"
    )


def test_nothing_is_said_of_limits_where_no_value_is_below_one(plain):
    assert plain.find(BELOW_LIMIT) == []


@pytest.mark.parametrize("fsh", [("9", ""), ("", "9"), ("9", "0"), ("0", "9"), ("<0.2", "9")])
def test_a_level_held_by_nobody_who_can_be_analysed_does_not_spoil_the_fit(tmp_path, fsh):
    men = [*make_men("cells", 6), *make_men("control", 6)]
    men.append(Man(infertility="secondary", fsh=fsh))
    row = make_small_study(tmp_path, men=men, covariates=("infertility",)).find_one(
        "geometric mean ratio"
    )

    assert row["state"] == "estimated"
    assert row["note"].endswith("adjusted for the value before, Infertility")


def test_a_hypothetical_event_takes_the_value_out(tmp_path):
    men = [*make_men("cells", 6), *make_men("control", 6), Man(rescue=True, fsh=("9", "900"))]
    event = make_event("hypothetical")
    edits = {'variable = "fsh"\n': f'variable = "fsh"\nintercurrent_events = [{event}]\n'}

    kept = make_small_study(tmp_path / "kept", men=men).find_one("geometric mean ratio")
    out = make_small_study(tmp_path / "out", men=men, edits=edits).find_one("geometric mean ratio")

    assert (kept["n"], out["n"]) == (13, 12)
    assert kept["value"] > out["value"]


def test_before_after_describes_an_arm_without_a_p_value(tmp_path):
    men = make_pairs("cells", [(10, 20), (10, 20), (10, 5)])
    small = make_small_study(tmp_path, men=men, arms=("cells",), allocation="single-arm")

    row = small.find_one("within-arm ratio")

    assert row["value"] == pytest.approx(math.exp((2 * math.log(2) - math.log(2)) / 3))
    assert (row["section"], row["n"]) == ("description", 3)
    assert small.find("p") == []


def test_the_description_comes_after_the_contrast(plain):
    statistics = [
        r["statistic"]
        for r in plain.tables["estimates"].iter_rows(named=True)
        if r["estimand"] == "h-fsh"
    ]

    assert statistics[0] == "geometric mean ratio"
    assert statistics.index("within-arm ratio") > 0


def test_the_change_expected_untreated_stands_beside_the_observed_one(tmp_path):
    men = make_pairs("cells", [(42, 40)] * 2 + [(42, 44)]) + make_pairs("control", EVEN)
    small = make_small_study(tmp_path, men=men)

    row = small.find_one("expected ratio", arm="cells")

    # twice the population's 21, correlation 0.8: 2 to the power of 0.8 - 1
    assert row["value"] == pytest.approx(2 ** (0.8 - 1))
    assert small.find_one("observed ratio", arm="cells")["n"] == 3


def test_every_value_missing_is_not_estimable_and_says_why(tmp_path):
    men = [Man(fsh=("9", "")) for _ in range(3)] + [
        Man(arm="control", fsh=("9", "")) for _ in range(3)
    ]
    small = make_small_study(tmp_path, men=men)

    row = small.find_one("geometric mean ratio")

    assert (row["state"], row["missing"]) == ("not estimable", 6)
    assert "not estimable, " in small.claims["h-fsh"]["text"]
