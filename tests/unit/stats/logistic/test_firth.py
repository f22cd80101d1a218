from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.logistic.firth import FirthFit, fit_firth, fit_firth_batch, fit_firth_stack

ARM = np.array([1, 1, 1, 1, 0, 0, 0, 0.0])
DESIGN = np.column_stack([np.ones(8), ARM])


def draw_data(seed, n=40, p=3):
    generator = np.random.default_rng(seed)
    design = np.column_stack([np.ones(n), generator.normal(size=(n, p - 1))])
    return design, (generator.random(n) < 0.25).astype(float)


@pytest.mark.parametrize("event", [ARM, [1, 1, 0, 0, 0, 0, 0, 0], np.zeros(8), np.ones(8)])
def test_a_table_gains_half_a_participant_in_each_cell(event):
    # of a saturated model Firth's penalty is Jeffreys' prior: 1/2 added to every cell
    fit = fit_firth(DESIGN, event)
    event = np.asarray(event, dtype=float)

    assert isinstance(fit, FirthFit)
    odds = [
        (event[part].sum() + 0.5) / ((1 - event[part]).sum() + 0.5) for part in (ARM < 1, ARM > 0)
    ]
    expected = [np.log(odds[0]), np.log(odds[1] / odds[0])]
    assert fit.coefficients == pytest.approx(expected, abs=1e-9)


def test_the_penalised_score_is_zero_at_the_maximum():
    design, event = draw_data(1)
    fit = fit_firth(design, event)
    variances = fit.probabilities * (1 - fit.probabilities)
    leverages = variances * np.einsum("ij,jk,ik->i", design, fit.covariance, design)
    pull = event - fit.probabilities + leverages * (0.5 - fit.probabilities)

    assert design.T @ pull == pytest.approx(np.zeros(3), abs=1e-9)


def test_a_participant_of_weight_two_counts_as_two():
    design, event = draw_data(2)
    weights = np.random.default_rng(3).integers(0, 3, event.size)
    weighted = fit_firth(design, event, weights)
    repeated = fit_firth(np.repeat(design, weights, axis=0), np.repeat(event, weights))

    assert weighted.coefficients == pytest.approx(repeated.coefficients, abs=1e-9)
    assert weighted.covariance == pytest.approx(repeated.covariance, abs=1e-9)


@pytest.mark.parametrize(
    ("design", "event", "reason"),
    [
        (np.empty((0, 2)), [], "0 complete participants"),
        (np.ones((1, 2)), [1.0], "1 complete participants"),
        (np.ones((4, 2)), [1, 0, 1, 0], "full rank"),
    ],
)
def test_what_cannot_be_fitted_says_why(design, event, reason):
    assert reason in fit_firth(design, event)


def test_batches_equal_single_fits():
    design, event = draw_data(4)
    weights = np.random.default_rng(5).multinomial(40, np.full(40, 1 / 40), size=30)
    weights[7] = np.arange(40) == 0
    coefficients, converged = fit_firth_batch(design, event, weights)
    stacked, also = fit_firth_stack(np.tile(design, (30, 1, 1)), np.tile(event, (30, 1)), weights)

    assert np.flatnonzero(~converged).tolist() == np.flatnonzero(~also).tolist() == [7]
    assert np.isnan(coefficients[7]).all()
    for row in np.flatnonzero(converged):
        single = fit_firth(design, event, weights[row]).coefficients
        assert coefficients[row] == pytest.approx(single, abs=1e-8)
        assert stacked[row] == pytest.approx(single, abs=1e-8)


def test_a_stack_without_weights_counts_everybody_once():
    pairs = [draw_data(seed) for seed in range(3)]
    designs, events = (np.stack(part) for part in zip(*pairs, strict=True))
    coefficients, converged = fit_firth_stack(designs, events)

    assert converged.all()
    for row, (design, event) in enumerate(pairs):
        assert coefficients[row] == pytest.approx(fit_firth(design, event).coefficients, abs=1e-8)


def test_an_empty_batch_gives_nothing():
    coefficients, converged = fit_firth_batch(DESIGN, ARM, np.empty((0, 8)))

    assert (coefficients.shape, converged.shape) == ((0, 2), (0,))


@pytest.mark.parametrize("fit", [fit_firth_batch, fit_firth_stack])
def test_batches_of_unequal_shape_are_refused(fit):
    with pytest.raises(ValueError, match=r"design|outcome|weight"):
        fit(np.ones((3, 1)), [[1.0, 0.0]], np.ones((2, 2)))


def test_rows_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="rows of design"):
        fit_firth(DESIGN, [1.0])
