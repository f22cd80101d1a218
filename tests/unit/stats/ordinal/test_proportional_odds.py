from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.ordinal.proportional_odds import estimate_proportional_odds

ARM = [1, 1, 1, 1, 0, 0, 0, 0]
OUTCOME = [2.0, 1.0, 0.0, 2.0, 0.0, 1.0, 0.0, 2.0]


def simulate_spike(seed, n=80):
    generator = np.random.default_rng(seed)
    arm = np.arange(n) % 2.0
    age = generator.normal(34.0, 5.0, n)
    amount = np.exp(generator.normal(size=n) + 0.5 * arm)
    return np.where(generator.random(n) < 0.55, 0.0, amount), arm, age[:, None]


def test_two_levels_are_the_odds_ratio_of_the_table():
    result = estimate_proportional_odds([1, 1, 1, 0, 1, 0, 0, 0], ARM)

    assert result.odds_ratio.estimate == pytest.approx(9.0)
    assert result.standard_error.value == pytest.approx((4 / 3 + 4 / 3) ** 0.5)
    assert result.n_levels == 2


def test_a_spike_at_zero_with_one_participant_for_each_other_value_is_fitted():
    result = estimate_proportional_odds(*simulate_spike(11))

    assert result.n_levels > 30
    assert result.profile_odds_ratio.low < result.odds_ratio.estimate < result.odds_ratio.high


def test_profile_limits_are_where_the_likelihood_has_fallen_by_the_quantile():
    outcome, arm, age = simulate_spike(11)
    wide = estimate_proportional_odds(outcome, arm, age, confidence=0.95)
    level = 1.0 - wide.likelihood_ratio_test.p_value
    limits = estimate_proportional_odds(outcome, arm, age, confidence=level).profile_odds_ratio

    # at confidence 1 - p one limit is the null
    assert min(abs(np.log(limits.low)), abs(np.log(limits.high))) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("outcome", "arm", "reason"),
    [
        ([], [], "no complete participant in one arm"),
        ([1.0], [1], "no complete participant in one arm"),
        ([np.nan] * 4, [1, 1, 0, 0], "no complete participant in one arm"),
        ([0.0] * 4, [1, 1, 0, 0], "every participant has the same outcome"),
    ],
)
def test_what_is_not_estimable_has_a_reason(outcome, arm, reason):
    result = estimate_proportional_odds(outcome, arm)

    assert result.odds_ratio.state == result.profile_odds_ratio.state == "not estimable"
    assert reason in result.standard_error.reason
    assert result.test.reason == result.likelihood_ratio_test.reason == result.odds_ratio.reason


@pytest.mark.parametrize(
    "outcome", [[1, 1, 1, 1, 0, 0, 0, 0], [4, 3, 2, 1, 0, 0, 0, 0], [0, 0, 3, 2, 0, 0, 0, 0]]
)
def test_an_infinite_odds_ratio_keeps_a_test_and_its_lower_limit(outcome):
    there = estimate_proportional_odds(outcome, ARM)
    back = estimate_proportional_odds(outcome, 1.0 - np.array(ARM))

    assert there.odds_ratio.estimate is None
    assert there.odds_ratio.reason.endswith("the odds ratio is infinite")
    assert back.odds_ratio.estimate == back.profile_odds_ratio.estimate == 0.0
    assert there.finite_limit.value == pytest.approx(1.0 / back.finite_limit.value, rel=1e-6)
    assert there.likelihood_ratio_test.p_value == pytest.approx(back.likelihood_ratio_test.p_value)
    assert (there.finite_limit.value > 1.0) == (there.likelihood_ratio_test.p_value < 0.05)


def test_a_covariate_that_repeats_the_arm_is_not_estimable():
    result = estimate_proportional_odds(OUTCOME, ARM, np.array(ARM)[:, None])

    assert "full rank" in result.odds_ratio.reason


def test_a_covariate_that_orders_the_outcome_is_separation():
    result = estimate_proportional_odds(OUTCOME, ARM, np.array(OUTCOME)[:, None] * 1e6)

    assert "without exception" in result.odds_ratio.reason


def test_a_steep_covariate_is_no_separation():
    dose = np.linspace(-30.0, 30.0, 60)
    outcome = (dose > 0.0).astype(float)
    outcome[28:32] = 1.0, 1.0, 0.0, 0.0
    result = estimate_proportional_odds(outcome, np.arange(60) % 2, dose[:, None])

    assert result.odds_ratio.has_limits


def test_participants_with_anything_missing_are_left_out_and_counted():
    age = np.array([[30.0], [np.nan], [31.0], [33.0], [35.0], [32.0], [30.0], [36.0]])
    result = estimate_proportional_odds([np.nan, *OUTCOME[1:]], ARM, age)

    assert (result.n_1, result.n_0, result.n_missing) == (2, 4, 2)


def test_the_unit_and_origin_of_a_covariate_change_nothing():
    outcome, arm, age = simulate_spike(3)
    here = estimate_proportional_odds(outcome, arm, age).odds_ratio
    there = estimate_proportional_odds(outcome, arm, 1e5 + age / 365.0).odds_ratio

    assert there.low == pytest.approx(here.low, rel=1e-6)
