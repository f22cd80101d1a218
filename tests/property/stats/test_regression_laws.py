from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tubulus.stats.linear import (
    compute_ancova_batch,
    compute_freedman_lane_test,
    estimate_ancova,
    estimate_arm_means,
    estimate_log_arm_means,
    estimate_log_standardised_contrast,
    estimate_standardised_contrast,
)
from tubulus.stats.logistic import estimate_odds_ratio, estimate_standardised_risks, fit_logistic
from tubulus.stats.logistic.maximum_likelihood import LogisticFit

SEED = st.integers(0, 2**32 - 1)
FACTOR = st.floats(1e-3, 1e3)
SHIFT = st.floats(-100.0, 100.0)
MIRROR = {"ATE": "ATE", "ATT": "ATU", "ATU": "ATT"}
TARGET = st.sampled_from(sorted(MIRROR))


def simulate_trial(seed, n=24):
    generator = np.random.default_rng(seed)
    arm = generator.permuted(np.arange(n) % 2.0)
    covariates = generator.normal(size=(n, 2))
    before = np.exp(generator.normal(2.0, 0.5, n))
    after = before**0.6 * np.exp(generator.normal(0.8, 0.4, n) + 0.3 * arm * covariates[:, 0])
    return after, arm, before, covariates


def approx(value):
    return pytest.approx(value, rel=1e-7, abs=1e-9)


def read(interval):
    return np.array([interval.estimate, interval.low, interval.high])


@given(SEED, TARGET)
@settings(max_examples=30)
def test_relabelling_the_arms_negates_the_standardised_contrast_and_maps_att_to_minus_atu(
    seed, target
):
    after, arm, before, covariates = simulate_trial(seed)
    z = np.column_stack([before, covariates])
    there = estimate_standardised_contrast(after, arm, z, target=target)
    back = estimate_standardised_contrast(after, 1.0 - arm, z, target=MIRROR[target])

    assert read(back.contrast) == approx(-read(there.contrast)[[0, 2, 1]])
    assert back.test.p_value == approx(there.test.p_value)
    assert read(back.first_mean) == approx(read(there.comparator_mean))


@given(SEED)
@settings(max_examples=30)
def test_the_effect_in_all_is_the_mean_of_those_in_each_arm(seed):
    after, arm, before, covariates = simulate_trial(seed)
    z = np.column_stack([before, covariates])
    effects = {
        target: estimate_standardised_contrast(after, arm, z, target=target).contrast.estimate
        for target in MIRROR
    }

    share = arm.mean()
    assert effects["ATE"] == approx(share * effects["ATT"] + (1 - share) * effects["ATU"])


@given(SEED, TARGET, FACTOR)
@settings(max_examples=30)
def test_a_change_of_unit_changes_no_standardised_ratio(seed, target, factor):
    after, arm, before, covariates = simulate_trial(seed)
    here, there = (
        estimate_log_standardised_contrast(after * f, arm, before * f, covariates, target=target)
        for f in (1.0, factor)
    )

    assert read(there.contrast) == approx(read(here.contrast))
    assert read(there.first_mean) == approx(factor * read(here.first_mean))


@given(SEED, SHIFT)
@settings(max_examples=30)
def test_a_constant_added_to_a_covariate_changes_nothing(seed, shift):
    after, arm, _, covariates = simulate_trial(seed)
    moved = covariates + np.array([shift, 0.0])

    for estimate in (estimate_ancova, estimate_standardised_contrast):
        here, there = (estimate(after, arm, z).contrast for z in (covariates, moved))
        assert read(there) == approx(read(here))
    means = [estimate_arm_means(after, arm, z).first for z in (covariates, moved)]
    assert read(means[1]) == approx(read(means[0]))
    batch = compute_ancova_batch(after, arm, moved)
    assert batch.low[0] == approx(estimate_ancova(after, arm, covariates).contrast.low)


@given(SEED, FACTOR)
@settings(max_examples=30)
def test_geometric_means_follow_the_unit(seed, factor):
    after, arm, before, covariates = simulate_trial(seed)
    here, there = (
        estimate_log_arm_means(after * f, arm, before * f, covariates) for f in (1.0, factor)
    )

    assert read(there.first) == approx(factor * read(here.first))


@given(SEED, st.floats(1e-2, 1e2), st.floats(-10.0, 10.0))
@settings(max_examples=20)
def test_the_p_value_of_permutations_ignores_units_and_what_is_linear_in_covariates(
    seed, factor, slope
):
    after, arm, _, covariates = simulate_trial(seed)
    first, second = (
        compute_freedman_lane_test(
            outcome, arm, covariates, generator=np.random.default_rng(seed), permutations=200
        )
        for outcome in (after, factor * after + slope * covariates[:, 0] + 3.0)
    )

    assert second.statistic.value == pytest.approx(first.statistic.value, rel=1e-6, abs=1e-8)
    assert second.test.p_value == pytest.approx(first.test.p_value, abs=0.011)


def draw_p_values(trials, permutations, covariates, simulate):
    """Draw p-values under no effect; ties are broken at random, so that none is preferred."""
    generator = np.random.default_rng(2024)
    p_values = []
    for _ in range(trials):
        outcome, arm, z = simulate(generator)
        result = compute_freedman_lane_test(
            outcome, arm, z if covariates else None, generator=generator, permutations=permutations
        )
        total, tied = result.n_permutations + 1, result.n_tied + 1
        if result.is_exact:
            total, tied = total - 1, tied - 1
        p_values.append((result.n_beyond + generator.random() * tied) / total)
    return np.array(p_values)


def measure_distance(p_values):
    """Return the Kolmogorov-Smirnov distance from uniform times the root of the number."""
    ordered, n = np.sort(p_values), p_values.size
    steps = np.arange(n + 1) / n
    return np.sqrt(n) * max(np.max(steps[1:] - ordered), np.max(ordered - steps[:-1]))


def draw_ties(generator):
    return generator.integers(0, 4, 10).astype(float), generator.permuted(np.arange(10) % 2.0), None


def draw_confounded(generator):
    z = generator.normal(size=(24, 2))
    arm = (z[:, 0] + generator.normal(size=24) > 0).astype(float)
    return z @ [1.0, 0.5] + generator.normal(size=24), arm, z


@pytest.mark.parametrize(
    ("permutations", "covariates", "simulate"),
    [(1_000, False, draw_ties), (99, False, draw_ties), (99, True, draw_confounded)],
    ids=["all assignments", "some assignments", "adjusted"],
)
def test_without_effect_the_randomised_p_value_is_uniform(permutations, covariates, simulate):
    p_values = draw_p_values(400, permutations, covariates, simulate)

    # exceeded by a uniform variable once in 1,000 times (Kolmogorov)
    assert measure_distance(p_values) < 1.95


def simulate_events(seed, n=30):
    generator = np.random.default_rng(seed)
    arm, z = generator.permuted(np.arange(n) % 2.0), generator.normal(size=(n, 2))
    return (generator.random(n) < 0.2 + 0.2 * arm).astype(float), arm, z


@given(SEED, TARGET)
@settings(max_examples=20)
def test_relabelling_the_arms_negates_the_risk_difference_and_inverts_the_ratio(seed, target):
    event, arm, z = simulate_events(seed)
    there = estimate_standardised_risks(event, arm, z, target=target)
    back = estimate_standardised_risks(event, 1.0 - arm, z, target=MIRROR[target])

    assert read(back.difference) == approx(-read(there.difference)[[0, 2, 1]])
    assert read(back.ratio) == approx(1.0 / read(there.ratio)[[0, 2, 1]])
    assert read(back.first) == approx(read(there.comparator))


@given(SEED)
@settings(max_examples=5)
def test_exchanging_event_and_no_event_inverts_the_odds_ratio(seed):
    event, arm, z = simulate_events(seed, n=20)
    there, back = (estimate_odds_ratio(y, arm, z) for y in (event, 1.0 - event))

    assert read(back.ratio) == pytest.approx(1.0 / read(there.ratio)[[0, 2, 1]], rel=1e-6)
    assert back.test.p_value == pytest.approx(there.test.p_value, rel=1e-6)


@given(SEED, SHIFT, st.floats(0.01, 100.0))
@settings(max_examples=30)
def test_units_of_a_covariate_change_no_fitted_probability(seed, shift, factor):
    event, arm, z = simulate_events(seed)
    here, there = (
        fit_logistic(np.column_stack([np.ones(arm.size), arm, covariates]), event)
        for covariates in (z, factor * z + shift)
    )

    assert isinstance(here, LogisticFit) == isinstance(there, LogisticFit)
    if isinstance(here, LogisticFit):
        assert there.probabilities == pytest.approx(here.probabilities, abs=1e-6)
