from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tubulus.stats.imputation import (
    Imputation,
    ImputationModel,
    compute_delta_grid,
    compute_imputed_ancova_stack,
    estimate_imputed_contrast,
    impute_outcome,
    pool_estimates,
)
from tubulus.stats.linear.ancova import estimate_ancova

SEED = st.integers(0, 2**32 - 1)
FACTOR = st.floats(1e-3, 1e3)


def simulate_trial(seed, n=60):
    generator = np.random.default_rng(seed)
    arm = np.arange(n) % 2.0
    covariates = generator.normal(5.0, 2.0, (n, 2)) + 0.4 * arm[:, None]
    slopes = np.where(arm == 1.0, 0.7, 0.2)
    outcome = covariates[:, 0] * slopes + arm + generator.normal(size=n)
    outcome[generator.random(n) < 0.25] = np.nan
    return outcome, arm, covariates, generator


def impute(seed, *, by_arm=True, imputations=10, factor=1.0):
    outcome, arm, covariates, generator = simulate_trial(seed)
    model = ImputationModel(imputations=imputations, by_arm=by_arm)
    return impute_outcome(outcome * factor, arm, covariates, model=model, generator=generator)


@settings(max_examples=6)
@given(SEED)
def test_imputation_by_the_model_of_the_analysis_returns_complete_case_ancova(seed):
    outcome, arm, covariates, _ = simulate_trial(seed)
    complete = estimate_ancova(outcome, arm, covariates)
    pooled = estimate_imputed_contrast(impute(seed, by_arm=False, imputations=2000)).pooled
    error = pooled.monte_carlo_error.value

    # five Monte Carlo standard errors, which are far below the standard error
    assert error < 0.03 * complete.standard_error.value
    assert pooled.contrast.estimate == pytest.approx(complete.contrast.estimate, abs=5 * error)


@settings(max_examples=6)
@given(SEED)
def test_imputation_by_arm_returns_the_interacted_standardised_contrast(seed):
    outcome, arm, covariates, _ = simulate_trial(seed)
    design = np.column_stack([np.ones(arm.size), covariates])
    seen = ~np.isnan(outcome)
    fits = [
        np.linalg.lstsq(design[own], outcome[own])[0]
        for own in (seen & (arm == 1), seen & (arm == 0))
    ]
    standardised = float(design.mean(axis=0) @ (fits[0] - fits[1]))
    imputation = impute(seed, imputations=2000)
    pooled = estimate_imputed_contrast(imputation, interacted=True).pooled

    assert pooled.contrast.estimate == pytest.approx(
        standardised, abs=5 * pooled.monte_carlo_error.value
    )


@settings(max_examples=6)
@given(SEED)
def test_reference_based_imputation_leaves_the_share_of_the_effect_that_was_seen(seed):
    outcome, arm, _, generator = simulate_trial(seed)
    model = ImputationModel(imputations=2000, reference_based=True)
    imputation = impute_outcome(outcome, arm, model=model, generator=generator)
    pooled = estimate_imputed_contrast(imputation).pooled
    effect = estimate_ancova(outcome, arm).contrast.estimate
    share = np.mean(~np.isnan(outcome[arm == 1.0]))

    assert pooled.contrast.estimate == pytest.approx(
        share * effect, abs=5 * pooled.monte_carlo_error.value
    )


@settings(max_examples=25)
@given(SEED, FACTOR)
def test_a_change_of_unit_scales_contrast_and_deltas_alike(seed, factor):
    one = compute_delta_grid(impute(seed), [1.0], [-2.0]).cells[0][0]
    other = compute_delta_grid(impute(seed, factor=factor), [factor], [-2.0 * factor]).cells[0][0]

    assert other.contrast.low == pytest.approx(one.contrast.low * factor, rel=1e-6, abs=1e-9)
    assert other.test.p_value == pytest.approx(one.test.p_value, rel=1e-6, abs=1e-12)


@settings(max_examples=25)
@given(SEED)
def test_relabelling_the_arms_negates_every_cell(seed):
    there = impute(seed)
    back = Imputation(
        there.outcome,
        1.0 - there.arm,
        there.covariates,
        there.rows,
        there.latent,
        there.scale,
        there.method,
    )
    first = compute_delta_grid(there, [0.5], [-1.0]).cells[0][0]
    second = compute_delta_grid(back, [-1.0], [0.5]).cells[0][0]

    assert second.contrast.low == pytest.approx(-first.contrast.high, rel=1e-7, abs=1e-9)
    assert second.test.p_value == pytest.approx(first.test.p_value, rel=1e-7)


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=20), st.floats(0.1, 5), st.floats(1, 200))
def test_pooled_degrees_of_freedom_never_exceed_those_of_complete_data(estimates, variance, df):
    pooled = pool_estimates(estimates, [variance] * len(estimates), complete_df=df)

    assert 0.0 < pooled.df.value <= df
    assert pooled.standard_error.value >= np.sqrt(variance) * (1 - 1e-12)


def test_imputed_trials_without_an_effect_reject_as_often_as_they_should():
    generator = np.random.default_rng(17)
    covariates = generator.normal(size=(2500, 80, 2))
    outcomes = covariates @ [0.6, -0.4] + generator.normal(size=(2500, 80))
    # missing at random given a covariate
    outcomes[generator.random((2500, 80)) < 0.3 / (1 + np.exp(-covariates[:, :, 0]))] = np.nan
    arm = np.arange(80) % 2.0
    stack = compute_imputed_ancova_stack(outcomes, arm, covariates, generator=generator)
    rejected = np.mean(stack.p_value < 0.05)
    spread = stack.estimate.std() / np.sqrt(2500)

    assert stack.is_estimable.all()
    assert abs(stack.estimate.mean()) < 3.5 * spread
    # four Monte Carlo standard errors are 0.0174
    assert rejected == pytest.approx(0.05, abs=0.0174)
