"""Every table of 40 + 40, and strata, against R and its packages."""

from __future__ import annotations

import numpy as np
import pytest
from tests.golden.stats.cases import read_cases, read_column

from tubulus.stats.exact_tests import compute_exact_tables, estimate_exact_risk_difference
from tubulus.stats.two_proportions import (
    compute_cmh_test,
    compute_odds_homogeneity_test,
    estimate_common_odds_ratio,
    estimate_risk_difference,
    estimate_stratified_score_difference,
    score_odds_ratio,
    score_risk_ratio,
)

KERNELS = {"ratio": score_risk_ratio.compute_limits, "odds": score_odds_ratio.compute_limits}


def fill_square(cases, name):
    square = np.full((41, 41), np.nan)
    for case in cases:
        square[int(case["events_1"]), int(case["events_0"])] = float(case[name])
    return square


def test_exact_p_values_of_every_table_equal_those_of_r():
    cases = read_cases("exact_tests_40_40.csv")
    greater = fill_square(cases, "boschloo_greater")

    tables = compute_exact_tables(40, 40)

    two_sided = np.minimum(1.0, 2.0 * np.minimum(greater, greater.T))
    np.testing.assert_allclose(tables.fisher, fill_square(cases, "fisher"), rtol=1e-9)
    np.testing.assert_allclose(tables.z_pooled, fill_square(cases, "z_pooled"), atol=1e-6)
    np.testing.assert_allclose(tables.boschloo, two_sided, rtol=0.0, atol=1e-6)


@pytest.mark.parametrize("name", ["ratios.csv", "intervals_40_40.csv"])
@pytest.mark.parametrize("kind", ["ratio", "odds"])
def test_score_limits_of_ratios_equal_an_independent_root_search(name, kind):
    cases = read_cases(name)
    events_1, events_0 = (read_column(cases, column) for column in ("events_1", "events_0"))
    arms = [read_column(cases, column) if column in cases[0] else 40 for column in ("n_1", "n_0")]

    limits = KERNELS[kind](events_1, arms[0], events_0, arms[1], 0.95)

    for found, end in zip(limits, ("low", "high"), strict=True):
        np.testing.assert_allclose(found, read_column(cases, f"{kind}_{end}"), rtol=1e-7)


def test_newcombe_limits_of_every_table_equal_those_of_r():
    for case in read_cases("intervals_40_40.csv"):
        counts = (int(case["events_1"]), 40, int(case["events_0"]), 40)
        result = estimate_risk_difference(*counts, method="Newcombe")
        wanted = (float(case["newcombe_low"]), float(case["newcombe_high"]))
        assert (result.low, result.high) == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("case", read_cases("unconditional_interval_40_40.csv")[::13])
def test_unconditional_exact_limits_equal_a_finer_search_than_that_of_r(case):
    counts = (int(case["events_1"]), 40, int(case["events_0"]), 40)

    result = estimate_exact_risk_difference(*counts)

    assert result.low == pytest.approx(float(case["low"]), abs=1e-6)
    assert result.high == pytest.approx(float(case["high"]), abs=1e-6)


def compute_stratified(strata):
    score = estimate_stratified_score_difference(strata).difference
    fixed = estimate_stratified_score_difference(strata, weights="Mantel-Haenszel").difference
    odds = estimate_common_odds_ratio(strata).ratio
    return {
        "mn": score.estimate,
        "mn_low": score.low,
        "mn_high": score.high,
        "mh": fixed.estimate,
        "mh_low": fixed.low,
        "mh_high": fixed.high,
        "cmh": compute_cmh_test(strata).p_value,
        "cmh_corrected": compute_cmh_test(strata, continuity_corrected=True).p_value,
        "odds_ratio": odds.estimate,
        "odds_low": odds.low,
        "odds_high": odds.high,
        "homogeneity": compute_odds_homogeneity_test(strata).p_value,
    }


@pytest.mark.parametrize("case", read_cases("stratified.csv"), ids=lambda case: case["strata"])
def test_numbers_over_strata_equal_those_of_r(case):
    strata = [tuple(map(int, cells.split("/"))) for cells in case["strata"].split()]

    found = compute_stratified(strata)

    for name, value in found.items():
        if case[name] == "NA":
            assert value is None or (name, round(value, 12)) == ("homogeneity", 1.0)
        else:
            tolerance = 2e-8 if name.startswith("m") else 1e-9
            assert value == pytest.approx(float(case[name]), rel=1e-9, abs=tolerance)
