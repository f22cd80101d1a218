from __future__ import annotations

import numpy as np
import pytest
from tests.golden.stats.cases import read_cases, read_column

from tubulus.stats.ordinal import estimate_proportional_odds

TRIAL = {
    name: np.array(read_column(read_cases("ranks_trial.csv"), name))
    for name in ("arm", "age", "secondary", "score", "amount", "hormone")
}


def fit(case):
    amount = TRIAL["amount"]
    outcome = amount > 0.0 if case["variable"] == "any" else TRIAL[case["variable"]]
    adjusted = case["covariates"] != "none"
    z = np.column_stack([TRIAL["age"], TRIAL["secondary"]]) if adjusted else None
    return estimate_proportional_odds(outcome, TRIAL["arm"], z)


@pytest.mark.parametrize(
    "case",
    read_cases("proportional_odds.csv"),
    ids=lambda case: f"{case['variable']}-{case['covariates']}",
)
def test_proportional_odds_equal_clm_and_orm(case):
    result = fit(case)
    number = {key: float(case[key]) for key in list(case)[2:]}
    wald, profile = result.log_odds_ratio, result.profile_odds_ratio

    assert result.n_levels == int(case["levels"])
    assert wald.estimate == pytest.approx(number["log_odds_ratio"], rel=1e-6)
    assert result.standard_error.value == pytest.approx(number["se"], rel=1e-6)
    assert [wald.low, wald.high] == pytest.approx([number["low"], number["high"]], rel=1e-6)
    assert result.test.p_value == pytest.approx(number["p"], rel=1e-6)
    assert np.log(profile.low) == pytest.approx(number["profile_low"], rel=1e-6, abs=1e-8)
    assert np.log(profile.high) == pytest.approx(number["profile_high"], rel=1e-6)
    assert result.likelihood_ratio_test.p_value == pytest.approx(number["lr_p"], rel=1e-6)


@pytest.mark.parametrize(
    "case",
    read_cases("infinite_odds.csv"),
    ids=lambda case: f"{case['variable']}-{case['covariates']}",
)
def test_an_infinite_odds_ratio_has_the_limit_and_the_test_of_clm(case):
    outcome = TRIAL["amount"] * TRIAL["arm"]
    if case["variable"] == "one_sided_any":
        outcome = outcome > 0.0
    adjusted = case["covariates"] != "none"
    z = np.column_stack([TRIAL["age"], TRIAL["secondary"]]) if adjusted else None
    result = estimate_proportional_odds(outcome, TRIAL["arm"], z)

    assert "infinite" in result.odds_ratio.reason
    assert result.finite_limit.value == pytest.approx(float(case["limit"]), rel=1e-6)
    assert result.likelihood_ratio_test.p_value == pytest.approx(float(case["p"]), rel=1e-6)
