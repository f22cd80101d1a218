from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.imputation.chained import impute_columns, make_designs
from tubulus.stats.imputation.model import ImputationModel

MODEL = ImputationModel(imputations=300, cycles=3)


def make_columns():
    rng = np.random.default_rng(8)
    x = rng.normal(size=60)
    binary = (rng.random(60) < 0.4).astype(float)
    y = 2.0 * x + binary + rng.normal(size=60) * 0.1
    return np.column_stack([x, binary, y])


def test_what_was_seen_stays_and_what_was_not_differs_between_imputations():
    columns = make_columns()
    columns[5, 0] = columns[9, 1] = columns[11, 2] = np.nan
    filled = impute_columns(columns, MODEL, np.random.default_rng(1))

    assert filled.shape == (300, 60, 2)
    kept = np.delete(np.arange(60), [5, 9])
    assert (filled[:, kept] == columns[kept, :2]).all()
    assert filled[:, 5, 0].std() > 0.0


def test_the_outcome_tells_about_a_missing_covariate():
    columns = make_columns()
    truth = columns[5, 0]
    columns[5, 0] = np.nan
    filled = impute_columns(columns, MODEL, np.random.default_rng(2))

    # residual SD 0.1 on a slope of 2
    assert filled[:, 5, 0].mean() == pytest.approx(truth, abs=0.2)
    assert filled[:, 5, 0].std() < 0.1


def test_a_covariate_of_zero_and_one_stays_one():
    columns = make_columns()
    columns[[3, 4], 1] = np.nan
    filled = impute_columns(columns, MODEL, np.random.default_rng(3))

    assert np.isin(filled[:, [3, 4], 1], (0.0, 1.0)).all()


def test_a_covariate_that_nobody_varies_in_is_filled_with_its_value():
    columns = make_columns()
    columns[:, 1] = 7.3
    columns[0, 1] = np.nan
    filled = impute_columns(columns, MODEL, np.random.default_rng(4))

    assert (filled[:, 0, 1] == 7.3).all()


@pytest.mark.parametrize("method", ["logistic", "matching"])
def test_the_outcome_follows_its_own_method(method):
    columns = make_columns()
    columns[:, 2] = (columns[:, 2] > 0.3).astype(float)
    columns[2, 0] = columns[5, 2] = np.nan
    model = ImputationModel(method, imputations=20, cycles=2)

    assert np.isfinite(impute_columns(columns, model, np.random.default_rng(5))).all()


def test_a_covariate_missing_for_everybody_says_so():
    columns = make_columns()
    columns[:, 0] = np.nan

    assert "for everybody" in impute_columns(columns, MODEL, np.random.default_rng(6))


def test_columns_that_determine_each_other_say_so():
    columns = np.column_stack([make_columns(), np.zeros(60)])
    columns[:, 1] = columns[:, 0]
    columns[3, 2] = np.nan

    assert "determine" in impute_columns(columns, MODEL, np.random.default_rng(7))


def test_a_column_without_variation_is_left_out_of_the_design():
    predictors = np.stack([np.column_stack([np.full(4, 3.0), np.arange(4.0)])] * 2)

    assert make_designs(predictors).tolist() == [[[1, 0], [1, 1], [1, 2], [1, 3]]] * 2
