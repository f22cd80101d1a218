from __future__ import annotations

import numpy as np
import pytest
from tests.golden.stats.cases import read_cases, read_column

from tubulus.stats.bias import (
    compute_confounder_bounds,
    compute_difference_tipping,
    compute_mean_e_value,
    compute_odds_e_value,
    compute_ratio_tipping,
    compute_risk_ratio_e_value,
    compute_robustness_value,
)
from tubulus.stats.results import Interval

TRIAL = read_cases("synthetic_trial.csv")
BOUNDS = read_cases("confounder_bounds.csv")


def make_interval(case):
    parts = (float(case[name]) for name in ("estimate", "low", "high"))
    return Interval(*parts, 0.95, "golden")


def compute_e_value(case):
    interval, kind = make_interval(case), case["kind"]
    if kind == "RR":
        return compute_risk_ratio_e_value(interval)
    if kind.startswith("OR"):
        return compute_odds_e_value(interval, rare=kind == "OR rare")
    return compute_mean_e_value(interval, float(case["scale"]))


@pytest.mark.parametrize(
    "case", read_cases("e_values.csv"), ids=lambda case: f"{case['kind']} {case['estimate']}"
)
def test_e_values_equal_those_of_evalue(case):
    result = compute_e_value(case)

    assert result.estimate.value == pytest.approx(float(case["e_estimate"]), rel=1e-12)
    assert result.limit.value == pytest.approx(float(case["e_limit"]), rel=1e-12)


def test_the_published_e_value_is_met():
    # VanderWeele and Ding 2017, breastfeeding and respiratory infection: 7.26 and 3.0
    result = compute_risk_ratio_e_value(Interval(3.9, 1.8, 8.7, 0.95, "paper"))

    assert result.estimate.value == pytest.approx(7.263, abs=5e-4)
    assert result.limit.value == pytest.approx(3.0, abs=1e-12)


@pytest.mark.parametrize(
    "case",
    read_cases("robustness_values.csv"),
    ids=lambda case: "-".join(list(case.values())[:4]),
)
def test_robustness_values_equal_those_of_sensemakr(case):
    result = compute_robustness_value(
        float(case["t"]),
        1.0,
        float(case["df"]),
        share=float(case["share"]),
        confidence=1.0 - float(case["alpha"]),
    )

    assert result.estimate.value == pytest.approx(float(case["rv"]), rel=1e-9)
    assert result.limit.value == pytest.approx(float(case["rv_alpha"]), rel=1e-9)
    assert result.partial_r2.value == pytest.approx(float(case["r2"]), rel=1e-9)


def test_the_published_robustness_value_is_met():
    # Cinelli and Hazlett 2020, table 1, Darfur: estimate 0.097, SE 0.023, df 783
    result = compute_robustness_value(0.097, 0.023, 783)

    assert result.estimate.value == pytest.approx(0.139, abs=2e-3)
    assert result.partial_r2.value == pytest.approx(0.022, abs=1e-3)


@pytest.fixture(scope="module")
def bounds():
    columns = {
        name: np.array(read_column(TRIAL, name))
        for name in ("after", "arm", "before", "age", "secondary")
    }
    centre = np.array([row["centre"] for row in TRIAL])
    blocks = {name: columns[name] for name in ("before", "age", "secondary")}
    blocks["centre"] = np.column_stack([centre == "b", centre == "c"])
    result = compute_confounder_bounds(columns["after"], columns["arm"], blocks)
    return {(bound.covariate, bound.strength): bound for bound in result.bounds}


@pytest.mark.parametrize(
    "case", BOUNDS, ids=lambda case: f"{case['covariate']} x {case['strength']}"
)
def test_bounds_from_covariates_equal_those_of_sensemakr(case, bounds):
    bound = bounds[case["covariate"], float(case["strength"])]

    assert bound.r2_arm.value == pytest.approx(float(case["r2_arm"]), rel=1e-8)
    assert bound.r2_outcome.value == pytest.approx(float(case["r2_outcome"]), rel=1e-8)
    assert bound.adjusted.estimate == pytest.approx(float(case["estimate"]), rel=1e-8)
    if case["t"] == "Inf":
        assert "explain all" in bound.t_statistic.reason
    else:
        assert bound.adjusted.low == pytest.approx(float(case["low"]), rel=1e-8)
        assert bound.adjusted.high == pytest.approx(float(case["high"]), rel=1e-8)
        assert bound.t_statistic.value == pytest.approx(float(case["t"]), rel=1e-8)


@pytest.mark.parametrize(
    "case",
    read_cases("tipping_confounder.csv"),
    ids=lambda case: "-".join(list(case.values())[:4]),
)
def test_tipping_tables_equal_tipr(case):
    estimate, first, other, effect = (float(case[n]) for n in ("estimate", "p1", "p0", "effect"))
    contrast = Interval(estimate, estimate * 0.9, estimate * 1.1, 0.95, "golden")
    ratio = compute_ratio_tipping(contrast, [(first, other)], [effect]).rows[0]
    difference = compute_difference_tipping(contrast, [(first, other)], [effect]).rows[0]
    moved = difference.cells[0].adjusted.estimate

    assert ratio.cells[0].adjusted.estimate == pytest.approx(float(case["ratio"]), rel=1e-12)
    assert moved == pytest.approx(float(case["difference"]), rel=1e-12, abs=1e-15)
    if case["tip"] == "NA":
        assert ratio.effect_for_estimate.state == "not estimable"
    else:
        assert ratio.effect_for_estimate.value == pytest.approx(float(case["tip"]), rel=1e-12)
