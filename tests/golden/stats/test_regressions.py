from __future__ import annotations

import numpy as np
import pytest
from tests.golden.stats.cases import read_cases, read_column

from tubulus.stats.linear import (
    compute_ancova_batch,
    compute_freedman_lane_test,
    estimate_ancova,
    estimate_arm_means,
    estimate_log_arm_means,
    estimate_log_standardised_contrast,
    estimate_standardised_contrast,
)
from tubulus.stats.logistic import (
    compute_standardised_risks_batch,
    estimate_odds_ratio,
    estimate_standardised_risks,
    fit_firth,
    fit_logistic,
)
from tubulus.stats.logistic.firth import FirthFit
from tubulus.stats.logistic.maximum_likelihood import LogisticFit
from tubulus.stats.logistic.profile import compute_likelihood_ratio_test, compute_profile_limits

TRIAL = read_cases("synthetic_trial.csv")
NAMES = ("arm", "age", "secondary", "before", "after", "amount")
ALL = {name: np.array(read_column(TRIAL, name)) for name in NAMES}
KEPT = ~(np.isnan(ALL["after"]) | np.isnan(ALL["age"]))
DATA = {name: values[KEPT] for name, values in ALL.items()}
CENTRE = np.array([row["centre"] for row in TRIAL])[KEPT]
EVENT = (DATA["amount"] > 0).astype(float)
COVARIATES = {
    "crude": np.empty((KEPT.sum(), 0)),
    "adjusted": np.column_stack([DATA["before"], DATA["age"], DATA["secondary"]]),
    "few": DATA["age"][:, None],
}


def limit_events():
    """Keep the first five events of the first arm and none of the comparator."""
    event = np.where(DATA["arm"] == 1, EVENT, 0.0)
    return np.where(np.cumsum(event) <= 5, event, 0.0)


EVENTS = {"crude": EVENT, "adjusted": EVENT, "few": limit_events()}


def identify(case):
    return "-".join(list(case.values())[:6])


def read_interval(interval, *, is_ratio=False):
    values = np.array([interval.estimate, interval.low, interval.high])
    return np.log(values) if is_ratio else values


def read_numbers(case, *names):
    return [float(case[name]) for name in names]


@pytest.mark.parametrize("case", read_cases("standardised_means.csv"), ids=identify)
def test_standardised_means_equal_an_interacted_lm(case):
    options = {"target": case["target"], "covariates_vary": case["covariates"] == "vary"}
    further = np.column_stack([DATA["age"], DATA["secondary"]])
    if case["scale"] == "log":
        result = estimate_log_standardised_contrast(
            DATA["after"], DATA["arm"], DATA["before"], further, **options
        )
    else:
        z = np.column_stack([DATA["before"], further])
        result = estimate_standardised_contrast(DATA["after"], DATA["arm"], z, **options)
    interval = getattr(result, case["quantity"])
    tolerance = 1e-6 if case["source"] == "marginaleffects" else 1e-8

    expected = read_numbers(case, "estimate", "low", "high")
    found = read_interval(interval, is_ratio=case["scale"] == "log")
    assert found == pytest.approx(expected, rel=tolerance)
    assert result.df == int(case["df"])
    if case["quantity"] == "contrast":
        numbers = [result.standard_error.value, result.test.p_value]
        assert numbers == pytest.approx(read_numbers(case, "se", "p"), rel=tolerance)


@pytest.mark.parametrize("case", read_cases("arm_means.csv"), ids=identify)
def test_adjusted_arm_means_equal_emmeans(case):
    confidence = float(case["confidence"])
    if case["scale"] == "log":
        result = estimate_log_arm_means(
            DATA["after"],
            DATA["arm"],
            DATA["before"],
            DATA["age"][:, None],
            confidence=confidence,
        )
    else:
        z = np.column_stack([COVARIATES["adjusted"], CENTRE == "b", CENTRE == "c"])
        result = estimate_arm_means(DATA["after"], DATA["arm"], z, confidence=confidence)
    interval, error = (
        (result.first, result.first_error)
        if case["arm"] == "1"
        else (result.comparator, result.comparator_error)
    )

    expected = read_numbers(case, "estimate", "low", "high")
    found = read_interval(interval, is_ratio=case["scale"] == "log")
    assert found == pytest.approx(expected, rel=1e-9)
    assert error.value == pytest.approx(float(case["se"]), rel=1e-9)
    assert result.df == int(case["df"])


@pytest.mark.parametrize("case", read_cases("permutations.csv"), ids=identify)
@pytest.mark.parametrize("side", ["two_sided", "greater", "less"])
def test_all_assignments_equal_those_of_r(case, side):
    index = np.r_[np.flatnonzero(DATA["arm"] == 1)[9:15], np.flatnonzero(DATA["arm"] == 0)[:7]]
    result = compute_freedman_lane_test(
        DATA["after"][index],
        DATA["arm"][index],
        generator=np.random.default_rng(1),
        statistic=case["statistic"],
        alternative=side.replace("_", "-"),
    )

    assert result.is_exact
    assert result.n_permutations == 1716
    assert result.test.p_value == pytest.approx(float(case[side]), rel=1e-12)
    assert result.statistic.value == pytest.approx(float(case["t"]), rel=1e-9)


def read_terms(name, model):
    return [case for case in read_cases(name) if case["model"] == model]


@pytest.mark.parametrize("model", ["crude", "adjusted"])
def test_maximum_likelihood_equals_glm(model):
    cases = read_terms("logistic.csv", model)
    design = np.column_stack([np.ones(EVENT.size), DATA["arm"], COVARIATES[model]])
    fit = fit_logistic(design, EVENT)

    assert isinstance(fit, LogisticFit)
    assert fit.coefficients == pytest.approx(read_column(cases, "estimate"), rel=1e-9)
    errors = np.sqrt(np.diag(fit.covariance))
    assert errors == pytest.approx(read_column(cases, "se"), rel=1e-8)
    assert fit.log_likelihood == pytest.approx(float(cases[0]["log_likelihood"]), rel=1e-12)


@pytest.mark.parametrize("model", ["crude", "adjusted", "few"])
def test_firth_with_profile_limits_equals_logistf_and_brglm2(model):
    cases = read_terms("firth.csv", model)
    design = np.column_stack([np.ones(EVENT.size), DATA["arm"], COVARIATES[model]])
    fit = fit_firth(design, EVENTS[model])

    assert isinstance(fit, FirthFit)
    assert fit.coefficients == pytest.approx(read_column(cases, "estimate"), rel=1e-8)
    errors = np.sqrt(np.diag(fit.covariance))
    assert errors == pytest.approx(read_column(cases, "se"), rel=1e-7)
    height = float(cases[0]["penalised_log_likelihood"])
    assert fit.penalised_log_likelihood == pytest.approx(height, rel=1e-10)
    for column, case in enumerate(cases):
        limits = compute_profile_limits(design, EVENTS[model], fit, column, confidence=0.95)
        p_value = compute_likelihood_ratio_test(design, EVENTS[model], fit, column)
        assert limits == pytest.approx(read_numbers(case, "low", "high"), rel=1e-7)
        assert p_value == pytest.approx(float(case["p"]), rel=1e-7)


@pytest.mark.parametrize("model", ["crude", "adjusted", "few"])
def test_the_odds_ratio_of_the_arms_equals_logistf(model):
    case = read_terms("firth.csv", model)[1]
    result = estimate_odds_ratio(EVENTS[model], DATA["arm"], COVARIATES[model])

    expected = read_numbers(case, "estimate", "low", "high")
    assert read_interval(result.ratio, is_ratio=True) == pytest.approx(expected, rel=1e-7)
    assert result.test.p_value == pytest.approx(float(case["p"]), rel=1e-7)
    assert result.log_error.value == pytest.approx(float(case["se"]), rel=1e-7)


@pytest.mark.parametrize("case", read_cases("standardised_risks.csv"), ids=identify)
def test_standardised_risks_equal_those_of_r(case):
    result = estimate_standardised_risks(
        EVENTS[case["data"]],
        DATA["arm"],
        COVARIATES[case["data"]],
        model=case["model"],
        covariance=case["kind"],
        target=case["target"],
        covariates_vary=case["covariates"] == "vary",
    )
    is_ratio = case["quantity"] == "log_ratio"
    interval = result.ratio if is_ratio else getattr(result, case["quantity"])
    tolerance = 2e-6 if case["source"] == "marginaleffects" else 1e-7

    expected = read_numbers(case, "estimate", "low", "high")
    found = read_interval(interval, is_ratio=is_ratio)
    if case["quantity"] in {"first", "comparator"}:
        found = np.log(found / (1.0 - found))
    assert found == pytest.approx(expected, rel=tolerance)
    assert result.df == int(case["df"])
    if case["quantity"] == "difference":
        assert result.difference_error.value == pytest.approx(float(case["se"]), rel=tolerance)
        assert result.test.p_value == pytest.approx(float(case["p"]), rel=10.0 * tolerance)
    once = np.ones((1, EVENT.size))
    risks = compute_standardised_risks_batch(
        EVENTS[case["data"]],
        DATA["arm"],
        COVARIATES[case["data"]],
        once,
        model=case["model"],
        target=case["target"],
    )
    assert risks[0] == pytest.approx([result.first.estimate, result.comparator.estimate], abs=1e-9)


def test_a_batch_of_one_equals_the_golden_contrast():
    case = next(c for c in read_cases("ancova.csv") if c["model"] == "log_adjusted")
    y, before = np.log(DATA["after"]), np.log(DATA["before"])
    z = np.column_stack([before, DATA["age"], DATA["secondary"]])
    batch = compute_ancova_batch(y, DATA["arm"], z)

    found = [batch.estimates[0], batch.standard_errors[0], batch.low[0], batch.p_values[0]]
    assert found == pytest.approx(read_numbers(case, "estimate", "se", "low", "p"), rel=1e-9)
    assert estimate_ancova(y, DATA["arm"], z).df == batch.df[0]
