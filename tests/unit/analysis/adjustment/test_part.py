from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.support.adjusted_study import ADJUSTMENT, make_adjusted_study, make_unlike_men
from tests.support.small_study import make_small_study

from tubulus.stats.weighting import estimate_weighted_ratio, estimate_weighted_risk_difference


def read_men(men):
    """Read arm, covariates and outcomes from the men themselves."""
    arm = np.array([man.arm == "cells" for man in men], dtype=float)
    covariates = np.column_stack(
        [
            [float(man.age) for man in men],
            [man.infertility == "secondary" for man in men],
            [math.log(float(man.fsh[0])) for man in men],
        ]
    )
    return arm, covariates


def test_a_share_is_weighted_as_the_estimand_counts_it(tmp_path):
    # one responder had a rescue, a composite event; one man has no sample and counts as without
    men = list(make_unlike_men())
    men[0], men[20] = replace(men[0], rescue=True), replace(men[20], sperm="")
    study = make_adjusted_study(tmp_path, men=men)
    arm, covariates = read_men(men)
    events = np.array([m.sperm == "counted" and not m.rescue for m in men], dtype=float)
    expected = estimate_weighted_risk_difference(events, arm, covariates).contrast

    row = study.find_one("risk difference, overlap weights", section="adjusted")

    assert (row["value"], row["low"], row["high"]) == pytest.approx(
        (expected.estimate, expected.low, expected.high)
    )
    assert row["n"] == len(men)


def test_the_value_before_that_is_a_covariate_leaves_overlap_weights_as_they_are(adjusted):
    men = make_unlike_men()
    arm, covariates = read_men(men)
    after = np.array([float(man.fsh[1]) for man in men])
    expected = estimate_weighted_ratio(after, arm, covariates).contrast.estimate

    row = adjusted.find_one("geometric mean ratio, overlap weights", estimand="h-fsh")

    assert row["value"] == pytest.approx(expected, rel=1e-6)
    assert "the value before is a covariate of the score" in row["note"]


def test_every_contrast_has_each_target_both_estimators_and_no_p_value(adjusted):
    rows = adjusted.tables["estimates"].filter(section="adjusted", estimand="r1").to_dicts()

    names = {r["statistic"] for r in rows if r["statistic"].startswith("risk difference")}
    ways = ["overlap weights", "weights for the treated", "weights for all"]
    assert names == {
        *(f"risk difference, {way}" for way in (*ways, "entropy balancing", "AIPW", "TMLE")),
        *(f"risk difference, {way}, bootstrap" for way in (*ways, "AIPW", "ANCOVA")),
    }
    assert not any(r["statistic"].startswith("p") for r in rows)


def test_a_difference_keeps_its_unit_and_a_ratio_has_none(adjusted):
    difference = adjusted.find_one("adjusted difference, AIPW", estimand="h-testosterone")
    ratio = adjusted.find_one("geometric mean ratio, AIPW", estimand="h-fsh")

    assert (difference["unit"], ratio["unit"]) == ("nmol/L", "")
    assert ratio["low"] > 0.0


def test_percentile_limits_stand_around_the_same_estimate_and_do_not_change(adjusted, tmp_path):
    name = "geometric mean ratio, overlap weights"
    plain = adjusted.find_one(name, estimand="h-fsh")
    drawn = adjusted.find_one(f"{name}, bootstrap", estimand="h-fsh")
    again = make_adjusted_study(tmp_path).find_one(f"{name}, bootstrap", estimand="h-fsh")

    assert drawn["value"] == pytest.approx(plain["value"], rel=1e-6)
    assert drawn["low"] < drawn["value"] < drawn["high"]
    assert (again["low"], again["high"]) == (drawn["low"], drawn["high"])
    assert "200 draws" in drawn["note"]


def test_the_bootstrapped_model_is_that_of_the_estimand(adjusted):
    planned = adjusted.find_one("geometric mean ratio", estimand="h-fsh")
    drawn = adjusted.find_one("geometric mean ratio, ANCOVA, bootstrap", estimand="h-fsh")

    assert drawn["value"] == pytest.approx(planned["value"], rel=1e-9)


def test_a_contrast_for_the_treated_needs_the_effective_size_of_the_plan(tmp_path):
    more = ADJUSTMENT.replace("minimum_effective = 3", "minimum_effective = 14")
    study = make_adjusted_study(tmp_path, more=more)

    row = study.find_one("risk difference, weights for the treated")

    assert row["state"] == "not estimable"
    assert "the plan asks for 14 in each arm" in row["reason"]
    assert not study.find("risk difference, weights for the treated, bootstrap")
    assert study.find_one("risk difference, weights for all")["state"] == "estimated"


def test_whoever_lacks_a_covariate_is_left_out_and_counted(tmp_path):
    men = list(make_unlike_men())
    men[3] = replace(men[3], age="")
    study = make_adjusted_study(tmp_path, men=men)

    row = study.find_one("risk difference, overlap weights")
    sizes = study.find("effective sample size, overlap weights", estimand="r1")

    assert (row["n"], row["missing"], row["denominator"]) == (27, 1, 28)
    assert [(s["arm"], s["n"], s["missing"]) for s in sizes] == [
        ("cells", 13, 1),
        ("control", 14, 0),
    ]


def test_the_largest_difference_falls_by_weighting(adjusted):
    before = adjusted.find_one("largest standardised difference, unweighted", estimand="r1")
    after = adjusted.find_one("largest standardised difference, overlap weights", estimand="r1")

    assert before["value"] > 0.25
    assert before["note"] == "largest for Age"
    assert after["value"] == pytest.approx(0.0, abs=1e-6)


def test_a_randomised_study_has_its_balance_described_and_nothing_weighted(tmp_path):
    study = make_adjusted_study(tmp_path, allocation="randomised")

    assert study.tables["estimates"].filter(section="adjusted").is_empty()
    assert study.tables["estimates"].filter(section="confounding").is_empty()
    assert set(study.tables["balance"]["stage"]) == {"before"}
    assert "overlap" not in study.tables


def test_a_plan_without_an_adjustment_has_none_of_it(plain):
    assert {"balance", "overlap", "propensity", "benchmarks"}.isdisjoint(plain.tables)
    assert plain.tables["estimates"].filter(section="adjusted").is_empty()


def test_each_comparator_of_three_arms_is_weighted_by_itself(tmp_path):
    men = make_unlike_men()
    third = tuple(replace(man, arm="life") for man in men if man.arm == "control")
    study = make_adjusted_study(tmp_path, men=(*men, *third), arms=("cells", "control", "life"))

    rows = study.find("risk difference, overlap weights")

    assert [row["comparator"] for row in rows] == ["control", "life"]
    assert rows[0]["value"] == pytest.approx(rows[1]["value"])
    assert set(study.tables["balance"]["comparator"]) == {"control", "life"}


def test_arms_that_a_covariate_separates_are_not_estimable_with_the_reason(tmp_path):
    men = [
        replace(m, infertility="secondary" if m.arm == "cells" else "primary")
        for m in make_unlike_men()
    ]
    study = make_adjusted_study(tmp_path, men=men)

    row = study.find_one("risk difference, overlap weights")
    overlap = study.tables["overlap"].to_dicts()[0]

    assert row["state"] == "not estimable"
    assert row["reason"]
    assert overlap["effective_1"] is None
    assert overlap["reason"]
    assert study.tables["propensity"].is_empty()


def test_an_arm_without_anybody_gives_reasons_and_no_numbers(tmp_path):
    men = tuple(man for man in make_unlike_men() if man.arm == "cells")
    study = make_adjusted_study(tmp_path, men=men)

    rows = study.tables["estimates"].filter(section="adjusted").to_dicts()

    assert rows
    assert all(row["reason"] for row in rows if row["value"] is None)
    assert not [r for r in rows if r["statistic"].startswith("risk difference") and r["value"]]


def test_arms_weighted_by_nothing_that_differs_keep_the_crude_difference(tmp_path):
    twins = [
        replace(m, age="30") if int(m.age) % 2 else replace(m, age="40") for m in make_unlike_men(8)
    ]
    cells = [m for m in twins if m.arm == "cells"]
    same = (*cells, *(replace(m, arm="control", sperm="none") for m in cells))
    more = ADJUSTMENT.replace('["age", "infertility", "fsh"]', '["age"]')
    study = make_small_study(
        tmp_path, men=same, more=more, edits={"[plan]\n": "[plan]\nresamples = 200\n"}
    )

    crude = study.find_one("risk difference", section="responders")["value"]

    for way in ("overlap weights", "weights for all", "AIPW"):
        assert study.find_one(f"risk difference, {way}")["value"] == pytest.approx(crude)


def test_a_value_before_that_is_no_covariate_joins_the_score(tmp_path):
    more = ADJUSTMENT.replace('["age", "infertility", "fsh"]', '["age", "infertility"]')
    study = make_adjusted_study(tmp_path, more=more)
    men = make_unlike_men()
    arm, covariates = read_men(men)
    after = np.array([float(man.fsh[1]) for man in men])
    expected = estimate_weighted_ratio(after, arm, covariates).contrast.estimate

    row = study.find_one("geometric mean ratio, overlap weights", estimand="h-fsh")
    drawn = study.find_one("geometric mean ratio, overlap weights, bootstrap", estimand="h-fsh")
    before = study.find_one("largest standardised difference, unweighted", estimand="h-fsh")

    assert row["value"] == pytest.approx(expected, rel=1e-6)
    assert drawn["value"] == pytest.approx(expected, rel=1e-6)
    assert "the value before" in before["note"].lower()
    # shares and the table of balance keep the covariates of the plan
    assert "The value before" not in set(study.tables["balance"]["covariate"])
