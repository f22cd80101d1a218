from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.imputation.model import ImputationModel
from tubulus.stats.imputation.outcome import impute_log_outcome, impute_outcome

ARM = np.repeat([1.0, 0.0], 12)
X = np.column_stack([np.linspace(-1, 1, 24), np.tile([0.0, 1.0, 1.0], 8)])
Y = np.where(np.arange(24) % 5 == 2, np.nan, X @ [1.0, -0.5] + np.cos(np.arange(24.0)))
MODEL = ImputationModel(imputations=8)


def impute(outcome=Y, arm=ARM, covariates=X, model=MODEL, seed=1):
    generator = np.random.default_rng(seed)
    return impute_outcome(outcome, arm, covariates, model=model, generator=generator)


def test_every_missing_outcome_is_imputed_and_no_other():
    imputation = impute()

    assert imputation.rows.tolist() == np.flatnonzero(np.isnan(Y)).tolist()
    assert imputation.latent.shape == (8, imputation.rows.size)
    assert (imputation.latent.std(axis=0) > 0.0).all()
    completed = imputation.complete_outcome()
    assert (completed[:, ~np.isnan(Y)] == Y[~np.isnan(Y)]).all()


def test_the_seed_alone_decides():
    assert (impute(seed=3).latent == impute(seed=3).latent).all()
    assert (impute(seed=3).latent != impute(seed=4).latent).all()


def test_nothing_missing_draws_nothing():
    imputation = impute(outcome=np.nan_to_num(Y))

    assert imputation.latent.shape == (8, 0)
    assert not imputation.reason


def test_an_arm_by_itself_takes_nothing_from_the_other():
    other = Y.copy()
    other[ARM == 0.0] *= 100.0
    first = ARM[np.isnan(Y)] == 1.0

    assert (impute().latent[:, first] == impute(outcome=other).latent[:, first]).all()


def test_one_model_for_both_arms_takes_from_the_other():
    model = ImputationModel(imputations=8, by_arm=False)
    other = Y.copy()
    other[ARM == 0.0] *= 100.0

    assert (impute(model=model).latent != impute(outcome=other, model=model).latent).all()


def test_reference_based_imputation_takes_the_first_arm_from_the_comparator():
    model = ImputationModel(imputations=4000, reference_based=True)
    imputation = impute(model=model)
    comparator = (ARM == 0.0) & ~np.isnan(Y)
    design = np.column_stack([np.ones(24), X])
    fitted = design[imputation.rows] @ np.linalg.lstsq(design[comparator], Y[comparator])[0]
    error = imputation.latent.std(axis=0) / np.sqrt(4000)

    assert imputation.method == "imputation, reference-based"
    assert (np.abs(imputation.latent.mean(axis=0) - fitted) < 5.0 * error).all()


def test_a_covariate_that_the_comparator_does_not_vary_in_cannot_be_borrowed():
    absent = np.column_stack([X, (np.arange(24) % 2) * ARM])
    model = ImputationModel(imputations=8, reference_based=True)

    assert "for everybody with a value" in impute(covariates=absent, model=model).reason


def test_a_participant_without_arm_is_left_out_and_counted():
    imputation = impute(arm=np.where(np.arange(24) == 4, np.nan, ARM))

    assert imputation.n_excluded == 1
    assert imputation.outcome.size == 23


def test_a_missing_covariate_is_imputed_anew_each_time():
    holes = X.copy()
    holes[[0, 20], 0] = np.nan
    imputation = impute(covariates=holes)

    assert imputation.covariates.shape == (8, 24, 2)
    assert (imputation.covariates[:, [0, 20], 0].std(axis=0) > 0.0).all()


def test_a_category_absent_from_an_arm_is_no_obstacle():
    absent = np.column_stack([X, (np.arange(24) % 2) * ARM])

    assert not impute(covariates=absent).reason


@pytest.mark.parametrize(
    ("outcome", "arm", "reason"),
    [
        ([], [], "no participant in one arm"),
        ([1.0], [1.0], "no participant in one arm"),
        ([1.0, np.nan, 2.0], [1.0, 1.0, 1.0], "no participant in one arm"),
        ([np.nan] * 4, [1.0, 1.0, 0.0, 0.0], "no outcome was seen"),
        ([1.0, np.nan, 2.0, 1.0], [1.0, 1.0, 0.0, 0.0], "nothing to vary"),
    ],
)
def test_what_cannot_be_imputed_says_why(outcome, arm, reason):
    assert reason in impute(outcome, arm, None).reason


def test_covariates_that_cannot_be_imputed_say_why():
    holes = X.copy()
    holes[:12, 0] = np.nan

    assert "for everybody" in impute(covariates=holes).reason


def test_collinear_covariates_say_so():
    assert "determine each other" in impute(covariates=np.column_stack([X, X[:, 0]])).reason


@pytest.mark.parametrize(
    ("outcome", "arm", "covariates", "method"),
    [
        ([1.0], [1.0, 0.0], None, "normal"),
        ([1.0, 2.0], [1.0, 2.0], None, "normal"),
        ([1.0, 2.0], [1.0, 0.0], [1.0, 2.0], "normal"),
        ([1.0, 2.0], [1.0, 0.0], [[1.0], [np.inf]], "normal"),
        ([1.0, 2.0], [1.0, 0.0], None, "logistic"),
    ],
)
def test_malformed_input_is_refused(outcome, arm, covariates, method):
    with pytest.raises(ValueError, match=r"arm|lengths|shape|infinite|logistic"):
        impute(outcome, arm, covariates, ImputationModel(method))


def test_logs_are_imputed_and_values_without_log_left_out():
    amount = np.exp(Y)
    amount[3] = 0.0
    imputation = impute_log_outcome(
        amount, ARM, np.exp(X[:, 0]), X[:, 1:], model=MODEL, generator=np.random.default_rng(1)
    )

    assert imputation.scale == "log"
    assert imputation.n_not_positive == 1
    assert imputation.outcome.size == 23
    assert imputation.covariates[0, :, 0] == pytest.approx(np.delete(X[:, 0], 3))


@pytest.mark.parametrize(
    ("arm", "baseline", "method"),
    [(ARM[:3], None, "normal"), (ARM, [1.0], "normal"), (ARM, None, "logistic")],
)
def test_malformed_logs_are_refused(arm, baseline, method):
    with pytest.raises(ValueError, match=r"lengths|log scale"):
        impute_log_outcome(
            np.exp(Y),
            arm,
            baseline,
            model=ImputationModel(method),
            generator=np.random.default_rng(1),
        )
