from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.mixed.mmrm import estimate_mmrm

NAN = float("nan")


def simulate(n=30, visits=3, seed=4):
    generator = np.random.default_rng(seed)
    arm = np.arange(n) % 2.0
    before = generator.normal(10.0, 2.0, n)
    outcome = before[:, None] + generator.normal(size=(n, 1)) + generator.normal(size=(n, visits))
    return outcome + 0.5 * arm[:, None], arm, before


def test_a_visit_that_nobody_attended_is_not_estimable_and_the_others_are():
    outcome, arm, before = simulate()
    outcome[:, 1] = NAN
    result = estimate_mmrm(outcome, arm, before)

    assert result.visits[1].difference.reason == "nobody was observed at this visit"
    assert (result.visits[1].n_1, result.visits[1].n_0) == (0, 0)
    assert result.visits[0].difference.has_limits
    assert result.joint.numerator_df == 2


def test_a_visit_that_one_arm_never_attended_is_not_estimable_and_the_others_are():
    outcome, arm, before = simulate()
    outcome[arm == 1.0, 2] = NAN
    result = estimate_mmrm(outcome, arm, before)

    assert "an arm was never observed" in result.visits[2].difference.reason
    assert result.visits[2].mean_0.has_limits
    assert result.visits[2].mean_1.estimate is None
    assert result.visits[0].difference.has_limits
    assert result.joint.test.reason == "the difference at a visit is not estimable"


@pytest.mark.parametrize(
    ("outcome", "arm"),
    [
        (np.empty((0, 2)), []),
        ([[1.0, 2.0]], [1.0]),
        ([[NAN, NAN], [NAN, NAN]], [1.0, 0.0]),
        ([[1.0, 2.0], [2.0, 1.0], [3.0, 4.0]], [1.0, 1.0, 1.0]),
    ],
    ids=["nobody", "one participant", "all missing", "one arm empty"],
)
def test_without_participants_in_both_arms_nothing_is_estimated(outcome, arm):
    result = estimate_mmrm(outcome, arm)

    assert result.reason == "no participant with an observed visit in one arm"
    assert {visit.difference.state for visit in result.visits} == {"not estimable"}
    assert result.joint.test.state == "not estimable"
    assert result.covariance == ()


def test_who_is_left_out_is_counted_by_reason():
    outcome, arm, before = simulate()
    outcome[0], before[1], arm[2] = NAN, NAN, NAN
    result = estimate_mmrm(outcome, arm, before)

    assert (result.n_missing, result.n_unobserved) == (2, 1)
    assert result.n_1 + result.n_0 == 27
    assert result.visits[0].n_1 + result.visits[0].n_0 == 27


def test_an_outcome_that_follows_the_model_exactly_leaves_nothing_to_estimate():
    _, arm, _ = simulate()
    outcome = np.column_stack([1.0 + arm, 2.0 + arm])

    assert estimate_mmrm(outcome, arm).reason == "the outcome does not vary around the fit"


def test_a_visit_without_variation_has_no_unstructured_covariance():
    outcome, arm, _ = simulate()
    outcome[:, 0] = arm

    assert "singular" in estimate_mmrm(outcome, arm).reason


def test_a_visit_that_repeats_another_has_a_singular_covariance():
    outcome, arm, _ = simulate()
    outcome[:, 1] = 2.0 * outcome[:, 0] + 1.0

    assert "singular" in estimate_mmrm(outcome, arm).reason


def test_too_few_participants_for_the_visits_are_refused_with_a_reason():
    outcome, arm, _ = simulate(n=5, visits=4)

    assert "singular" in estimate_mmrm(outcome, arm).reason


def test_as_many_coefficients_as_observations_are_refused_with_a_reason():
    assert "as many coefficients" in estimate_mmrm([[1.0], [2.0]], [1.0, 0.0]).reason


def test_visits_never_observed_together_have_no_covariance():
    outcome, arm, _ = simulate(visits=2)
    outcome[:15, 0] = NAN
    outcome[15:, 1] = NAN

    reason = estimate_mmrm(outcome, arm).reason
    assert reason == "two visits were never observed in the same participant"


def test_collinear_covariates_leave_the_difference_as_it_is():
    outcome, arm, before = simulate()
    once = estimate_mmrm(outcome, arm, None, before[:, None])
    twice = estimate_mmrm(outcome, arm, None, np.column_stack([before, 2.0 * before - 3.0]))

    for one, two in zip(once.visits, twice.visits, strict=True):
        assert two.difference.estimate == pytest.approx(one.difference.estimate, rel=1e-9)
        assert two.standard_error.value == pytest.approx(one.standard_error.value, rel=1e-9)


def test_a_covariate_that_equals_the_arm_at_each_visit_takes_its_difference():
    outcome, arm, _ = simulate()
    result = estimate_mmrm(outcome, arm, arm)

    assert {visit.difference.state for visit in result.visits} == {"not estimable"}
    assert "covariates determine it" in result.visits[0].difference.reason


def test_tied_outcomes_need_no_special_care():
    outcome, arm, before = simulate(n=40)
    result = estimate_mmrm(np.round(outcome), arm, np.round(before))

    assert result.reason == ""
    assert result.visits[2].difference.has_limits


def test_covariates_may_have_an_effect_of_their_own_at_each_visit():
    outcome, arm, before = simulate()
    as_baseline = estimate_mmrm(outcome, arm, before)
    as_covariate = estimate_mmrm(outcome, arm, None, before[:, None], by_visit="all")

    assert as_covariate.visits[1].difference.estimate == pytest.approx(
        as_baseline.visits[1].difference.estimate, rel=1e-10
    )


def test_a_covariance_by_arm_gives_two_matrices():
    outcome, arm, _ = simulate(n=60)
    outcome[arm == 1.0] *= 3.0
    result = estimate_mmrm(outcome, arm, covariance="by arm")

    first, comparator = (np.array(matrix) for matrix in result.covariance)
    assert (np.diagonal(first) > 4.0 * np.diagonal(comparator)).all()


@pytest.mark.parametrize(
    ("outcome", "arm", "options", "message"),
    [
        ([1.0, 2.0], [1.0, 0.0], {}, "outcome needs shape"),
        ([[1.0], [2.0]], [1.0], {}, "one row a participant"),
        ([[1.0], [2.0]], [1.0, 2.0], {}, "arm holds 1"),
        ([[1.0], [float("inf")]], [1.0, 0.0], {}, "infinite"),
        ([[1.0], [2.0]], [1.0, 0.0], {"baseline": [1.0]}, "baseline needs one row"),
        ([[1.0], [2.0]], [1.0, 0.0], {"covariates": [1.0, 2.0]}, "covariates needs shape"),
        ([[1.0], [2.0]], [1.0, 0.0], {"covariance": "toeplitz"}, "covariance is"),
        ([[1.0], [2.0]], [1.0, 0.0], {"by_visit": "age"}, "by_visit is"),
        ([[1.0], [2.0]], [1.0, 0.0], {"df": "residual"}, "df is"),
        ([[1.0], [2.0]], [1.0, 0.0], {"confidence": 95.0}, "confidence"),
    ],
)
def test_input_of_the_wrong_kind_is_refused(outcome, arm, options, message):
    with pytest.raises(ValueError, match=message):
        estimate_mmrm(outcome, arm, **options)


def test_visits_that_hardly_differ_are_still_told_apart():
    generator = np.random.default_rng(1)
    outcome = generator.normal(size=(60, 1)) + 0.005 * generator.normal(size=(60, 4))
    outcome[generator.random((60, 4)) < 0.1] = NAN
    result = estimate_mmrm(outcome, np.arange(60) % 2.0)

    assert result.reason == ""
    matrix = np.array(result.covariance[0])
    assert matrix[0, 3] / np.sqrt(matrix[0, 0] * matrix[3, 3]) > 0.9999


def test_nobody_needs_to_attend_every_visit():
    outcome, arm, before = simulate(n=60)
    outcome[np.arange(60), np.arange(60) % 3] = NAN
    result = estimate_mmrm(outcome, arm, before)

    assert result.reason == ""
    assert np.linalg.eigvalsh(np.array(result.covariance[0]))[0] > 0.0
