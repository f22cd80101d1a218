from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit

from tubulus.stats.weighting.tmle import _solve_tilt, estimate_targeted_contrast

GENERATOR = np.random.default_rng(11)
ARM = np.arange(40) % 2.0
X = GENERATOR.normal(size=(40, 2)) + 0.3 * ARM[:, None]
Y = X @ [1.0, -0.5] + 0.7 * ARM + GENERATOR.normal(size=40)
EVENT = (Y > 0.3).astype(float)
NONE = np.empty((40, 0))


@pytest.mark.parametrize("seed", range(8))
def test_the_tilt_solves_its_equation(seed):
    generator = np.random.default_rng(seed)
    start, weight = generator.normal(size=25) * 3.0, generator.exponential(size=25)
    unit = (generator.random(25) < 0.2).astype(float) if seed % 2 else generator.random(25)
    eps = _solve_tilt(start, unit, weight)

    assert weight @ (unit - expit(start + eps)) == pytest.approx(0.0, abs=1e-12)


def test_a_tilt_to_none_or_all_is_infinite():
    start, weight = np.zeros(3), np.ones(3)

    assert _solve_tilt(start, np.zeros(3), weight) == -np.inf
    assert _solve_tilt(start, np.ones(3), weight) == np.inf


@pytest.mark.parametrize("model", ["linear", "logistic"])
def test_without_covariates_it_is_the_difference_of_means(model):
    result = estimate_targeted_contrast(EVENT, ARM, NONE, model=model)

    difference = EVENT[ARM == 1].mean() - EVENT[ARM == 0].mean()
    assert result.contrast.estimate == pytest.approx(difference)


def test_means_stay_within_the_bounds():
    result = estimate_targeted_contrast(Y, ARM, X, bounds=(-8.0, 8.0))

    assert -8.0 < result.mean_0.value < result.mean_1.value < 8.0
    assert result.contrast.has_limits


def test_an_arm_without_events_has_risk_zero():
    event = np.where(ARM == 0.0, 0.0, EVENT)
    result = estimate_targeted_contrast(event, ARM, X)

    assert result.mean_0.value == 0.0
    assert result.contrast.has_limits


@pytest.mark.parametrize(
    ("outcome", "arm", "covariates", "model", "reason"),
    [
        (Y, np.zeros(40), X, "linear", "one arm"),
        ([], [], np.empty((0, 1)), "linear", "one arm"),
        (Y, ARM, np.column_stack([X, ARM]), "linear", "separate the arms"),
        (np.zeros(40), ARM, X, "logistic", "outcome model: every participant"),
        (np.full(40, 2.0), ARM, X, "linear", "does not vary"),
    ],
)
def test_what_cannot_be_fitted_is_not_estimable(outcome, arm, covariates, model, reason):
    result = estimate_targeted_contrast(outcome, arm, covariates, model=model)

    assert result.contrast.state == "not estimable"
    assert reason in result.contrast.reason


def test_an_outcome_outside_the_bounds_is_refused():
    with pytest.raises(ValueError, match="outside the bounds"):
        estimate_targeted_contrast(Y, ARM, X, bounds=(0.0, 1.0))
