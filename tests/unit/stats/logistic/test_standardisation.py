from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.logistic.standardisation import (
    compute_standardised_risks_batch,
    estimate_standardised_risks,
)

GENERATOR = np.random.default_rng(8)
ARM = np.repeat([1.0, 0.0], 20)
EVENT = np.r_[np.ones(8), np.zeros(12), np.ones(3), np.zeros(17)]
AGE = GENERATOR.normal(34, 5, size=(40, 1))


@pytest.mark.parametrize("covariance", ["information", "sandwich"])
def test_without_covariates_the_risks_are_the_shares_of_each_arm(covariance):
    result = estimate_standardised_risks(
        EVENT, ARM, model="maximum likelihood", covariance=covariance
    )
    spread = 0.4 * 0.6 / 20 + 0.15 * 0.85 / 20
    # HC3 divides by 1 - 1/20
    factor = 1.0 if covariance == "information" else 1.0 / (1.0 - 1.0 / 20.0) ** 2

    assert result.first.estimate == pytest.approx(0.4)
    assert result.difference.estimate == pytest.approx(0.25)
    assert result.ratio.estimate == pytest.approx(0.4 / 0.15)
    assert result.difference_error.value == pytest.approx(np.sqrt(factor * spread))
    assert (result.n_1, result.n_0, result.df) == (20, 20, 38)


def test_the_penalty_draws_the_risks_towards_one_half():
    result = estimate_standardised_risks(EVENT, ARM)

    assert result.first.estimate == pytest.approx(8.5 / 21)
    assert result.comparator.estimate == pytest.approx(3.5 / 21)


def test_an_arm_without_events_has_limits_by_the_information_only():
    event = np.where(ARM == 1, EVENT, 0.0)
    model, residuals = (
        estimate_standardised_risks(event, ARM, AGE, covariance=kind)
        for kind in ("information", "sandwich")
    )

    assert 0.0 < model.comparator.low < model.comparator.estimate < model.comparator.high < 1.0
    assert model.ratio.has_limits
    assert residuals.difference.estimate == model.difference.estimate
    assert "sees no variation" in residuals.difference.reason
    assert "sees no variation" in residuals.difference_error.reason


def test_maximum_likelihood_without_events_in_an_arm_is_not_estimable():
    event = np.where(ARM == 1, EVENT, 0.0)
    result = estimate_standardised_risks(event, ARM, AGE, model="maximum likelihood")

    assert "separates" in result.difference.reason
    assert result.ratio.state == result.first.state == "not estimable"


def test_covariates_that_vary_widen_the_limits_of_a_risk():
    vary, fixed = (
        estimate_standardised_risks(EVENT, ARM, AGE, covariates_vary=each) for each in (True, False)
    )

    assert vary.first.estimate == fixed.first.estimate
    assert vary.first.low < fixed.first.low
    assert vary.first.high > fixed.first.high


@pytest.mark.parametrize(
    ("event", "arm", "covariates", "reason"),
    [
        ([], [], None, "no complete participant in one arm"),
        ([1.0], [1], None, "no complete participant in one arm"),
        ([np.nan] * 4, [1, 1, 0, 0], None, "no complete participant in one arm"),
        ([1.0, 0.0], [1, 1], None, "no complete participant in one arm"),
        (EVENT, ARM, ARM[:, None], "full rank"),
    ],
)
def test_what_cannot_be_estimated_says_why(event, arm, covariates, reason):
    result = estimate_standardised_risks(event, arm, covariates)

    assert reason in result.difference.reason
    assert reason in result.log_ratio_error.reason


@pytest.mark.parametrize("model", ["firth", "flic", "maximum likelihood"])
@pytest.mark.parametrize("target", ["ATE", "ATT", "ATU"])
def test_bootstrap_draws_equal_repeated_participants(model, target):
    counts = np.random.default_rng(9).multinomial(40, np.full(40, 1 / 40), size=5)
    risks = compute_standardised_risks_batch(EVENT, ARM, AGE, counts, model=model, target=target)

    for row in range(5):
        repeated = [np.repeat(part, counts[row], axis=0) for part in (EVENT, ARM, AGE)]
        single = estimate_standardised_risks(*repeated, model=model, target=target)
        expected = [single.first.estimate, single.comparator.estimate]
        assert risks[row] == pytest.approx(expected, abs=1e-8)


def test_a_draw_without_risks_is_marked():
    counts = np.stack([np.ones(40), np.zeros(40), ARM])

    risks = compute_standardised_risks_batch(EVENT, ARM, AGE, counts)
    assert np.isnan(risks).all(axis=1).tolist() == [False, True, True]


@pytest.mark.parametrize(
    "options", [{"model": "probit"}, {"target": "ATO"}, {"covariance": "HC0"}, {"confidence": 95}]
)
def test_unknown_options_are_refused(options):
    with pytest.raises(ValueError, match=r"model|target|covariance|confidence"):
        estimate_standardised_risks(EVENT, ARM, **options)


@pytest.mark.parametrize(
    ("event", "counts"), [(np.r_[EVENT[:-1], np.nan], np.ones((1, 40))), (EVENT, np.ones((1, 3)))]
)
def test_a_batch_needs_everybody(event, counts):
    with pytest.raises(ValueError, match="missing"):
        compute_standardised_risks_batch(event, ARM, None, counts)
