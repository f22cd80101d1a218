from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.imputation.pooling import compute_rubin_rules, pool_estimates


def test_equal_estimates_keep_the_complete_data_degrees_of_freedom():
    pooled = pool_estimates([0.3] * 7, [0.04] * 7, complete_df=74)

    assert pooled.df.value == 74.0
    assert pooled.standard_error.value == pytest.approx(0.2)
    assert pooled.missing_information.value == pooled.monte_carlo_error.value == 0.0


def test_no_imputation_adds_degrees_of_freedom():
    rng = np.random.default_rng(1)
    pooled = pool_estimates(rng.normal(0, 0.01, 500), np.full(500, 1.0), complete_df=20)

    assert 15.0 < pooled.df.value < 20.0


def test_a_large_sample_has_the_degrees_of_rubin_1987():
    estimates = [1.0, 2.0, 3.0]
    extra = (1 + 1 / 3) * 1.0
    pooled = pool_estimates(estimates, [0.5] * 3)

    assert pooled.df.value == pytest.approx(2.0 / (extra / (0.5 + extra)) ** 2)


def test_a_large_sample_without_variation_between_imputations_has_normal_limits():
    pooled = pool_estimates([1.0, 1.0], [4.0, 4.0])

    assert pooled.contrast.high == pytest.approx(1.0 + 2.0 * 1.959963984540054)
    assert "normal" in pooled.df.reason


def test_the_monte_carlo_error_is_that_of_a_mean():
    pooled = pool_estimates([1.0, 2.0, 3.0, 4.0], [0.5] * 4)

    assert pooled.monte_carlo_error.value == pytest.approx(np.std([1, 2, 3, 4], ddof=1) / 2.0)


@pytest.mark.parametrize(
    ("estimates", "variances", "reason"),
    [
        ([], [], "no completed data set"),
        ([1.0], [2.0], "one imputation"),
        ([1.0, 1.0], [0.0, 0.0], "nothing varies"),
    ],
)
def test_what_cannot_be_pooled_says_why(estimates, variances, reason):
    pooled = pool_estimates(estimates, variances, complete_df=10)

    assert reason in pooled.contrast.reason
    assert reason in pooled.df.reason
    assert pooled.test.p_value is None


@pytest.mark.parametrize(
    ("estimates", "variances", "df"),
    [
        ([1.0, 2.0], [1.0], 10),
        ([1.0, np.nan], [1.0, 1.0], 10),
        ([1.0, 2.0], [1.0, -1.0], 10),
        ([1.0, 2.0], [1.0, 1.0], 0),
    ],
)
def test_malformed_results_are_refused(estimates, variances, df):
    with pytest.raises(ValueError, match=r"one estimate|variance|df"):
        pool_estimates(estimates, variances, complete_df=df)


def test_variation_between_imputations_alone_leaves_no_limits():
    pooled = pool_estimates([1.0, 2.0, 3.0], [0.0] * 3, complete_df=30)

    assert pooled.contrast.estimate == 2.0
    assert "no degrees of freedom" in pooled.contrast.reason


def test_arrays_are_pooled_element_by_element():
    rng = np.random.default_rng(2)
    estimates, variances = rng.normal(size=(6, 3, 2)), rng.uniform(1.0, 2.0, (6, 3, 2))
    arrays = compute_rubin_rules(
        estimates.mean(axis=0),
        variances.mean(axis=0),
        estimates.var(axis=0, ddof=1),
        6,
        complete_df=40.0,
        confidence=0.9,
    )
    one = pool_estimates(estimates[:, 2, 1], variances[:, 2, 1], complete_df=40.0, confidence=0.9)

    assert arrays.low[2, 1] == pytest.approx(one.contrast.low, rel=1e-10)
    assert arrays.p_value[2, 1] == pytest.approx(one.test.p_value, rel=1e-10)
