from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.bias.confounder_bounds import compute_confounder_bounds
from tubulus.stats.bias.robustness_value import compute_robustness_value

RNG = np.random.default_rng(31)
ARM = np.repeat([1.0, 0.0], 20)
AGE = RNG.normal(size=40) + 0.3 * ARM
NOISE = RNG.normal(size=40)
Y = 1.5 * ARM + 0.4 * AGE + RNG.normal(size=40)


def test_bounds_come_by_covariate_then_by_strength():
    result = compute_confounder_bounds(Y, ARM, {"age": AGE, "noise": NOISE}, strengths=(1, 0.5))

    assert [(bound.covariate, bound.strength) for bound in result.bounds] == [
        ("age", 1.0),
        ("age", 0.5),
        ("noise", 1.0),
        ("noise", 0.5),
    ]


def test_a_stronger_confounder_leaves_less():
    bounds = compute_confounder_bounds(Y, ARM, {"age": AGE}).bounds
    left = [bound.adjusted.estimate for bound in bounds]

    assert left[0] > left[1] > left[2]


def test_the_value_is_that_of_the_contrast():
    result = compute_confounder_bounds(Y, ARM, {"age": AGE})
    design = np.column_stack([np.ones(40), ARM, AGE])
    fitted, rest, *_ = np.linalg.lstsq(design, Y)
    error = np.sqrt(rest[0] / 37 * np.linalg.inv(design.T @ design)[1, 1])

    assert result.contrast.estimate == pytest.approx(fitted[1])
    assert result.value.estimate.value == pytest.approx(
        compute_robustness_value(fitted[1], error, 37).estimate.value
    )


def test_relabelled_arms_negate_what_is_left():
    there = compute_confounder_bounds(Y, ARM, {"age": AGE}).bounds[0]
    back = compute_confounder_bounds(Y, 1.0 - ARM, {"age": AGE}).bounds[0]

    assert back.adjusted.estimate == pytest.approx(-there.adjusted.estimate)
    assert back.t_statistic.value == pytest.approx(-there.t_statistic.value)


def test_a_covariate_that_nearly_is_the_arm_cannot_be_exceeded():
    near = ARM + 0.01 * NOISE
    bound = compute_confounder_bounds(Y, ARM, {"near": near}).bounds[2]

    assert "3 times as strong" in bound.r2_arm.reason
    assert bound.adjusted.state == "not estimable"


def test_participants_with_anything_missing_are_left_out_and_counted():
    holes = AGE.copy()
    holes[[1, 5]] = np.nan

    assert compute_confounder_bounds(Y, ARM, {"age": holes}).n_missing == 2


def test_no_covariate_leaves_the_robustness_value():
    result = compute_confounder_bounds(Y, ARM, {})

    assert result.bounds == ()
    assert result.value.estimate.state == "estimated"


@pytest.mark.parametrize(
    ("outcome", "arm", "covariates", "reason"),
    [
        ([], [], {}, "one arm"),
        (Y, np.ones(40), {}, "one arm"),
        (np.full(40, np.nan), ARM, {}, "one arm"),
        (Y, ARM, {"age": AGE, "same": AGE}, "full rank"),
        (np.full(40, 2.0), ARM, {"age": AGE}, "does not vary"),
        ([1.0, 2.0, 4.0], [1.0, 0.0, 1.0], {}, "two residual degrees"),
    ],
)
def test_what_cannot_be_bounded_says_why(outcome, arm, covariates, reason):
    result = compute_confounder_bounds(outcome, arm, covariates)

    assert reason in result.contrast.reason
    assert result.bounds == ()
    assert result.value.estimate.state == "not estimable"


@pytest.mark.parametrize(
    ("arm", "covariates", "strengths"),
    [
        (ARM[:3], {}, (1,)),
        (ARM + 1.0, {}, (1,)),
        (ARM, {"age": AGE[:3]}, (1,)),
        (ARM, {"age": np.full(40, np.inf)}, (1,)),
        (ARM, {"age": AGE}, (0,)),
    ],
)
def test_malformed_input_is_refused(arm, covariates, strengths):
    with pytest.raises(ValueError, match=r"lengths|arm holds|finite|strength"):
        compute_confounder_bounds(Y, arm, covariates, strengths=strengths)
