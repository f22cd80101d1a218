from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.weighting.propensity import fit_propensity, standardise_columns

ARM = np.array([1.0, 1, 1, 0, 1, 0, 0, 0])
X = np.array([3.0, 2.5, 1.0, 2.0, 4.0, 1.5, 0.5, 1.0])[:, None]


def test_without_covariates_the_score_is_the_share_of_the_first_arm():
    model = fit_propensity(np.array([1.0, 0, 0, 0]), np.empty((4, 0)))

    assert model.scores == pytest.approx([0.25] * 4)


def test_the_score_equations_sum_to_zero():
    model = fit_propensity(ARM, X)

    assert model.score_equations.sum(axis=0) == pytest.approx(0.0, abs=1e-10)
    assert model.coefficients @ [1.0, 3.0] == pytest.approx(model.predictors[0])


def test_separated_arms_have_no_maximum_likelihood():
    arm, x = np.array([1.0, 1, 1, 0, 0, 0]), np.arange(6.0)[:, None]

    assert "separate the arms" in fit_propensity(arm, x)
    assert fit_propensity(arm, x, firth_on_separation=True).method == "Firth"


def test_firth_scores_of_separated_arms_lie_inside_zero_and_one():
    arm, x = np.array([1.0, 1, 1, 0, 0, 0]), np.arange(6.0)[:, None]
    model = fit_propensity(arm, x, firth_on_separation=True)

    assert 0.0 < model.scores.min() < model.scores.max() < 1.0
    assert model.score_equations.sum(axis=0) == pytest.approx(0.0, abs=1e-8)


def test_firth_does_not_take_over_where_a_maximum_exists():
    model = fit_propensity(ARM, X, firth_on_separation=True)

    assert model.method == "maximum likelihood"


@pytest.mark.parametrize(
    ("covariates", "reason"),
    [
        (np.column_stack([X, 2.0 * X]), "full rank"),
        (np.full((8, 1), 0.1), "the same for every"),
        (np.random.default_rng(1).normal(size=(8, 9)), "cannot determine"),
    ],
)
def test_what_cannot_be_fitted_has_a_reason(covariates, reason):
    assert reason in fit_propensity(ARM, covariates)


def test_nobody_has_no_columns_to_standardise():
    assert standardise_columns(np.empty((0, 2))) == "no complete participant"
