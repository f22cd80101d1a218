from __future__ import annotations

import numpy as np
import pytest
from tests.golden.stats.cases import read_cases, read_column

from tubulus.stats.censored import estimate_censored_contrast, estimate_log_censored_contrast

TRIAL = {
    name: np.array(read_column(read_cases("ranks_trial.csv"), name))
    for name in ("arm", "age", "secondary", "baseline", "hormone", "limit", "below")
}
SEEN = np.where(TRIAL["below"] == 1.0, TRIAL["limit"], TRIAL["hormone"])
COVARIATES = np.column_stack([TRIAL["age"], TRIAL["secondary"]])


@pytest.mark.parametrize(
    "case", read_cases("censored.csv"), ids=lambda case: f"{case['model']}-{case['covariance']}"
)
def test_the_censored_regression_equals_survreg(case):
    z = np.column_stack([np.log(TRIAL["baseline"]), COVARIATES])
    result = estimate_censored_contrast(
        np.log(SEEN),
        TRIAL["below"],
        TRIAL["arm"],
        None if case["model"] == "crude" else z,
        covariance=case["covariance"],
        reference="normal",
    )
    contrast, limits = result.contrast, [float(case["low"]), float(case["high"])]

    assert contrast.estimate == pytest.approx(float(case["estimate"]), rel=1e-7)
    assert result.standard_error.value == pytest.approx(float(case["se"]), rel=1e-7)
    assert [contrast.low, contrast.high] == pytest.approx(limits, rel=1e-7)
    assert result.test.p_value == pytest.approx(float(case["p"]), rel=1e-7)
    assert result.residual_sd.value == pytest.approx(float(case["sd"]), rel=1e-7)
    assert result.likelihood_ratio_test.p_value == pytest.approx(float(case["lr_p"]), rel=1e-7)


def test_the_ratio_of_geometric_means_is_the_same_fit_of_logs():
    expected = next(
        case
        for case in read_cases("censored.csv")
        if case["model"] == "adjusted" and case["covariance"] == "observed"
    )
    result = estimate_log_censored_contrast(
        SEEN, TRIAL["below"], TRIAL["arm"], TRIAL["baseline"], COVARIATES, reference="normal"
    )

    assert np.log(result.contrast.estimate) == pytest.approx(float(expected["estimate"]), rel=1e-7)
    assert np.log(result.contrast.high) == pytest.approx(float(expected["high"]), rel=1e-7)


@pytest.mark.parametrize("case", read_cases("hidden_arm.csv"), ids=lambda case: case["model"])
def test_a_hidden_arm_has_the_limit_and_the_test_of_survreg(case):
    below = (TRIAL["below"] == 1.0) | (TRIAL["arm"] == 0.0)
    z = np.column_stack([np.log(TRIAL["baseline"]), COVARIATES])
    result = estimate_censored_contrast(
        np.log(np.where(below, TRIAL["limit"], TRIAL["hormone"])),
        below,
        TRIAL["arm"],
        None if case["model"] == "crude" else z,
    )

    assert not result.contrast.has_limits
    assert result.finite_limit.value == pytest.approx(float(case["limit"]), rel=1e-7)
    assert result.likelihood_ratio_test.p_value == pytest.approx(float(case["p"]), rel=1e-7)
