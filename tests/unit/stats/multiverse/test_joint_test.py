from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.multiverse.joint_test import WARNING, compute_joint_test

NAN = float("nan")


def test_each_statistic_is_that_of_the_paper():
    found = compute_joint_test(
        [0.1, 0.3, -0.2], [0.04, 0.01, 0.5], np.zeros((1, 3)), np.ones((1, 3))
    )

    assert found.median.statistic.value == pytest.approx(0.1)
    assert found.significant.statistic.value == pytest.approx(2 / 3)
    assert found.stouffer.statistic.value == pytest.approx((2.053749 + 2.575829 - 0.674490) / 3)
    assert found.warning == WARNING


def test_the_data_count_among_the_permutations():
    permuted = np.array([[0.5], [-0.7], [0.1], [0.0]])
    found = compute_joint_test([0.5], [0.01], permuted, np.full((4, 1), 0.5))

    assert found.median.test.p_value == pytest.approx(3 / 5)
    assert found.median.monte_carlo_error.value == pytest.approx((0.6 * 0.4 / 5) ** 0.5)
    assert found.significant.test.p_value == pytest.approx(1 / 5)


def test_a_specification_without_estimate_in_the_data_is_left_out():
    permuted, p = np.array([[0.1, 9.0], [0.2, 9.0]]), np.full((2, 2), 0.5)
    found = compute_joint_test([0.3, NAN], [0.2, NAN], permuted, p)

    assert found.n_specifications == 1
    assert found.median.test.p_value == pytest.approx(1 / 3)


def test_a_permutation_without_any_estimate_counts_as_extreme():
    found = compute_joint_test([0.3], [0.2], [[NAN], [0.1]], [[NAN], [0.5]])

    assert found.median.test.p_value == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("effects", "permuted", "reason"),
    [
        ([], np.empty((3, 0)), "no specification was estimable"),
        ([NAN], np.zeros((3, 1)), "no specification was estimable"),
        ([0.2], np.empty((0, 1)), "no permutation was made"),
    ],
)
def test_nothing_to_compare_is_not_estimable(effects, permuted, reason):
    found = compute_joint_test(effects, effects, permuted, np.zeros(permuted.shape))

    assert found.stouffer.test.reason == reason
    assert found.median.monte_carlo_error.state == "not estimable"


def test_a_p_value_of_zero_has_a_finite_z():
    found = compute_joint_test([0.3], [0.0], [[0.1]], [[0.0]])

    assert found.stouffer.statistic.value > 30.0


@pytest.mark.parametrize(
    ("effects", "p_values", "permuted", "permuted_p", "message"),
    [
        ([0.1], [0.1, 0.2], [[0.1]], [[0.1]], "as many p-values"),
        ([0.1], [0.1], [[0.1, 0.2]], [[0.1, 0.2]], "need shape"),
        ([0.1], [0.1], [[0.1]], [[0.1], [0.2]], "need shape"),
        ([0.1], [1.1], [[0.1]], [[0.1]], "p-values lie"),
        ([0.1], [0.1], [[np.inf]], [[0.1]], "infinite"),
    ],
)
def test_input_of_the_wrong_kind_is_refused(effects, p_values, permuted, permuted_p, message):
    with pytest.raises(ValueError, match=message):
        compute_joint_test(effects, p_values, permuted, permuted_p)
