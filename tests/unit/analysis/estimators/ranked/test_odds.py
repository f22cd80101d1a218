"""The odds ratio of a higher rank."""

import math

import pytest
from tests.support.small_study import Man, make_men, make_small_study

ODDS = """
[[estimands]]
id = "c3"
label = "Ranked and adjusted"
population = "all"
treatment = ["cells", "control"]
variable = "{variable}"
summary = "odds ratio"
estimator = "proportional-odds"
missing = "{missing}"
test = "{test}"
covariates = {covariates}
role = "sensitivity"
"""
NAME = "odds ratio of a higher rank"


def fit(folder, men, *, variable="concentration", covariates="[]", test="none"):
    missing = "non-response" if variable == "concentration" else "complete cases"
    text = ODDS.format(variable=variable, missing=missing, test=test, covariates=covariates)
    return make_small_study(folder, men=men, more=text)


def test_two_outcomes_give_the_odds_ratio_of_a_two_by_two_table(tmp_path):
    single = {"sperm": "single", "concentration": "SNQ"}
    men = [Man(**single)] * 4 + [Man()] * 2
    men += [Man(arm="control", **single)] * 2 + [Man(arm="control")] * 4

    row = fit(tmp_path, men).find_one(NAME)

    assert row["value"] == pytest.approx(4.0)
    assert row["low"] < 1.0 < row["high"]
    assert "unadjusted" in row["note"]


@pytest.mark.parametrize(("first", "second"), [(3, 0), (0, 3)])
def test_an_infinite_odds_ratio_has_its_finite_limit_and_still_a_test(tmp_path, first, second):
    men = (*make_men("cells", 8, first), *make_men("control", 8, second))
    small = fit(tmp_path, men, test="likelihood-ratio")

    row = small.find_one(NAME)

    assert small.find_one("p", estimand="c3")["value"] == pytest.approx(0.035, abs=0.02)
    assert row["reason"]
    if first:
        assert (row["state"], row["high"]) == ("not estimable", math.inf)
        assert row["low"] > 1.0
        assert "the data exclude odds ratios that are not above" in row["note"]
        assert f"odds ratios up to {row['low']:.2f} are excluded" in small.claims["c3"]["text"]
    else:
        assert (row["value"], row["low"]) == (0.0, 0.0)
        assert row["high"] < 1.0


def test_covariates_and_the_value_before_of_a_number_are_adjusted_for(tmp_path):
    men = [*make_men("cells", 8), *make_men("control", 8)]
    small = fit(tmp_path, men, variable="fsh", covariates='["age"]')

    row = small.find_one(NAME)

    assert "adjusted for the value before, Age" in row["note"]
    assert row["n"] == 16


def test_equal_outcomes_leave_no_odds_ratio(tmp_path):
    row = fit(tmp_path, (Man(), Man(), Man(arm="control"))).find_one(NAME)

    assert (row["state"], row["reason"]) == (
        "not estimable",
        "every participant has the same outcome",
    )


def test_an_empty_arm_and_a_missing_covariate_are_told(tmp_path):
    alone = fit(tmp_path / "alone", (Man(), Man(sperm="single"))).find_one(NAME)
    men = (*make_men("cells", 6, 3), Man(age=""), *make_men("control", 6, 2))
    without = fit(tmp_path / "without", men, covariates='["age"]').find_one(NAME)

    assert alone["state"] == "not estimable"
    assert (without["n"], without["denominator"], without["missing"]) == (12, 13, 1)
