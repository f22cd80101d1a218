from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.resampling.outcome_weights import (
    ESTIMATORS,
    OutcomeWeights,
    compute_outcome_weights,
)
from tubulus.stats.resampling.score_fits import fit_start

GENERATOR = np.random.default_rng(5)
ARM = np.arange(30) % 2.0
X = GENERATOR.normal(size=(30, 2))
DESIGN = np.column_stack([np.ones(30), X])
SETTING = OutcomeWeights(ARM, DESIGN, fit_start(DESIGN, ARM))
ONCE = np.ones((1, 30))


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_outcome_weights_sum_to_one_in_the_first_arm_and_to_minus_one_in_the_comparator(estimator):
    row = compute_outcome_weights(SETTING, ONCE, (estimator,))[estimator][0]

    assert row[ARM == 1].sum() == pytest.approx(1.0)
    assert row[ARM == 0].sum() == pytest.approx(-1.0)


@pytest.mark.parametrize("estimator", ["ANCOVA", "ATO", "AIPW"])
def test_outcome_weights_of_these_estimators_balance_the_covariates_exactly(estimator):
    row = compute_outcome_weights(SETTING, ONCE, (estimator,))[estimator][0]

    assert row @ X == pytest.approx(0.0, abs=1e-10)


def test_a_draw_that_separates_the_arms_fails_for_the_score_and_not_for_ancova():
    x = np.arange(8.0)
    x[3], x[4] = 4.0, 3.0
    setting = OutcomeWeights(
        np.repeat([0.0, 1.0], 4), np.column_stack([np.ones(8), x - 3.5]), np.zeros(2)
    )
    separated = np.array([[1.0, 1, 2, 0, 0, 2, 1, 1]])
    found = compute_outcome_weights(setting, separated, ("ANCOVA", "ATO", "AIPW"))

    assert np.isnan(found["ATO"]).any()
    assert np.isnan(found["AIPW"]).any()
    assert np.isfinite(found["ANCOVA"]).all()


def test_a_draw_of_one_value_fails_for_every_model():
    weights = np.zeros((1, 30))
    weights[0, :2] = 15.0
    found = compute_outcome_weights(SETTING, weights, ("ANCOVA", "ATE"))

    assert all(np.isnan(rows).any() for rows in found.values())


def test_estimates_come_in_the_order_that_was_asked_for():
    assert list(compute_outcome_weights(SETTING, ONCE, ("AIPW", "ATO", "ANCOVA"))) == [
        "AIPW",
        "ATO",
        "ANCOVA",
    ]
