from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.imputation.contrast import estimate_imputed_contrast
from tubulus.stats.imputation.contrast_form import compute_completed, make_contrast_form
from tubulus.stats.imputation.model import ImputationModel
from tubulus.stats.imputation.outcome import impute_log_outcome, impute_outcome
from tubulus.stats.imputation.pooling import pool_estimates
from tubulus.stats.linear.ancova import estimate_ancova, estimate_log_ancova

ARM = np.repeat([1.0, 0.0], 15)
RNG = np.random.default_rng(12)
X = RNG.normal(size=(30, 2))
FULL = X @ [1.0, -0.5] + 0.8 * ARM + RNG.normal(size=30)
Y = np.where(np.arange(30) % 6 == 2, np.nan, FULL)


def impute(outcome=Y, covariates=X, **settings):
    model = ImputationModel(imputations=12, **settings)
    generator = np.random.default_rng(5)
    return impute_outcome(outcome, ARM, covariates, model=model, generator=generator)


@pytest.mark.parametrize("method", ["normal", "matching", "logistic"])
def test_pooling_at_once_equals_an_ancova_of_each_completed_data_set(method):
    outcome = np.where(np.isnan(Y), np.nan, Y > 0.3) if method == "logistic" else Y
    imputation = impute(outcome, method=method)
    fits = [estimate_ancova(y, ARM, X) for y in imputation.complete_outcome()]
    expected = pool_estimates(
        [fit.contrast.estimate for fit in fits],
        [fit.standard_error.value**2 for fit in fits],
        complete_df=fits[0].df,
    )
    pooled = estimate_imputed_contrast(imputation).pooled

    assert pooled.contrast.low == pytest.approx(expected.contrast.low, rel=1e-9)
    assert pooled.contrast.high == pytest.approx(expected.contrast.high, rel=1e-9)
    assert pooled.monte_carlo_error.value == pytest.approx(expected.monte_carlo_error.value)
    assert pooled.df.value == pytest.approx(expected.df.value)


def test_imputed_covariates_are_analysed_as_each_data_set_has_them():
    holes = X.copy()
    holes[[1, 20], 0] = np.nan
    imputation = impute(covariates=holes)
    pairs = zip(imputation.complete_outcome(), imputation.covariates, strict=True)
    fits = [estimate_ancova(y, ARM, z) for y, z in pairs]
    expected = pool_estimates(
        [fit.contrast.estimate for fit in fits],
        [fit.standard_error.value**2 for fit in fits],
        complete_df=fits[0].df,
    )
    result = estimate_imputed_contrast(imputation)
    one_by_one = compute_completed(imputation, make_contrast_form(imputation))

    assert result.pooled.contrast.low == pytest.approx(expected.contrast.low, rel=1e-9)
    assert one_by_one[0] == pytest.approx([fit.contrast.estimate for fit in fits])
    assert np.sqrt(one_by_one[1]) == pytest.approx([fit.standard_error.value for fit in fits])


def test_nothing_missing_gives_the_ancova_of_complete_data():
    expected = estimate_ancova(FULL, ARM, X)
    result = estimate_imputed_contrast(impute(FULL))

    assert result.pooled.contrast.low == pytest.approx(expected.contrast.low, rel=1e-9)
    assert result.pooled.test.p_value == pytest.approx(expected.test.p_value, rel=1e-9)
    assert result.pooled.df.value == expected.df
    assert (result.n_imputed_1, result.n_imputed_0) == (0, 0)


def test_imputed_participants_are_counted_by_arm():
    result = estimate_imputed_contrast(impute(np.where(np.arange(30) < 4, np.nan, Y)))

    assert (result.n_1, result.n_0) == (15, 15)
    assert (result.n_imputed_1, result.n_imputed_0) == (6, 2)


def test_logs_give_a_ratio():
    amount = np.exp(FULL)
    expected = estimate_log_ancova(amount, ARM, None, X)
    imputation = impute_log_outcome(
        amount,
        ARM,
        None,
        X,
        model=ImputationModel(imputations=4),
        generator=np.random.default_rng(1),
    )
    result = estimate_imputed_contrast(imputation)

    assert result.pooled.contrast.high == pytest.approx(expected.contrast.high)
    assert result.pooled.contrast.method.endswith("of logs")


@pytest.mark.parametrize(
    ("outcome", "covariates", "reason"),
    [
        (np.where(ARM == 1.0, np.nan, Y), X, "no outcome was seen"),
        (FULL, np.column_stack([X, X[:, 0]]), "full rank"),
        (FULL, np.column_stack([X, np.arange(30) == 3]), "leverage 1"),
        (FULL, np.column_stack([X, ARM]), "full rank"),
        (FULL, np.eye(30)[:, :28], "cannot determine"),
        (np.full(30, 5.1), X, "nothing varies"),
    ],
)
def test_what_cannot_be_estimated_says_why(outcome, covariates, reason):
    result = estimate_imputed_contrast(impute(outcome, covariates))

    assert reason in result.pooled.contrast.reason
    assert reason in result.pooled.standard_error.reason


def test_equal_variances_need_no_leverage_below_one():
    imputation = impute(FULL, np.column_stack([X, np.arange(30) == 3]))

    assert estimate_imputed_contrast(imputation, variance="model").pooled.contrast.has_limits


def test_interaction_standardises_over_everybody():
    fits = [np.polyfit(X[own, 0], FULL[own], 1) for own in (ARM == 1.0, ARM == 0.0)]
    expected = np.polyval(fits[0] - fits[1], X[:, 0]).mean()
    result = estimate_imputed_contrast(impute(FULL, X[:, :1]), interacted=True)

    assert result.pooled.contrast.estimate == pytest.approx(expected)
