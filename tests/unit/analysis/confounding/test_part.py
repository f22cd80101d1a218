from __future__ import annotations

import math

import numpy as np
import pytest
from tests.support.adjusted_study import ADJUSTMENT, make_adjusted_study, make_unlike_men


def find_table(study, name, **keys):
    return study.tables[name].filter(**keys).to_dicts()


def test_the_e_value_of_a_ratio_goes_through_the_sd_of_all_its_logs(adjusted):
    men = make_unlike_men()
    arm = np.array([man.arm == "cells" for man in men], dtype=float)
    before, after = (np.log([float(man.fsh[k]) for man in men]) for k in (0, 1))
    age = np.array([float(man.age) for man in men])
    design = np.column_stack([np.ones(arm.size), arm, before, age])
    coefficients, _, _, _ = np.linalg.lstsq(design, after)
    ratio = math.exp(0.91 * abs(coefficients[1]) / np.std(after, ddof=1))

    row = adjusted.find_one("E-value", estimand="h-fsh")

    assert row["value"] == pytest.approx(ratio + math.sqrt(ratio * (ratio - 1.0)))


def test_the_e_value_of_a_share_names_the_adjusted_risk_ratio(adjusted):
    row = adjusted.find_one("E-value", estimand="r1")
    limit = adjusted.find_one("E-value of the limit", estimand="r1")

    assert row["value"] >= limit["value"] >= 1.0
    assert row["note"].startswith("of the adjusted risk ratio")


def test_robustness_values_lie_between_none_and_all(adjusted):
    for estimand in ("r1", "h-fsh", "h-testosterone"):
        value = adjusted.find_one("robustness value", estimand=estimand)["value"]
        limit = adjusted.find_one("robustness value of the limit", estimand=estimand)["value"]

        assert 0.0 <= limit <= value < 1.0


def test_each_covariate_of_the_model_is_a_benchmark(adjusted):
    own = find_table(adjusted, "benchmarks", estimand="h-fsh")
    share = find_table(adjusted, "benchmarks", estimand="r1")

    assert list(dict.fromkeys(r["covariate"] for r in own)) == ["The value before", "Age"]
    assert list(dict.fromkeys(r["covariate"] for r in share)) == ["Age", "Infertility", "FSH"]
    assert {row["strength"] for row in own} == {1.0, 2.0, 3.0}


def test_the_trait_that_tips_has_the_bias_of_the_planned_contrast(adjusted):
    difference = adjusted.find_one("risk difference", section="responders")["value"]
    ratio = adjusted.find_one("geometric mean ratio", section="hormones")["value"]

    for row in find_table(adjusted, "confounders", estimand="r1"):
        assert row["effect_for_estimate"] * row["gap"] == pytest.approx(difference)
    for row in find_table(adjusted, "confounders", estimand="h-fsh"):
        assert row["effect_for_estimate"] ** row["gap"] == pytest.approx(ratio)


def test_a_negative_control_is_estimated_without_a_test_and_says_what_it_says(adjusted):
    row = adjusted.find_one("adjusted difference, negative control")

    assert (row["section"], row["endpoint"], row["estimand"]) == ("confounding", "testosterone", "")
    assert row["note"].startswith(("inconclusive", "bias indicated"))
    assert row["n"] == 28


def test_limits_that_hold_no_difference_need_no_confounder(tmp_path):
    men = make_unlike_men(6)
    study = make_adjusted_study(tmp_path, men=men, more=ADJUSTMENT)
    rows = find_table(study, "confounders", estimand="r1")

    assert {row["reason_limit"] for row in rows} == {"limits hold no difference already"}
    assert study.find_one("robustness value of the limit", estimand="r1")["value"] == 0.0
