"""Two-way residuals: what they ignore, what they keep, and small matrices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tubulus.dock.calibration.two_way import fit_two_way, studentise


@st.composite
def matrices(draw):
    """Draw a matrix whose first row and first column are full, other cells missing at random."""
    rows, columns = draw(st.integers(2, 7)), draw(st.integers(2, 7))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    values = rng.standard_t(3, (rows, columns))
    missing = rng.random((rows, columns)) < draw(st.sampled_from([0.0, 0.3]))
    missing[0], missing[:, 0] = False, False
    return np.where(missing, np.nan, values), rng


@settings(max_examples=10, deadline=None)
@given(matrices())
def test_a_constant_added_to_rows_or_columns_changes_no_residual(drawn):
    values, rng = drawn
    shifted = (
        values + 50 * rng.normal(size=(values.shape[0], 1)) + 9 * rng.normal(size=values.shape[1])
    )

    assert fit_two_way(shifted).residuals == pytest.approx(
        fit_two_way(values).residuals, abs=1e-9, nan_ok=True
    )


@settings(max_examples=10, deadline=None)
@given(matrices())
def test_permuted_rows_and_columns_permute_the_residuals(drawn):
    values, rng = drawn
    rows, columns = rng.permutation(values.shape[0]), rng.permutation(values.shape[1])
    permuted = studentise(fit_two_way(values[np.ix_(rows, columns)]).residuals)

    expected = studentise(fit_two_way(values).residuals)[np.ix_(rows, columns)]

    assert permuted == pytest.approx(expected, abs=1e-8, nan_ok=True)


@settings(max_examples=12, deadline=None)
@given(matrices())
def test_effects_and_residuals_add_up_to_the_values(drawn):
    values, _ = drawn

    fit = fit_two_way(values)

    assert fit.rows[:, None] + fit.columns + fit.residuals == pytest.approx(
        values, abs=1e-9, nan_ok=True
    )


def test_the_effects_of_an_additive_matrix_are_found_in_spite_of_one_outlier():
    values = np.arange(8.0)[:, None] + 3 * np.arange(9.0)
    values += 0.01 * np.random.default_rng(1).normal(size=values.shape)
    values[3, 4] += 100

    residuals = fit_two_way(values).residuals

    assert residuals[3, 4] == pytest.approx(100, abs=0.5)
    assert np.abs(np.delete(residuals.ravel(), 3 * 9 + 4)).max() < 0.5


def test_a_complete_and_an_almost_complete_matrix_have_nearly_the_same_effects():
    rng = np.random.default_rng(4)
    values = rng.normal(size=(20, 20)) + 5 * rng.normal(size=(20, 1))
    holed = values.copy()
    holed[7, 9] = np.nan

    assert fit_two_way(holed).rows == pytest.approx(fit_two_way(values).rows, abs=0.3)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (1, 1), (1, 5), (4, 1)])
def test_matrices_of_one_line_leave_no_residual(shape):
    values = np.random.default_rng(0).normal(size=shape)

    fit = fit_two_way(values)

    assert fit.residuals == pytest.approx(np.zeros(shape), abs=1e-12)


def test_missing_rows_stay_missing():
    values = np.array([[1.0, 2.0], [np.nan, np.nan], [3.0, 5.0]])

    fit = fit_two_way(values)

    assert np.isnan(fit.rows).tolist() == [False, True, False]
    assert np.isnan(fit.residuals[1]).all()


def test_a_matrix_without_a_value_has_no_effects_and_no_scale():
    fit = fit_two_way(np.full((2, 3), np.nan))

    assert np.isnan(fit.residuals).all()
    assert np.isnan(fit.scale)


def test_studentising_evens_out_a_row_that_varies_more():
    rng = np.random.default_rng(7)
    residuals = rng.normal(size=(12, 12))
    loud = residuals.copy()
    loud[3] *= 10

    spread = np.abs(studentise(loud)).mean(axis=1)

    assert spread[3] / np.median(spread) < 1.5
