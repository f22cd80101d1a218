from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.searching import take

from tubulus.stats.censored import (
    draw_below_limit,
    estimate_censored_contrast,
    estimate_log_censored_contrast,
)
from tubulus.stats.ordinal import estimate_proportional_odds
from tubulus.stats.ranks import (
    compute_brunner_munzel_permutation_test,
    compute_two_part_permutation_test,
    compute_two_part_test,
    compute_wilcoxon_test,
    estimate_shift,
    estimate_superiority,
    estimate_wins,
)

SEED = st.integers(0, 2**32 - 1)
# few different values, so that ties are the rule, with a spike at zero and missing ones
VALUE = st.one_of(st.just(0.0), st.integers(0, 12).map(float), st.just(float("nan")))
ARM = st.lists(VALUE, max_size=9)
SMALL_ARM = st.lists(st.integers(0, 4).map(float), min_size=1, max_size=5)


def approx(value):
    return None if value is None else pytest.approx(value, rel=1e-8, abs=1e-10)


def stretch(values):
    return np.exp(np.asarray(values) / 3.0) * 7.0 - 2.0


@take(25)
@given(SMALL_ARM, SMALL_ARM)
def test_the_exact_rank_sum_p_value_equals_full_enumeration(first, second):
    pooled, n_1 = np.array(first + second), len(first)
    above = np.sign(pooled[:, None] - pooled)

    def count_wins(members):
        others = np.setdiff1d(np.arange(pooled.size), members)
        return int(above[np.ix_(members, others)].sum())

    observed = count_wins(np.arange(n_1))
    dealt = [count_wins(np.array(chosen)) for chosen in combinations(range(pooled.size), n_1)]

    two_sided = np.mean([abs(wins) >= abs(observed) for wins in dealt])
    greater = np.mean([wins >= observed for wins in dealt])
    assert compute_wilcoxon_test(first, second).test.p_value == approx(two_sided)
    one_sided = compute_wilcoxon_test(first, second, alternative="greater").test
    assert one_sided.p_value == approx(greater)


@take(25)
@given(ARM, ARM)
def test_swapping_the_arms_turns_every_rank_estimate_around(first, second):
    there, back = estimate_superiority(first, second), estimate_superiority(second, first)

    assert back.test.p_value == approx(there.test.p_value)
    assert back.test.reason == there.test.reason
    if there.superiority.estimate is not None:
        assert back.superiority.estimate == approx(1.0 - there.superiority.estimate)
    if there.superiority.has_limits:
        assert back.superiority.low == approx(1.0 - there.superiority.high)


@take(25)
@given(ARM, ARM)
def test_swapping_the_arms_inverts_odds_and_ratio_and_negates_the_benefit(first, second):
    there, back = estimate_wins(first, second), estimate_wins(second, first)

    assert (back.n_wins, back.n_losses, back.n_ties) == (there.n_losses, there.n_wins, there.n_ties)
    for one, other in ((there.win_odds, back.win_odds), (there.win_ratio, back.win_ratio)):
        if one.has_limits:
            assert other.estimate == approx(1.0 / one.estimate)
            assert other.low == pytest.approx(1.0 / one.high, rel=1e-6)
        elif one.estimate == 0.0:
            assert "infinite" in other.reason
    if there.net_benefit.estimate is not None:
        assert back.net_benefit.estimate == approx(-there.net_benefit.estimate)


@take(25)
@given(ARM, ARM)
def test_swapping_the_arms_changes_no_two_sided_test(first, second):
    there, back = compute_wilcoxon_test(first, second), compute_wilcoxon_test(second, first)
    less = compute_wilcoxon_test(second, first, alternative="less").test.p_value
    greater = compute_wilcoxon_test(first, second, alternative="greater").test.p_value

    assert back.test.p_value == approx(there.test.p_value)
    assert less == approx(greater)
    parts = [
        compute_two_part_test(*arms).test.p_value for arms in ((first, second), (second, first))
    ]
    assert parts[0] == approx(parts[1])


@given(ARM, ARM)
def test_swapping_the_arms_negates_the_shift(first, second):
    there, back = estimate_shift(first, second).shift, estimate_shift(second, first).shift

    assert back.has_limits == there.has_limits
    if there.estimate is not None:
        assert back.estimate == approx(-there.estimate)
    if there.has_limits:
        assert (back.low, back.high) == (-there.high, -there.low)


@take(25)
@given(ARM, ARM)
def test_a_monotone_change_of_scale_leaves_rank_methods_unchanged(first, second):
    arms, stretched = (first, second), (stretch(first), stretch(second))

    assert compute_wilcoxon_test(*stretched) == compute_wilcoxon_test(*arms)
    assert estimate_superiority(*stretched) == estimate_superiority(*arms)
    assert estimate_wins(*stretched) == estimate_wins(*arms)


@take(15)
@given(ARM, ARM, SEED)
def test_a_permutation_test_answers_any_data_and_repeats_itself(first, second, seed):
    for compute in (compute_brunner_munzel_permutation_test, compute_two_part_permutation_test):
        there, again = (
            compute(first, second, generator=np.random.default_rng(seed), draws=50)
            for _ in range(2)
        )
        assert there == again


@take(25)
@given(ARM, ARM)
def test_a_win_is_a_superiority_on_another_scale(first, second):
    theta, wins = estimate_superiority(first, second).superiority, estimate_wins(first, second)

    if theta.has_limits:
        for part in ("estimate", "low", "high"):
            odds = getattr(theta, part) / (1.0 - getattr(theta, part))
            assert getattr(wins.win_odds, part) == pytest.approx(odds, rel=1e-9)


@take(15)
@given(ARM, ARM)
def test_proportional_odds_answer_any_data_and_follow_the_labels(first, second):
    outcome = np.array(first + second)
    arm = np.repeat([1.0, 0.0], [len(first), len(second)])
    there = estimate_proportional_odds(outcome, arm)
    back = estimate_proportional_odds(outcome, 1.0 - arm)
    stretched = estimate_proportional_odds(stretch(outcome), arm)

    assert stretched == there
    assert back.odds_ratio.has_limits == there.odds_ratio.has_limits
    if there.finite_limit.value is not None:
        assert back.finite_limit.value == pytest.approx(1.0 / there.finite_limit.value, rel=1e-6)
    if there.log_odds_ratio.estimate is not None:
        assert back.log_odds_ratio.estimate == approx(-there.log_odds_ratio.estimate)
        assert np.log(back.profile_odds_ratio.low) == pytest.approx(
            -np.log(there.profile_odds_ratio.high), rel=1e-6, abs=1e-7
        )


def simulate_hormone(seed):
    generator = np.random.default_rng(seed)
    arm = np.arange(24) % 2.0
    value = np.exp(generator.normal(0.2, 0.7, 24) + 0.3 * arm)
    limit = generator.choice([0.5, 0.8], 24)
    return np.maximum(value, limit), value < limit, arm, generator.normal(size=(24, 1))


@take(15)
@given(SEED)
def test_a_change_of_unit_changes_no_ratio_with_values_below_a_limit(seed):
    outcome, below, arm, z = simulate_hormone(seed)
    here = estimate_log_censored_contrast(outcome, below, arm, covariates=z).contrast
    there = estimate_log_censored_contrast(outcome * 28.8, below, arm, covariates=z).contrast

    assert (there.estimate, there.low, there.high) == pytest.approx(
        (here.estimate, here.low, here.high), rel=1e-7
    )


@take(15)
@given(SEED)
def test_relabelling_the_arms_negates_the_censored_contrast(seed):
    outcome, below, arm, z = simulate_hormone(seed)
    there = estimate_censored_contrast(outcome, below, arm, z, covariance="sandwich")
    back = estimate_censored_contrast(outcome, below, 1.0 - arm, z, covariance="sandwich")

    assert back.contrast.estimate == approx(-there.contrast.estimate)
    assert back.contrast.low == approx(-there.contrast.high)
    assert (back.n_below_1, back.n_below_0) == (there.n_below_0, there.n_below_1)


@take(15)
@given(ARM, ARM, SEED)
def test_the_censored_regression_answers_any_data(first, second, seed):
    outcome = np.array(first + second)
    arm = np.repeat([1.0, 0.0], [len(first), len(second)])
    below = outcome <= 2.0
    result = estimate_censored_contrast(outcome, below, arm)
    draws = draw_below_limit(outcome, below, generator=np.random.default_rng(seed))

    assert result.contrast.has_limits == (result.test.p_value is not None)
    assert (draws.values is None) == bool(draws.reason)


@take(15)
@given(ARM, SEED)
def test_a_separating_arm_always_has_a_likelihood_ratio_test(values, seed):
    first = np.abs(np.nan_to_num(np.array([*values, 1.0])))
    covariate = np.random.default_rng(seed).normal(size=(first.size + 4, 1))
    outcome = np.append(first, np.zeros(4))
    arm = np.repeat([1.0, 0.0], [first.size, 4])
    crude = estimate_proportional_odds(outcome, arm)
    adjusted = estimate_proportional_odds(outcome, arm, covariate)

    assert crude.odds_ratio.estimate is None
    assert crude.likelihood_ratio_test.p_value is not None
    assert crude.finite_limit.value > 0.0
    assert adjusted.odds_ratio.has_limits is False
