from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tubulus.stats.balance import compute_balance_table, compute_effective_size
from tubulus.stats.resampling import compute_draw_estimates, draw_stratified_weights
from tubulus.stats.weighting import (
    compute_arm_weights,
    describe_overlap,
    estimate_augmented_contrast,
    estimate_targeted_contrast,
    estimate_weighted_contrast,
    estimate_weighted_ratio,
)

SEED = st.integers(0, 2**32 - 1)
FACTOR = st.floats(1e-3, 1e3)
SHIFT = st.floats(-50.0, 50.0)
WEIGHTING = st.sampled_from(["propensity", "entropy"])
TARGET = st.sampled_from(["ATE", "ATT", "ATU", "ATO", "matching"])
# every example fits several models: a quarter of the examples of other laws
FEW = settings(max_examples=settings().max_examples // 4)
MIRROR = {"ATE": "ATE", "ATT": "ATU", "ATU": "ATT", "ATO": "ATO", "matching": "matching"}


def simulate_trial(seed):
    generator = np.random.default_rng(seed)
    n = int(generator.integers(24, 60))
    arm = np.arange(n) % 2.0
    x = generator.normal(size=(n, 3)) + 0.4 * arm[:, None]
    x[:, 2] = x[:, 2] > 0.3
    outcome = np.exp(x @ [0.3, -0.2, 0.5] + 0.3 * arm + generator.normal(0.0, 0.4, n))
    return outcome, arm, x


def approx(value):
    return pytest.approx(value, rel=1e-6, abs=1e-8)


def estimate(outcome, arm, covariates, **options):
    result = estimate_weighted_contrast(outcome, arm, covariates, **options)
    assume(result.contrast.has_limits)
    return result


@FEW
@given(SEED, TARGET)
def test_relabelling_the_arms_negates_a_contrast_and_mirrors_its_target(seed, target):
    outcome, arm, x = simulate_trial(seed)
    there = estimate(outcome, arm, x, target=target)
    back = estimate(outcome, 1.0 - arm, x, target=MIRROR[target])

    assert back.contrast.estimate == approx(-there.contrast.estimate)
    assert back.contrast.low == approx(-there.contrast.high)
    assert back.effective_0.value == approx(there.effective_1.value)


@FEW
@given(SEED, st.sampled_from(["ATE", "ATT", "ATU"]))
def test_relabelling_the_arms_negates_entropy_balancing_and_mirrors_its_target(seed, target):
    outcome, arm, x = simulate_trial(seed)
    there = estimate(outcome, arm, x, target=target, weighting="entropy")
    back = estimate(outcome, 1.0 - arm, x, target=MIRROR[target], weighting="entropy")

    assert back.contrast.estimate == approx(-there.contrast.estimate)
    assert back.contrast.low == approx(-there.contrast.high)


@FEW
@given(SEED, st.sampled_from([estimate_augmented_contrast, estimate_targeted_contrast]))
def test_relabelling_the_arms_negates_augmented_and_targeted_contrasts(seed, method):
    outcome, arm, x = simulate_trial(seed)
    there, back = method(outcome, arm, x), method(outcome, 1.0 - arm, x)

    assume(there.contrast.has_limits)
    assert back.contrast.estimate == approx(-there.contrast.estimate)
    assert back.contrast.low == approx(-there.contrast.high)


@FEW
@given(SEED, FACTOR, TARGET)
def test_a_change_of_unit_changes_no_weighted_ratio(seed, factor, target):
    outcome, arm, x = simulate_trial(seed)
    here = estimate_weighted_ratio(outcome, arm, x, target=target).contrast
    there = estimate_weighted_ratio(outcome * factor, arm, x * factor, target=target).contrast

    assume(here.has_limits)
    assert (there.estimate, there.low, there.high) == approx((here.estimate, here.low, here.high))


@FEW
@given(SEED, SHIFT, TARGET)
def test_a_constant_added_to_all_outcomes_changes_no_contrast(seed, shift, target):
    outcome, arm, x = simulate_trial(seed)
    here = estimate(outcome, arm, x, target=target).contrast
    there = estimate(outcome + shift, arm, x + shift, target=target).contrast

    assert (there.estimate, there.low, there.high) == approx((here.estimate, here.low, here.high))


@FEW
@given(SEED, SHIFT, FACTOR)
def test_augmented_and_targeted_contrasts_follow_shift_and_unit(seed, shift, factor):
    outcome, arm, x = simulate_trial(seed)
    for method in (estimate_augmented_contrast, estimate_targeted_contrast):
        here = method(outcome, arm, x).contrast
        there = method(outcome * factor + shift, arm, x).contrast
        assume(here.has_limits)
        assert (there.estimate / factor, there.low / factor) == pytest.approx(
            (here.estimate, here.low), rel=1e-5, abs=1e-6 * max(1.0, abs(shift) / factor)
        )


@FEW
@given(SEED)
def test_overlap_weights_balance_the_means_of_all_covariates_exactly(seed):
    _, arm, x = simulate_trial(seed)
    weights = compute_arm_weights(arm, x, target="ATO").weights

    assume(weights is not None)
    table = compute_balance_table(x, arm, weights)
    assert [row.after.difference.value for row in table.covariates] == approx([0.0] * 3)


@FEW
@given(SEED, st.sampled_from(["ATE", "ATT", "ATU"]))
def test_entropy_balancing_gives_both_arms_the_means_of_the_target(seed, target):
    _, arm, x = simulate_trial(seed)
    weights = compute_arm_weights(arm, x, target=target, weighting="entropy").weights

    assume(weights is not None)
    members = {"ATE": arm >= 0.0, "ATT": arm == 1.0, "ATU": arm == 0.0}[target]
    goal = x[members].mean(axis=0)
    for value in (1.0, 0.0):
        assert weights[arm == value] @ x[arm == value] == approx(goal)
    assert (weights > 0.0).all()


@given(st.lists(st.floats(0.0, 1e6), max_size=20))
def test_an_effective_sample_size_lies_between_one_and_n(weights):
    size = compute_effective_size(weights).value

    assume(size is not None)
    assert 1.0 - 1e-12 <= size <= len(weights)


@FEW
@given(SEED, TARGET)
def test_no_arm_is_worth_more_than_its_participants(seed, target):
    outcome, arm, x = simulate_trial(seed)
    result = estimate(outcome, arm, x, target=target)

    assert result.effective_1.value <= result.n_1
    assert result.effective_0.value <= result.n_0


@FEW
@given(SEED)
def test_relabelling_the_arms_keeps_the_c_statistic_and_swaps_the_sides(seed):
    _, arm, x = simulate_trial(seed)
    there, back = describe_overlap(arm, x), describe_overlap(1.0 - arm, x)

    assume(there.first is not None)
    assert back.c_statistic.value == approx(there.c_statistic.value)
    assert back.first.quantiles == approx(tuple(1.0 - q for q in reversed(there.second.quantiles)))


@FEW
@given(SEED)
def test_a_draw_as_weights_equals_the_draw_as_rows(seed):
    outcome, arm, x = simulate_trial(seed)
    weights = draw_stratified_weights(arm, 3, np.random.default_rng(seed))
    estimators = ("ANCOVA", "ATE", "ATT", "ATU", "ATO", "matching", "AIPW")
    ours = compute_draw_estimates(outcome[:, None], arm, x, [weights], estimators)
    for place, counts in enumerate(weights.astype(int)):
        rows = np.repeat(np.arange(arm.size), counts)
        once = [np.ones((1, rows.size))]
        copied = compute_draw_estimates(
            outcome[rows][:, None], arm[rows], x[rows], once, estimators
        )
        for name in estimators:
            assert ours[name][place] == pytest.approx(copied[name][0], rel=1e-6, nan_ok=True)
