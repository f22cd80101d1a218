from __future__ import annotations

import numpy as np
import pytest
from tests.golden.stats.cases import read_cases, read_column

from tubulus.stats import (
    compute_benjamini_hochberg,
    compute_binary_smd,
    compute_categorical_smd,
    compute_continuous_smd,
    compute_cutoff_regression,
    compute_holm,
    describe_change,
    describe_two_parts,
    describe_values,
    estimate_ancova,
    estimate_log_ancova,
    estimate_pearson,
    estimate_spearman,
)

TRIAL = read_cases("synthetic_trial.csv")
COLUMNS = {
    name: np.array(read_column(TRIAL, name))
    for name in ("arm", "age", "secondary", "before", "after", "amount")
}
CENTRE = np.array([row["centre"] for row in TRIAL])
CELL = COLUMNS["arm"] == 1


def fit_model(name, confidence):
    c = COLUMNS
    if name == "crude":
        return estimate_ancova(c["after"], c["arm"], confidence=confidence)
    if name == "adjusted":
        z = np.column_stack([c["before"], c["age"], c["secondary"], CENTRE == "b", CENTRE == "c"])
        return estimate_ancova(c["after"], c["arm"], z, confidence=confidence)
    z = np.column_stack([c["age"], c["secondary"]])
    return estimate_log_ancova(c["after"], c["arm"], c["before"], z, confidence=confidence)


@pytest.mark.parametrize("case", read_cases("ancova.csv"), ids=lambda case: case["model"])
def test_ancova_with_hc3_equals_lm_with_sandwich(case):
    result = fit_model(case["model"], float(case["confidence"]))
    back = np.exp if case["model"].startswith("log") else float

    assert result.contrast.estimate == pytest.approx(back(float(case["estimate"])), rel=1e-9)
    assert result.contrast.low == pytest.approx(back(float(case["low"])), rel=1e-9)
    assert result.contrast.high == pytest.approx(back(float(case["high"])), rel=1e-9)
    assert result.standard_error.value == pytest.approx(float(case["se"]), rel=1e-9)
    assert result.test.p_value == pytest.approx(float(case["p"]), rel=1e-9)
    assert result.df == int(case["df"])
    assert result.n_1 + result.n_0 == int(case["n"])


@pytest.mark.parametrize("case", read_cases("correlations.csv"), ids=lambda case: case["case"])
def test_correlations_equal_those_of_r(case):
    c, confidence = COLUMNS, float(case["confidence"])
    if case["case"] == "spearman":
        result = estimate_spearman(c["age"], c["after"], confidence=confidence)
    else:
        logs = case["case"] == "logs"
        result = estimate_pearson(
            c["before"], c["after"], log_first=logs, log_second=logs, confidence=confidence
        )

    assert result.coefficient.estimate == pytest.approx(float(case["r"]), rel=1e-9)
    assert result.coefficient.low == pytest.approx(float(case["low"]), rel=1e-9)
    assert result.coefficient.high == pytest.approx(float(case["high"]), rel=1e-9)
    assert result.test.p_value == pytest.approx(float(case["p"]), rel=1e-9)


def test_changes_and_amounts_equal_the_t_tests_of_r():
    before, after, amount = COLUMNS["before"], COLUMNS["after"], COLUMNS["amount"]
    change = describe_change(before[CELL], after[CELL])
    parts = describe_two_parts(amount[CELL], amount[~CELL])
    ours = {
        "paired": change.mean_change,
        "paired_ratio": change.geometric_mean_ratio,
        "amount_ratio": parts.amount_ratio,
    }
    cases = {case["case"]: case for case in read_cases("changes.csv")}

    assert change.test.p_value == pytest.approx(float(cases["paired"]["p"]), rel=1e-9)
    for name, result in ours.items():
        assert result.estimate == pytest.approx(float(cases[name]["estimate"]), rel=1e-9)
        assert result.low == pytest.approx(float(cases[name]["low"]), rel=1e-9)
        assert result.high == pytest.approx(float(cases[name]["high"]), rel=1e-9)


def test_a_description_equals_that_of_r():
    description = describe_values(COLUMNS["after"])

    assert description.n_missing == 2
    for case in read_cases("description.csv"):
        value = getattr(description, case["statistic"]).value
        assert value == pytest.approx(float(case["value"]), rel=1e-12)


def test_adjusted_p_values_equal_those_of_r():
    cases = read_cases("multiplicity.csv")
    p_values = read_column(cases, "p")
    holm = [test.p_value for test in compute_holm(p_values).tests]
    bh = [test.p_value for test in compute_benjamini_hochberg(p_values).tests]

    assert holm == pytest.approx(read_column(cases, "holm"), abs=1e-12)
    assert bh == pytest.approx(read_column(cases, "bh"), abs=1e-12)


def test_standardised_differences_equal_those_of_r():
    expected = {case["covariate"]: float(case["smd"]) for case in read_cases("smd.csv")}
    before, secondary = COLUMNS["before"], COLUMNS["secondary"]
    ours = {
        "before": compute_continuous_smd(before[CELL], before[~CELL]),
        "secondary": compute_binary_smd(secondary[CELL], secondary[~CELL]),
        "centre": compute_categorical_smd(CENTRE[CELL], CENTRE[~CELL]),
    }

    for name, result in ours.items():
        assert result.difference.value == pytest.approx(expected[name], rel=1e-9)


@pytest.mark.parametrize("case", read_cases("cutoff_regression.csv"))
def test_regression_beyond_a_cutoff_equals_numerical_integration(case):
    result = compute_cutoff_regression(
        *(float(case[name]) for name in ("mean", "sd", "r", "cutoff")), selected=case["selected"]
    )

    assert result.baseline.value == pytest.approx(float(case["baseline"]), rel=1e-8)
    assert result.change.value == pytest.approx(float(case["change"]), rel=1e-8)
