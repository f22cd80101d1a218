"""The baseline table."""

import math

import pytest
from tests.support.small_study import Man, make_men, make_small_study


def test_a_number_is_described_in_each_arm(tmp_path):
    men = [Man(age=str(a)) for a in (30, 34, 38)] + [
        Man(arm="control", age=str(a)) for a in (40, 44)
    ]
    small = make_small_study(tmp_path, men=men)

    values = {
        s: small.find_one(s, endpoint="age", arm="cells")["value"] for s in ("mean", "median", "sd")
    }

    assert values == {"mean": 34.0, "median": 34.0, "sd": 4.0}
    assert small.find_one("mean", endpoint="age", arm="control")["value"] == 42.0
    assert small.find_one("mean", endpoint="age", arm="cells")["unit"] == "a"


def test_the_standardised_difference_divides_by_the_pooled_deviation(tmp_path):
    men = [Man(age=str(a)) for a in (30, 34, 38)] + [
        Man(arm="control", age=str(a)) for a in (36, 40, 44)
    ]
    small = make_small_study(tmp_path, men=men)

    # (34 - 40) / sqrt((16 + 16) / 2)
    assert small.find_one("smd", endpoint="age")["value"] == pytest.approx(-1.5)


def test_a_logarithmic_variable_is_compared_on_logarithms(tmp_path):
    men = [Man(fsh=(f, "9")) for f in ("10", "40")]
    men += [Man(arm="control", fsh=(f, "9")) for f in ("20", "80")]
    small = make_small_study(tmp_path, men=men)

    row = small.find_one("smd", endpoint="fsh", section="baseline")

    # logs differ by log 2; each arm's SD is log(4) / sqrt(2)
    assert row["value"] == pytest.approx(-math.log(2) / (math.log(4) / math.sqrt(2)))
    assert row["note"] == "of the logarithms"


def test_levels_are_counted_among_those_known_in_the_order_of_the_code_list(tmp_path):
    men = [Man(infertility=i) for i in ("secondary", "primary", "secondary", "")]
    small = make_small_study(tmp_path, men=men)

    rows = small.find("count", endpoint="infertility", arm="cells")

    assert [(r["n"], r["denominator"], r["missing"]) for r in rows] == [(1, 3, 1), (2, 3, 1)]
    assert rows[0]["stratum"].startswith("Primary")


def test_there_is_no_p_value(plain):
    rows = plain.tables["estimates"].filter(section="baseline")

    assert rows.height > 0
    assert "p" not in set(rows["statistic"])


def test_values_below_the_limit_are_named_beside_the_missing(tmp_path):
    small = make_small_study(tmp_path, men=[Man(fsh=("<0.2", "9")), Man(), Man(arm="control")])

    rows = {
        a: small.find_one("n", endpoint="fsh", section="baseline", arm=a)
        for a in ("cells", "control")
    }

    assert (rows["cells"]["n"], rows["cells"]["missing"]) == (1, 1)
    assert rows["cells"]["note"] == (
        "FSH: counted as missing in 'cells': below the limit of quantification 1"
    )
    assert rows["control"]["note"] == ""


def test_values_above_a_limit_and_levels_that_do_not_apply_are_named_as_what_they_are(tmp_path):
    men = [Man(fsh=(">200", "9"), infertility="NA"), Man(), Man(arm="control")]
    small = make_small_study(tmp_path, men=men)

    notes = {
        name: small.find_one("n", endpoint=name, section="baseline", arm="cells")["note"]
        for name in ("fsh", "infertility")
    }

    assert notes == {
        "fsh": "FSH: counted as missing in 'cells': above a limit 1",
        "infertility": "Infertility: counted as missing in 'cells': not applicable 1",
    }


def test_a_hidden_variable_is_left_to_the_covariates(tmp_path):
    edits = {'value = "person.age"\n': 'value = "person.age"\nshow = false\n'}
    small = make_small_study(tmp_path, edits=edits)

    assert small.find("mean", endpoint="age") == []


def test_an_arm_with_nobody_is_not_estimable_and_says_so(tmp_path):
    small = make_small_study(tmp_path, men=make_men("cells", 3))

    row = small.find_one("mean", endpoint="age", arm="control")

    assert (row["state"], row["value"]) == ("not estimable", None)
    assert row["reason"]
    assert small.find_one("smd", endpoint="age")["state"] == "not estimable"


def test_three_arms_are_each_compared_with_the_first(tmp_path):
    small = make_small_study(tmp_path, arms=("cells", "low", "high"))

    pairs = [(r["arm"], r["comparator"]) for r in small.find("smd", endpoint="age")]

    assert pairs == [("cells", "low"), ("cells", "high")]
