from __future__ import annotations

import numpy as np
import pytest
from tests.golden.stats.cases import read_cases, read_column

from tubulus.stats.imputation import (
    Imputation,
    ImputationModel,
    compute_delta_grid,
    estimate_imputed_contrast,
    impute_outcome,
    pool_estimates,
)
from tubulus.stats.imputation.contrast_form import compute_completed, make_contrast_form
from tubulus.stats.imputation.logistic import fit_penalised_logistic

TRIAL = read_cases("synthetic_trial.csv")
DRAWS = read_cases("imputation_completed.csv")
POOLED = read_cases("imputation_pooled.csv")
LOGISTIC = read_cases("penalised_logistic.csv")


def read_imputation():
    after, arm, before, secondary = (
        np.array(read_column(TRIAL, name)) for name in ("after", "arm", "before", "secondary")
    )
    after[4::6] = np.nan
    rows = np.flatnonzero(np.isnan(after))
    latent = np.array(read_column(DRAWS, "value")).reshape(-1, rows.size)
    assert [int(draw["participant"]) for draw in DRAWS[: rows.size]] == list(rows + 1)
    covariates = np.column_stack([before, secondary])[None]
    return Imputation(after, arm, covariates, rows, latent, "identity", "mice")


def name_case(case):
    return "-".join(list(case.values())[:4])


@pytest.mark.parametrize("case", POOLED, ids=name_case)
def test_contrasts_of_the_same_completed_data_sets_equal_those_that_mice_pools(case):
    settings = {"interacted": case["interacted"] == "TRUE", "variance": case["variance"]}
    deltas = [float(case["delta_1"])], [float(case["delta_0"])]
    cell = compute_delta_grid(read_imputation(), *deltas, **settings).cells[0][0]

    assert cell.contrast.estimate == pytest.approx(float(case["estimate"]), rel=1e-9)
    assert cell.contrast.low == pytest.approx(float(case["low"]), rel=1e-9)
    assert cell.contrast.high == pytest.approx(float(case["high"]), rel=1e-9)
    assert cell.test.p_value == pytest.approx(float(case["p"]), rel=1e-9)


@pytest.mark.parametrize(
    "case",
    [case for case in POOLED if (case["delta_1"], case["delta_0"]) == ("0", "0")],
    ids=name_case,
)
def test_error_df_and_missing_information_equal_those_of_mice(case):
    settings = {"interacted": case["interacted"] == "TRUE", "variance": case["variance"]}
    imputation = read_imputation()
    form = make_contrast_form(imputation, **settings)
    one_by_one = pool_estimates(*compute_completed(imputation, form), complete_df=form.df)

    for pooled in (estimate_imputed_contrast(imputation, **settings).pooled, one_by_one):
        assert pooled.standard_error.value == pytest.approx(float(case["se"]), rel=1e-9)
        assert pooled.df.value == pytest.approx(float(case["df"]), rel=1e-9)
        assert pooled.missing_information.value == pytest.approx(float(case["fmi"]), rel=1e-9)


@pytest.mark.parametrize("method", ["normal", "matching"])
def test_draws_have_the_moments_of_those_of_mice(method):
    cases = [case for case in read_cases("imputation_moments.csv") if case["method"] == method]
    mean, sd, draws = (np.array(read_column(cases, name)) for name in ("mean", "sd", "draws"))
    given = read_imputation()
    imputation = impute_outcome(
        given.outcome,
        given.arm,
        given.covariates[0],
        model=ImputationModel(method, imputations=8000),
        generator=np.random.default_rng(6),
    )
    own = imputation.latent[:, given.arm[given.rows] == 1.0]
    error = np.sqrt(sd**2 / draws + own.var(axis=0) / 8000)
    # of a standard deviation, from the fourth moment of what was drawn
    centred = (own - own.mean(axis=0)) ** 2
    spread = centred.std(axis=0) / (2.0 * own.std(axis=0)) * np.sqrt(1 / 8000 + 1 / draws)

    assert (np.abs(own.mean(axis=0) - mean) < 5.0 * error).all()
    assert (np.abs(own.std(axis=0) - sd) < 5.0 * spread).all()


@pytest.mark.parametrize("case", read_cases("pooling.csv"), ids=lambda case: case["complete_df"])
def test_rubins_rules_equal_pool_scalar(case):
    q, u = ([float(value) for value in case[name].split()] for name in ("q", "u"))
    complete_df = None if case["complete_df"] == "Inf" else float(case["complete_df"])
    pooled = pool_estimates(q, u, complete_df=complete_df)

    assert pooled.contrast.estimate == pytest.approx(float(case["estimate"]), rel=1e-12)
    assert pooled.standard_error.value == pytest.approx(float(case["se"]), rel=1e-12)
    assert pooled.df.value == pytest.approx(float(case["df"]), rel=1e-12)
    assert pooled.missing_information.value == pytest.approx(float(case["fmi"]), rel=1e-12)


def read_logistic(name):
    if name == "separated":
        x = [-2, -1.5, -1, -0.5, 0.4, 0.9, 1.3, 2]
        return np.column_stack([np.ones(8), x]), np.repeat([0.0, 1.0], 4)
    if name == "nobody":
        return np.column_stack([np.ones(5), [1, 2, 4, 7, 3]]), np.zeros(5)
    columns = {c: np.array(read_column(TRIAL, c)) for c in ("arm", "before", "secondary", "amount")}
    own = columns["arm"] == 1
    design = np.column_stack(
        [np.ones(own.sum()), columns["before"][own], columns["secondary"][own]]
    )
    return design, (columns["amount"][own] > 0).astype(float)


@pytest.mark.parametrize("name", ["trial", "separated", "nobody"])
def test_the_penalised_logistic_fit_equals_brglm2(name):
    design, events = read_logistic(name)
    fits = fit_penalised_logistic(design[None], events)
    cases = [case for case in LOGISTIC if case["case"] == name]
    errors = np.sqrt(np.sum(fits.roots[0] ** 2, axis=1))

    assert fits.coefficients[0] == pytest.approx(read_column(cases, "estimate"), rel=1e-7)
    assert errors == pytest.approx(read_column(cases, "se"), rel=1e-7)
