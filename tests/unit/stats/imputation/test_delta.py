from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.imputation.contrast import estimate_imputed_contrast
from tubulus.stats.imputation.contrast_form import compute_completed, make_contrast_form
from tubulus.stats.imputation.delta import compute_delta_grid
from tubulus.stats.imputation.model import ImputationModel
from tubulus.stats.imputation.outcome import impute_log_outcome, impute_outcome
from tubulus.stats.linear.ancova import estimate_ancova

ARM = np.repeat([1.0, 0.0], 20)
RNG = np.random.default_rng(21)
X = RNG.normal(size=(40, 1))
FULL = X[:, 0] + 1.2 * ARM + RNG.normal(size=40)
Y = np.where(np.arange(40) % 4 == 1, np.nan, FULL)
MODEL = ImputationModel(imputations=40)


def impute(outcome=Y, model=MODEL, arm=ARM):
    return impute_outcome(outcome, arm, X, model=model, generator=np.random.default_rng(2))


@pytest.mark.parametrize("method", ["normal", "matching", "logistic"])
def test_the_cell_without_shift_is_plain_imputation(method):
    outcome = np.where(np.isnan(Y), np.nan, Y > 0.5) if method == "logistic" else Y
    imputation = impute(outcome, ImputationModel(method, imputations=40))
    plain = estimate_imputed_contrast(imputation).pooled
    grid = compute_delta_grid(imputation, [-1.0, 0.0], [0.0, 2.0])

    for cell in (grid.cells[1][0], grid.unshifted):
        assert cell.contrast.low == pytest.approx(plain.contrast.low, rel=1e-10)
        assert cell.test.p_value == pytest.approx(plain.test.p_value, rel=1e-8)


@pytest.mark.parametrize("method", ["normal", "logistic"])
def test_every_cell_is_the_pooled_contrast_of_shifted_data_sets(method):
    outcome = np.where(np.isnan(Y), np.nan, Y > 0.5) if method == "logistic" else Y
    imputation = impute(outcome, ImputationModel(method, imputations=10))
    grid = compute_delta_grid(imputation, [-1.5, 0.7], [0.4, 2.0, -3.0])

    for row in grid.cells:
        for cell in row:
            shifted = imputation.complete_outcome(cell.delta_1, cell.delta_0)
            estimates = [estimate_ancova(y, ARM, X).contrast.estimate for y in shifted]
            assert cell.contrast.estimate == pytest.approx(np.mean(estimates), rel=1e-9)


def test_a_shift_moves_the_estimate_in_proportion():
    grid = compute_delta_grid(impute(), [0.0, 1.0, 2.0], [0.0])
    estimates = [row[0].contrast.estimate for row in grid.cells]

    assert estimates[2] - estimates[1] == pytest.approx(estimates[1] - estimates[0])
    assert estimates[1] > estimates[0]


def test_the_contour_holds_the_smallest_shift_that_tips():
    grid = compute_delta_grid(impute(), [-6.0, -4.0, -2.0, -1.0, 0.0, 1.0], [0.0, 50.0])
    tipping = grid.contour[0].delta_1.value
    tips = {row[0].delta_1: row[0].contrast.low <= 0.0 for row in grid.cells}

    assert grid.unshifted.contrast.low > 0.0
    assert tips[tipping]
    assert not any(tips[delta] for delta in tips if abs(delta) < abs(tipping))


def test_a_grid_that_tips_nowhere_says_so():
    grid = compute_delta_grid(impute(), [-0.01, 0.0, 0.01], [0.0])

    assert grid.contour[0].delta_1.reason == "no delta of the grid changes the conclusion"


def test_an_arm_with_everybody_seen_does_not_move():
    outcome = np.where(ARM == 1.0, FULL, Y)
    grid = compute_delta_grid(impute(outcome), [-9.0, 9.0], [0.0])
    low, high = (row[0].contrast.estimate for row in grid.cells)

    assert low == pytest.approx(high)


def test_a_shift_of_logs_is_a_ratio():
    imputation = impute_log_outcome(
        np.exp(Y), ARM, None, X, model=MODEL, generator=np.random.default_rng(2)
    )
    ratio = compute_delta_grid(imputation, [0.5, 1.0], [1.0, 2.0])
    difference = compute_delta_grid(impute(), np.log([0.5, 1.0]), np.log([1.0, 2.0]))

    assert ratio.deltas_1 == (0.5, 1.0)
    assert ratio.cells[0][1].contrast.estimate == pytest.approx(
        np.exp(difference.cells[0][1].contrast.estimate)
    )
    assert ratio.unshifted.delta_1 == 1.0


def test_variances_of_cells_are_those_of_the_shifted_data_sets():
    imputation = impute()
    form = make_contrast_form(imputation)
    _, variances = compute_completed(imputation, form)
    within = [
        estimate_ancova(y, ARM, X).standard_error.value ** 2 for y in imputation.complete_outcome()
    ]

    assert variances == pytest.approx(within)


def test_nothing_to_estimate_leaves_every_cell_with_the_reason():
    grid = compute_delta_grid(impute(np.where(ARM == 1.0, np.nan, Y)), [0.0, 1.0], [0.0])

    assert {cell.contrast.reason for row in grid.cells for cell in row} == {
        "no outcome was seen in one arm"
    }
    assert grid.contour[0].delta_1.reason == grid.unshifted.contrast.reason


def test_an_empty_grid_still_gives_plain_imputation():
    grid = compute_delta_grid(impute(), [], [])

    assert grid.cells == grid.contour == ()
    assert grid.unshifted.contrast.has_limits


def test_an_outcome_that_nowhere_varies_has_no_limits():
    grid = compute_delta_grid(impute(np.where(np.isnan(Y), np.nan, 3.0)), [0.0], [0.0])

    assert "nothing varies" in grid.cells[0][0].contrast.reason


def test_impossible_shifts_are_refused():
    logs = impute_log_outcome(np.exp(Y), ARM, model=MODEL, generator=np.random.default_rng(2))

    with pytest.raises(ValueError, match="ratio above 0"):
        compute_delta_grid(logs, [0.0], [1.0])
    with pytest.raises(ValueError, match="missing"):
        compute_delta_grid(impute(), [np.nan], [1.0])
