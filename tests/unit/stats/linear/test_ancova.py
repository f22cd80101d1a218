from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear.ancova import estimate_ancova, estimate_log_ancova

ARM = [1, 1, 1, 0, 0, 0]
OUTCOME = [3.0, 5.0, 4.0, 1.0, 2.0, 4.0]


def test_without_covariates_the_contrast_is_the_difference_of_means():
    result = estimate_ancova(OUTCOME, ARM)

    assert result.contrast.estimate == pytest.approx(4.0 - 7.0 / 3.0)
    assert (result.n_1, result.n_0, result.n_missing, result.df) == (3, 3, 0, 4)


def test_participants_with_anything_missing_are_left_out_and_counted():
    covariate = np.array([[1.0], [2.0], [np.nan], [0.5], [1.5], [2.0], [1.0], [0.2]])
    result = estimate_ancova([*OUTCOME, np.nan, 1.0], [*ARM, 1, np.nan], covariate)

    assert (result.n_1, result.n_0, result.n_missing) == (2, 3, 3)


@pytest.mark.parametrize(
    ("outcome", "arm", "reason"),
    [
        ([], [], "no complete participant in one arm"),
        ([1.0], [1], "no complete participant in one arm"),
        ([np.nan] * 4, [1, 1, 0, 0], "no complete participant in one arm"),
        ([1.0, 2.0, 3.0], [1, 1, 1], "no complete participant in one arm"),
    ],
)
def test_an_empty_arm_is_not_estimable(outcome, arm, reason):
    result = estimate_ancova(outcome, arm)

    assert result.contrast.state == result.test.state == "not estimable"
    assert result.contrast.reason == result.standard_error.reason == reason


def test_a_covariate_that_repeats_the_arm_is_not_estimable():
    result = estimate_ancova(OUTCOME, ARM, np.array(ARM)[:, None])

    assert result.contrast.state == "not estimable"
    assert "full rank" in result.contrast.reason


def test_fewer_participants_than_coefficients_are_not_estimable():
    result = estimate_ancova([1.0, 2.0], [1, 0], np.array([[1.0, 2.0], [2.0, 5.0]]))

    assert "cannot determine" in result.contrast.reason
    assert result.df == 0


def test_leverage_one_leaves_the_estimate_without_limits():
    result = estimate_ancova([1.0, 2.0, 4.0, 3.0], [0, 0, 0, 1])

    assert result.contrast.estimate == pytest.approx(3.0 - 7.0 / 3.0)
    assert not result.contrast.has_limits
    assert "leverage 1" in result.test.reason


def test_a_constant_outcome_has_no_limits():
    result = estimate_ancova([5.1] * 6, ARM)

    assert result.contrast.estimate == pytest.approx(0.0, abs=1e-12)
    assert "does not vary" in result.contrast.reason


def test_a_contrast_that_rests_on_values_without_variation_has_no_limits():
    # only the first centre has both arms, and there each arm holds one value
    outcome = [1.1, 1.1, 3.3, 3.3, 5.0, 6.0, 9.0]
    centre = np.array([0, 0, 0, 0, 1, 1, 1.0])[:, None]
    result = estimate_ancova(outcome, [1, 1, 0, 0, 0, 0, 0], centre)

    assert result.contrast.estimate == pytest.approx(-2.2)
    assert "standard error is zero" in result.contrast.reason


def test_tied_outcomes_are_no_obstacle():
    result = estimate_ancova([1.0, 1.0, 2.0, 1.0, 1.0, 2.0], ARM)

    assert result.contrast.estimate == pytest.approx(0.0, abs=1e-12)
    assert result.test.p_value == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("outcome", "arm", "covariates"),
    [
        ([1.0], [1, 0], None),
        ([1.0, 2.0], [1, 2], None),
        ([1.0, 2.0], [1, 0], [1.0, 2.0]),
        ([1.0, 2.0], [1, 0], [[1.0], [np.inf]]),
    ],
)
def test_malformed_input_is_refused(outcome, arm, covariates):
    with pytest.raises(ValueError, match=r"arm|lengths|shape|infinite"):
        estimate_ancova(outcome, arm, covariates)


def test_the_log_scale_gives_a_ratio_of_geometric_means():
    result = estimate_log_ancova([2.0, 8.0, 1.0, 1.0, 4.0], [1, 1, 0, 0, 0])

    assert result.contrast.estimate == pytest.approx(4.0 / 4.0 ** (1.0 / 3.0))


def test_values_without_log_are_counted_apart_from_missing_ones():
    result = estimate_log_ancova(
        [2.0, 8.0, 0.0, 1.0, 3.0, 2.0, np.nan, 5.0],
        [1, 1, 1, 0, 0, 0, 0, 1],
        baseline=[1.0, 3.0, 1.0, 2.0, 2.5, -1.0, 1.0, 1.0],
    )

    assert (result.n_not_positive, result.n_missing) == (2, 1)
    assert (result.n_1, result.n_0) == (3, 2)


def test_outcome_and_baseline_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="equal lengths"):
        estimate_log_ancova([1.0, 2.0], [1, 0], baseline=[1.0])
