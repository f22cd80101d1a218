from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.balance.smd import compute_binary_smd, compute_continuous_smd
from tubulus.stats.balance.weighted import compute_balance_table

ARM = np.array([1.0, 1, 1, 0, 0, 0])
X = np.array([1.0, 2.0, 3.0, 0.0, 2.0, 4.0])
B = np.array([1.0, 0, 1, 0, 0, 1])
ONES = np.ones(6)


def balance(column, weights=ONES, arm=ARM):
    return compute_balance_table(np.asarray(column)[:, None], arm, weights).covariates[0]


def test_equal_weights_give_the_unweighted_differences():
    for column, smd in ((X, compute_continuous_smd), (B, compute_binary_smd)):
        row = balance(column)
        assert row.after == row.before
        assert row.after.difference.value == pytest.approx(
            smd(column[:3], column[3:]).difference.value
        )


def test_weighting_moves_the_difference_but_not_its_unit():
    row = balance(X, [1.0, 1, 1, 0, 0, 1])

    assert row.after.mean_0.value == 4.0
    # variances 1 and 4 of the unweighted arms
    assert row.after.difference.value == pytest.approx(-2.0 / np.sqrt(2.5))


def test_the_variance_ratio_of_unweighted_arms_is_that_of_their_variances():
    assert balance(X).before.variance_ratio.value == pytest.approx(0.25)


def test_a_binary_covariate_has_no_variance_ratio():
    row = balance(B)

    assert row.is_binary
    assert "binary" in row.after.variance_ratio.reason


def test_one_participant_with_all_the_weight_has_no_variance():
    assert "one value" in balance(X, [1.0, 1, 1, 0, 0, 1]).after.variance_ratio.reason


def test_a_comparator_that_does_not_vary_has_no_variance_ratio():
    assert "does not vary" in balance([1.0, 2, 3, 0.1, 0.1, 0.1]).before.variance_ratio.reason


def test_the_distance_of_distributions_counts_ties_once():
    row = balance([1.0, 1, 2, 1, 2, 2])

    assert row.before.ks_distance.value == pytest.approx(1.0 / 3.0)
    assert balance([5.0, 5, 5, 5, 5, 5]).before.ks_distance.value == pytest.approx(0.0)
    assert balance([5.0, 6, 7, 1, 2, 3]).before.ks_distance.value == pytest.approx(1.0)


def test_a_constant_that_differs_between_arms_has_no_standardised_difference():
    assert "unbounded" in balance([2.0, 2, 2, 3, 3, 3]).before.difference.reason
    assert balance([2.0] * 6).before.difference.value == 0.0


def test_one_participant_in_an_arm_has_no_standard_deviation():
    row = balance([1.0, 2, 3], [1.0, 1, 1], np.array([1.0, 0, 0]))

    assert "no standard deviation" in row.before.difference.reason


@pytest.mark.parametrize("arm", [np.ones(6), np.full(6, np.nan)])
def test_an_empty_arm_is_not_estimable(arm):
    table = compute_balance_table(X[:, None], arm, ONES)

    figures = table.covariates[0].after
    assert "in one arm" in figures.difference.reason
    assert figures.ks_distance.value is figures.mean_1.value is None
    assert table.weights_0.effective_size.value is None


def test_an_arm_whose_weights_are_zero_is_empty_after_weighting_only():
    row = balance(X, [1.0, 1, 1, 0, 0, 0])

    assert row.before.difference.value == 0.0
    assert "in one arm" in row.after.difference.reason


def test_missing_values_are_counted():
    table = compute_balance_table(
        np.column_stack([np.append(X, [1.0, np.nan]), np.append(B, [0.0, 1.0])]),
        np.append(ARM, [np.nan, 1.0]),
        np.append(ONES, [1.0, 1.0]),
    )

    assert (table.n_missing, table.weights_1.n, table.weights_0.n) == (2, 3, 3)


@pytest.mark.parametrize(
    ("covariates", "arm", "weights"),
    [
        (X, ARM, ONES),
        (X[:, None], ARM[:5], ONES),
        (X[:, None], ARM, -ONES),
        (X[:, None], ARM + 1.0, ONES),
        (np.full((6, 1), np.inf), ARM, ONES),
    ],
)
def test_malformed_input_is_refused(covariates, arm, weights):
    with pytest.raises(ValueError, match=r"rows|negative|arm holds"):
        compute_balance_table(covariates, arm, weights)
