from __future__ import annotations

import numpy as np
import pytest
from tests.golden.stats.cases import read_cases, read_column

from tubulus.stats import (
    compute_boschloo_test,
    compute_fisher_test,
    estimate_proportion,
    estimate_risk_difference,
    estimate_stratified_difference,
    estimate_upper_limit,
)
from tubulus.stats.two_proportions.miettinen_nurminen import compute_limits


def read_counts(case):
    return tuple(int(case[name]) for name in ("events_1", "n_1", "events_0", "n_0") if case[name])


def compute_pair(method, counts):
    if method == "upper":
        result = estimate_upper_limit(*counts)
    elif method in {"Newcombe", "Miettinen-Nurminen", "Mee"}:
        result = estimate_risk_difference(*counts, method=method)
    elif method == "Fisher exact":
        return compute_fisher_test(*counts).p_value, None
    elif method.startswith("Boschloo"):
        alternative = "greater" if method.endswith("greater") else "two-sided"
        return compute_boschloo_test(*counts, alternative=alternative).p_value, None
    else:
        result = estimate_proportion(*counts, method=method)
    return result.low, result.high


@pytest.mark.parametrize("case", read_cases("published.csv"), ids=lambda case: case["method"])
def test_published_numbers_are_met(case):
    first, second = compute_pair(case["method"], read_counts(case))

    assert first == pytest.approx(float(case["first"]), abs=float(case["tolerance"]))
    if case["second"]:
        assert second == pytest.approx(float(case["second"]), abs=float(case["tolerance"]))


@pytest.mark.parametrize("case", read_cases("proportions.csv"), ids=lambda case: case["method"])
def test_limits_of_a_proportion_equal_those_of_r(case):
    events, n, confidence = int(case["events"]), int(case["n"]), float(case["confidence"])
    if case["method"] == "upper":
        result = estimate_upper_limit(events, n, confidence=confidence)
    else:
        result = estimate_proportion(events, n, method=case["method"], confidence=confidence)

    assert result.low == pytest.approx(float(case["low"]), abs=1e-9)
    assert result.high == pytest.approx(float(case["high"]), abs=1e-9)


@pytest.mark.parametrize("case", read_cases("exact_tests.csv"))
def test_exact_p_values_equal_those_of_r(case):
    counts = read_counts(case)

    assert compute_fisher_test(*counts).p_value == pytest.approx(float(case["fisher"]), rel=1e-9)
    for alternative, column in (
        ("two-sided", "boschloo"),
        ("greater", "boschloo_greater"),
        ("less", "boschloo_less"),
    ):
        p_value = compute_boschloo_test(*counts, alternative=alternative).p_value
        assert p_value == pytest.approx(float(case[column]), rel=1e-6)


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.slow)])
def test_boschloo_p_values_equal_those_of_an_enumeration_of_all_tables(step):
    cases = read_cases("boschloo_enumerated.csv")

    assert len(cases) == 16 * 21 + 300
    cases = cases[::step]
    for alternative in ("greater", "less"):
        p_values = [
            compute_boschloo_test(*read_counts(case), alternative=alternative).p_value
            for case in cases
        ]
        np.testing.assert_allclose(p_values, read_column(cases, alternative), rtol=0.0, atol=1e-9)


@pytest.mark.parametrize("case", read_cases("risk_differences.csv"))
def test_limits_of_a_risk_difference_equal_those_of_r(case):
    score = estimate_risk_difference(*read_counts(case))
    hybrid = estimate_risk_difference(*read_counts(case), method="Newcombe")

    assert score.low == pytest.approx(float(case["low"]), abs=2e-8)
    assert score.high == pytest.approx(float(case["high"]), abs=2e-8)
    assert hybrid.low == pytest.approx(float(case["newcombe_low"]), abs=1e-9)
    assert hybrid.high == pytest.approx(float(case["newcombe_high"]), abs=1e-9)


def test_score_limits_of_every_table_of_40_and_40_equal_an_independent_root_search():
    cases = read_cases("miettinen_nurminen_40_40.csv")
    low, high = compute_limits(
        read_column(cases, "events_1"), 40, read_column(cases, "events_0"), 40, 0.95
    )

    assert len(cases) == 41 * 41
    np.testing.assert_allclose(low, read_column(cases, "low"), rtol=0.0, atol=1e-8)
    np.testing.assert_allclose(high, read_column(cases, "high"), rtol=0.0, atol=1e-8)


@pytest.mark.parametrize("case", read_cases("mantel_haenszel.csv"), ids=lambda case: case["strata"])
def test_a_stratified_difference_equals_that_of_metafor(case):
    strata = [tuple(map(int, cells.split("/"))) for cells in case["strata"].split()]

    result = estimate_stratified_difference(strata, confidence=float(case["confidence"]))

    found = (result.difference.estimate, result.difference.low, result.difference.high)
    wanted = [float(case[name]) for name in ("difference", "low", "high")]
    assert found == pytest.approx(wanted, abs=1e-9)
