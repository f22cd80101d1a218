from __future__ import annotations

import functools
import itertools

import numpy as np
import pytest
from tests.golden.stats.cases import read_cases, read_column

from tubulus.stats.subgroups import (
    estimate_interaction,
    estimate_log_interaction,
    estimate_risk_interaction,
    shrink_subgroups,
)

TRIAL = read_cases("synthetic_trial.csv")
COLUMNS = {
    name: np.array(read_column(TRIAL, name))
    for name in ("arm", "age", "secondary", "before", "after")
}
CENTRE = [row["centre"] for row in TRIAL]


@functools.cache
def fit_model(case):
    c = COLUMNS
    if case == "two":
        z = np.column_stack([c["before"], c["age"]])
        return estimate_interaction(c["after"], c["arm"], c["secondary"], z)
    if case == "three":
        return estimate_interaction(c["after"], c["arm"], CENTRE, c["before"][:, None])
    return estimate_log_interaction(
        c["after"], c["arm"], c["secondary"], c["before"], confidence=0.9
    )


def name_case(case):
    return "-".join([case["case"], case["what"], case["place"]])


INTERVALS = [case for case in read_cases("interaction.csv") if case["what"] != "joint"]
JOINT = [case for case in read_cases("interaction.csv") if case["what"] == "joint"]


@pytest.mark.parametrize("case", INTERVALS, ids=name_case)
def test_contrasts_of_subgroups_and_their_differences_equal_lm_with_sandwich(case):
    result, place = fit_model(case["case"]), int(case["place"])
    back = np.exp if case["case"] == "logs" else float
    if case["what"] == "subgroup":
        found = result.subgroups[place - 1].contrast
        error = result.subgroups[place - 1].standard_error.value
        assert error == pytest.approx(float(case["se"]), rel=1e-9)
    else:
        found = result.differences[place - 2].difference
        p_value = result.differences[place - 2].test.p_value
        assert p_value == pytest.approx(float(case["p"]), rel=1e-9)

    assert found.estimate == pytest.approx(back(float(case["estimate"])), rel=1e-9)
    assert found.low == pytest.approx(back(float(case["low"])), rel=1e-9)
    assert found.high == pytest.approx(back(float(case["high"])), rel=1e-9)
    assert result.df == int(case["df"])


@pytest.mark.parametrize("case", JOINT, ids=name_case)
def test_the_joint_test_of_interaction_equals_that_of_car(case):
    result = fit_model(case["case"])

    assert result.f.value == pytest.approx(float(case["estimate"]), rel=1e-9)
    assert result.test.p_value == pytest.approx(float(case["p"]), rel=1e-9)
    assert result.numerator_df == int(case["place"])


TABLES = {
    name: [tuple(int(row[key]) for key in ("x1", "n1", "x0", "n0")) for row in rows]
    for name, rows in itertools.groupby(
        read_cases("risk_interaction_tables.csv"), key=lambda row: row["case"]
    )
}


@pytest.mark.parametrize("case", read_cases("risk_interaction.csv"), ids=name_case)
def test_differences_of_risk_differences_equal_ratesci_and_the_likelihood(case):
    result = estimate_risk_interaction(TABLES[case["case"]])
    if case["what"] == "difference":
        found = result.differences[int(case["place"]) - 2]
        assert found.estimate == pytest.approx(float(case["estimate"]), rel=1e-9)
        assert found.low == pytest.approx(float(case["low"]), rel=1e-6)
        assert found.high == pytest.approx(float(case["high"]), rel=1e-6)
    else:
        assert result.statistic.value == pytest.approx(float(case["estimate"]), rel=1e-6)
        assert result.common.value == pytest.approx(float(case["low"]), rel=1e-6)
        assert result.test.p_value == pytest.approx(float(case["p"]), rel=1e-6)
        assert result.df == int(case["place"])


@pytest.mark.parametrize(
    "case", read_cases("shrinkage.csv"), ids=lambda case: f"{case['tau']}-{case['place']}"
)
def test_shrunken_contrasts_equal_those_of_metafor(case):
    result = shrink_subgroups([0.35, -0.05, 0.12, 0.6], [0.15, 0.12, 0.3, 0.25], float(case["tau"]))
    place = int(case["place"])
    found = result.subgroups[place - 1] if place else result.overall

    assert found.estimate == pytest.approx(float(case["estimate"]), rel=1e-10)
    assert found.low == pytest.approx(float(case["low"]), rel=1e-10)
    assert found.high == pytest.approx(float(case["high"]), rel=1e-10)
