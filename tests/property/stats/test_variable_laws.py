from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tubulus.stats import (
    compute_benjamini_hochberg,
    compute_categorical_smd,
    compute_continuous_smd,
    compute_holm,
    compute_log_regression,
    compute_mean_regression,
    describe_change,
    describe_two_parts,
    describe_values,
    estimate_ancova,
    estimate_log_ancova,
    estimate_pearson,
    estimate_spearman,
)

SEED = st.integers(0, 2**32 - 1)
FACTOR = st.floats(1e-3, 1e3)
# measured numbers, so that ties are common and nothing over- or underflows
NUMBER = st.integers(-200, 200).map(lambda number: number / 8)
MAYBE = st.one_of(NUMBER, st.just(float("nan")))
VALUES = st.lists(MAYBE, max_size=12)
PAIRS = st.lists(st.tuples(MAYBE, MAYBE), max_size=12)
P_VALUES = st.lists(st.floats(0.0, 1.0), max_size=10)


def simulate_trial(seed):
    generator = np.random.default_rng(seed)
    n = int(generator.integers(8, 30))
    arm = np.arange(n) % 2.0
    before = np.exp(generator.normal(2.0, 0.5, n))
    after = before**0.6 * np.exp(generator.normal(0.8, 0.4, n) + 0.3 * arm)
    return after, arm, before, generator.normal(size=(n, 2))


def approx(value):
    return pytest.approx(value, rel=1e-7, abs=1e-9)


@given(SEED)
def test_relabelling_the_arms_negates_the_adjusted_contrast(seed):
    after, arm, before, covariates = simulate_trial(seed)
    z = np.column_stack([before, covariates])
    there, back = estimate_ancova(after, arm, z), estimate_ancova(after, 1.0 - arm, z)

    assert back.contrast.estimate == approx(-there.contrast.estimate)
    assert back.contrast.low == approx(-there.contrast.high)
    assert back.test.p_value == approx(there.test.p_value)


@given(SEED, FACTOR)
def test_a_change_of_unit_changes_no_adjusted_ratio(seed, factor):
    after, arm, before, covariates = simulate_trial(seed)
    here = estimate_log_ancova(after, arm, before, covariates).contrast
    there = estimate_log_ancova(after * factor, arm, before * factor, covariates).contrast

    assert (there.estimate, there.low, there.high) == approx((here.estimate, here.low, here.high))


@given(SEED, FACTOR, st.floats(-50.0, 50.0))
def test_the_contrast_follows_the_unit_of_the_outcome_and_ignores_that_of_a_covariate(
    seed, factor, shift
):
    after, arm, before, _ = simulate_trial(seed)
    here = estimate_ancova(after, arm, before[:, None]).contrast
    there = estimate_ancova(after * factor + shift, arm, (before * 3.0 - 1.0)[:, None]).contrast

    assert there.estimate == pytest.approx(here.estimate * factor, rel=1e-6, abs=1e-9)
    assert there.high == pytest.approx(here.high * factor, rel=1e-6, abs=1e-9)


@given(SEED)
def test_the_order_of_participants_changes_nothing(seed):
    after, arm, before, _ = simulate_trial(seed)
    order = np.random.default_rng(seed).permutation(after.size)
    here = estimate_ancova(after, arm, before[:, None]).contrast
    there = estimate_ancova(after[order], arm[order], before[order, None]).contrast

    assert there.low == approx(here.low)


@given(VALUES, st.lists(st.sampled_from([0.0, 1.0, float("nan")]), max_size=12))
def test_ancova_answers_any_valid_data_without_exception(values, arms):
    n = min(len(values), len(arms))
    result = estimate_ancova(values[:n], arms[:n])

    assert result.n_1 + result.n_0 + result.n_missing == n
    assert result.contrast.has_limits == (result.test.p_value is not None)


@given(VALUES, VALUES)
def test_swapping_arms_negates_a_standardised_difference(first, second):
    there = compute_continuous_smd(first, second).difference
    back = compute_continuous_smd(second, first).difference

    assert back.reason == there.reason
    if there.value is not None:
        assert back.value == -there.value


LEVELS = st.lists(st.sampled_from(["a", "b", "c", None]), max_size=12)


@given(LEVELS, LEVELS)
def test_swapping_arms_leaves_the_distance_of_categories(first, second):
    there = compute_categorical_smd(first, second).difference
    back = compute_categorical_smd(second, first).difference

    assert back.reason == there.reason
    if there.value is not None:
        assert there.value >= 0.0
        assert back.value == approx(there.value)


@given(VALUES)
def test_a_description_keeps_its_order_and_counts_everybody(values):
    description = describe_values(values)

    assert description.n + description.n_missing == len(values)
    if description.n:
        quantiles = [
            description.minimum.value,
            description.lower_quartile.value,
            description.median.value,
            description.upper_quartile.value,
            description.maximum.value,
        ]
        assert quantiles == sorted(quantiles)


@given(PAIRS, st.booleans(), st.booleans())
def test_correlations_lie_in_minus_one_to_one_and_do_not_depend_on_the_order(pairs, log_x, log_y):
    x, y = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    there = estimate_pearson(x, y, log_first=log_x, log_second=log_y)
    back = estimate_pearson(y, x, log_first=log_y, log_second=log_x)

    assert there.n + there.n_missing + there.n_not_positive == len(pairs)
    assert back.coefficient.reason == there.coefficient.reason
    if there.coefficient.has_limits:
        c = there.coefficient
        assert -1.0 <= c.low <= c.estimate <= c.high <= 1.0
        assert back.coefficient.estimate == approx(c.estimate)


@given(PAIRS)
def test_a_rank_correlation_is_unmoved_by_a_monotone_change(pairs):
    x, y = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
    here, there = estimate_spearman(x, y), estimate_spearman(np.exp(x / 10.0), y**3)

    assert there.coefficient == here.coefficient


@given(PAIRS)
def test_exchanging_before_and_after_negates_a_change(pairs):
    before, after = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    there, back = describe_change(before, after), describe_change(after, before)

    assert back.mean_change.reason == there.mean_change.reason
    if there.mean_change.has_limits:
        assert back.mean_change.low == approx(-there.mean_change.high)
        assert back.test.p_value == approx(there.test.p_value)
    if there.geometric_mean_ratio.has_limits:
        assert back.geometric_mean_ratio.low == approx(1.0 / there.geometric_mean_ratio.high)


AMOUNTS = st.lists(st.sampled_from([0.0, 0.0, 0.25, 1.0, 3.0, 40.0, float("nan")]), max_size=12)


@given(AMOUNTS, AMOUNTS, FACTOR)
def test_a_change_of_unit_changes_no_ratio_of_amounts(first, second, factor):
    here = describe_two_parts(first, second).amount_ratio
    there = describe_two_parts(np.array(first) * factor, np.array(second) * factor).amount_ratio

    assume(here.has_limits and there.has_limits)
    assert (there.estimate, there.low, there.high) == approx((here.estimate, here.low, here.high))


@given(AMOUNTS, AMOUNTS)
def test_swapping_arms_inverts_the_ratio_of_amounts(first, second):
    here, there = describe_two_parts(first, second), describe_two_parts(second, first)

    assert here.first == there.second
    assert here.amount_ratio.reason == there.amount_ratio.reason
    if here.amount_ratio.has_limits:
        assert there.amount_ratio.low == approx(1.0 / here.amount_ratio.high)


@given(st.floats(0.1, 100.0), st.floats(0.1, 100.0), st.floats(-1.0, 1.0))
def test_regression_on_the_log_scale_is_that_of_the_logs(baseline, population, correlation):
    ratio = compute_log_regression(baseline, population, correlation).change.value
    change = compute_mean_regression(np.log(baseline), np.log(population), correlation).change

    assert np.log(ratio) == approx(change.value)


@given(st.floats(-9.0, 9.0), st.floats(0.0, 1.0))
def test_those_selected_never_move_away_from_the_population_mean(baseline, correlation):
    result = compute_mean_regression(baseline, 0.0, correlation)

    assert abs(result.follow_up.value) <= abs(baseline)


@given(P_VALUES)
def test_adjusted_p_values_keep_the_order_and_holm_is_the_stricter(p_values):
    holm = [test.p_value for test in compute_holm(p_values).tests]
    bh = [test.p_value for test in compute_benjamini_hochberg(p_values).tests]

    for i, p in enumerate(p_values):
        assert p * (1.0 - 1e-12) <= bh[i] <= holm[i] * (1.0 + 1e-12) <= 1.0 + 1e-12
        assert all(holm[i] <= holm[j] for j, other in enumerate(p_values) if p < other)
        assert all(bh[i] <= bh[j] for j, other in enumerate(p_values) if p < other)
