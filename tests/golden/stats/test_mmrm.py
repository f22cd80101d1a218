from __future__ import annotations

import functools

import numpy as np
import pytest
from tests.golden.stats.cases import read_cases, read_column

from tubulus.stats.mixed import estimate_mmrm

TRIAL = {
    name: np.array(read_column(read_cases("mmrm_trial.csv"), name))
    for name in ("arm", "age", "secondary", "before", "v1", "v2", "v3", "v4")
}
# the digits that mmrm keeps: its df are derivatives at its own maximum
CLOSE = {"rel": 1e-8, "abs": 1e-10}
DF = {"rel": 1e-7}


@functools.cache
def fit_model(name, confidence):
    visits = ("v1", "v4") if name == "two_visits" else ("v1", "v2", "v3", "v4")
    outcome = np.column_stack([TRIAL[visit] for visit in visits])
    arm = TRIAL["arm"]
    if name == "small":
        # the reference leaves out the same participants in every model
        arm = np.where(np.isnan(TRIAL["age"]), np.nan, arm)
        before = TRIAL["before"]
        return estimate_mmrm(outcome, arm, before, by_visit="none")
    return estimate_mmrm(
        outcome,
        arm,
        TRIAL["before"],
        np.column_stack([TRIAL["age"], TRIAL["secondary"]]),
        covariance="by arm" if name == "by_arm" else "common",
        df="Satterthwaite" if name == "full_satterthwaite" else "Kenward-Roger",
        confidence=confidence,
    )


@pytest.mark.parametrize(
    "case",
    read_cases("mmrm.csv"),
    ids=lambda case: f"{case['model']}-{case['visit']}-{case['confidence']}",
)
def test_the_contrast_of_each_visit_equals_that_of_mmrm(case):
    expected = {name: float(value) for name, value in case.items() if name != "model"}
    visit = fit_model(case["model"], expected["confidence"]).visits[int(case["visit"]) - 1]

    assert visit.difference.estimate == pytest.approx(expected["estimate"], **CLOSE)
    assert visit.standard_error.value == pytest.approx(expected["se"], **CLOSE)
    assert visit.df.value == pytest.approx(expected["df"], **DF)
    assert visit.test.p_value == pytest.approx(expected["p"], **CLOSE)
    assert visit.difference.low == pytest.approx(expected["low"], **CLOSE)
    assert visit.difference.high == pytest.approx(expected["high"], **CLOSE)


@pytest.mark.parametrize(
    "case",
    read_cases("mmrm.csv"),
    ids=lambda case: f"{case['model']}-{case['visit']}-{case['confidence']}",
)
@pytest.mark.parametrize("mean", ["mean_1", "mean_0"])
def test_the_least_squares_means_equal_those_of_mmrm(case, mean):
    visit = fit_model(case["model"], float(case["confidence"])).visits[int(case["visit"]) - 1]
    found = getattr(visit, mean)

    assert found.estimate == pytest.approx(float(case[mean]), **CLOSE)
    assert found.high - found.estimate == pytest.approx(float(case[f"{mean}_half"]), **CLOSE)


@pytest.mark.parametrize("case", read_cases("mmrm_joint.csv"), ids=lambda case: case["model"])
def test_the_joint_test_equals_that_of_mmrm(case):
    joint = fit_model(case["model"], 0.95).joint

    assert joint.f.value == pytest.approx(float(case["f"]), **CLOSE)
    assert joint.numerator_df == int(case["num_df"])
    assert joint.denominator_df.value == pytest.approx(float(case["den_df"]), **DF)
    assert joint.test.p_value == pytest.approx(float(case["p"]), **CLOSE)


@pytest.mark.parametrize(
    "case",
    read_cases("mmrm_covariance.csv"),
    ids=lambda case: "-".join([case["model"], case["set"], case["row"], case["column"]]),
)
def test_the_covariance_between_visits_equals_that_of_mmrm(case):
    matrices = fit_model(case["model"], 0.95).covariance
    matrix = matrices[int(case["set"]) - 1]

    found = matrix[int(case["row"]) - 1][int(case["column"]) - 1]
    assert found == pytest.approx(float(case["value"]), rel=1e-7)
