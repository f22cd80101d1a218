from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.weighting.augmented import estimate_augmented_contrast

GENERATOR = np.random.default_rng(11)
ARM = np.arange(40) % 2.0
X = GENERATOR.normal(size=(40, 2)) + 0.3 * ARM[:, None]
Y = X @ [1.0, -0.5] + 0.7 * ARM + GENERATOR.normal(size=40)
NONE = np.empty((40, 0))


def test_without_covariates_it_is_the_difference_of_means():
    result = estimate_augmented_contrast(Y, ARM, NONE)

    assert result.contrast.estimate == pytest.approx(Y[ARM == 1].mean() - Y[ARM == 0].mean())
    assert (result.df, result.n_1, result.n_0) == (38, 20, 20)


def test_an_outcome_that_the_model_explains_exactly_gives_back_its_coefficient():
    # the noise is orthogonal to nothing: only the linear part is left
    result = estimate_augmented_contrast(X @ [1.0, -0.5] + 0.7 * ARM, ARM, X)

    assert result.contrast.estimate == pytest.approx(0.7)


def test_the_stacked_error_counts_what_estimating_the_models_does():
    result = estimate_augmented_contrast(Y, ARM, X, by_arm=True)

    assert result.large_sample_error.value != pytest.approx(
        result.fixed_nuisance_error.value, rel=1e-4
    )


@pytest.mark.parametrize(
    ("outcome", "arm", "covariates", "model", "reason"),
    [
        (Y, np.ones(40), X, "linear", "one arm"),
        ([], [], np.empty((0, 1)), "linear", "one arm"),
        (Y, ARM, np.column_stack([X, ARM]), "linear", "separate the arms"),
        (np.zeros(40), ARM, X, "logistic", "outcome model: every participant"),
    ],
)
def test_what_cannot_be_fitted_is_not_estimable(outcome, arm, covariates, model, reason):
    result = estimate_augmented_contrast(outcome, arm, covariates, model=model)

    assert result.contrast.state == "not estimable"
    assert reason in result.contrast.reason


def test_a_constant_outcome_has_no_limits():
    result = estimate_augmented_contrast(np.full(40, 3.3), ARM, X)

    assert result.contrast.estimate == pytest.approx(0.0, abs=1e-12)
    assert "does not vary" in result.contrast.reason


def test_missing_outcomes_are_counted_and_a_percentage_is_no_event():
    outcome = np.where(np.arange(40) < 3, np.nan, Y)

    assert estimate_augmented_contrast(outcome, ARM, X).n_missing == 3
    with pytest.raises(ValueError, match="outcome is 1"):
        estimate_augmented_contrast(100.0 * ARM, ARM, X, model="logistic")
