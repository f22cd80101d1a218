from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear.least_squares import fit_least_squares
from tubulus.stats.weighting.columns import read_arm_columns
from tubulus.stats.weighting.outcome_model import fit_outcome_model

GENERATOR = np.random.default_rng(3)
ARM = np.arange(24) % 2.0
X = GENERATOR.normal(size=(24, 2))
Y = X[:, 0] + ARM * (1.0 + X[:, 1]) + GENERATOR.normal(size=24)
COLUMNS = read_arm_columns(Y, ARM, X)


def test_a_model_by_arm_equals_one_in_each_arm():
    model = fit_outcome_model(COLUMNS, "linear", by_arm=True)

    for value, expected in ((1.0, model.expected_1), (0.0, model.expected_0)):
        rows = value == ARM
        design = np.column_stack([np.ones(24), X])
        own = fit_least_squares(design[rows], Y[rows]).coefficients
        assert expected == pytest.approx(design @ own)


def test_a_common_linear_model_moves_everybody_by_the_same_amount():
    model = fit_outcome_model(COLUMNS, "linear", by_arm=False)

    assert np.ptp(model.expected_1 - model.expected_0) == pytest.approx(0.0, abs=1e-12)


def test_expected_risks_lie_between_zero_and_one():
    columns = read_arm_columns(Y > 0.0, ARM, X)
    model = fit_outcome_model(columns, "logistic", by_arm=False)

    assert min(model.expected_1.min(), model.expected_0.min()) > 0.0
    assert max(model.expected_1.max(), model.expected_0.max()) < 1.0
    assert model.influence.sum(axis=0) == pytest.approx(0.0, abs=1e-8)


@pytest.mark.parametrize(
    ("outcome", "covariates", "kind", "reason"),
    [
        (Y, np.column_stack([X, X[:, 0]]), "linear", "full rank"),
        (Y, np.ones((24, 1)), "linear", "the same for every"),
        (np.zeros(24), X, "logistic", "same outcome"),
        (ARM, X, "logistic", "separates"),
    ],
)
def test_a_model_that_cannot_be_fitted_has_a_reason(outcome, covariates, kind, reason):
    columns = read_arm_columns(outcome, ARM, covariates)

    assert reason in fit_outcome_model(columns, kind, by_arm=False)


def test_an_unknown_model_is_refused():
    with pytest.raises(ValueError, match="linear or logistic"):
        fit_outcome_model(COLUMNS, "probit", by_arm=False)
