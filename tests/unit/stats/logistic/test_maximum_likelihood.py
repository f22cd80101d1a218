from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear.designs import SharedDesign
from tubulus.stats.logistic.maximum_likelihood import (
    LogisticFit,
    fit_logistic,
    fit_logistic_batch,
    fit_logistic_stack,
)
from tubulus.stats.logistic.newton import _iterate

ARM = np.array([1, 1, 1, 1, 0, 0, 0, 0.0])
EVENT = np.array([1, 1, 1, 0, 1, 0, 0, 0.0])
DESIGN = np.column_stack([np.ones(8), ARM])


def draw_data(seed, n=60, p=4):
    generator = np.random.default_rng(seed)
    design = np.column_stack([np.ones(n), generator.normal(size=(n, p - 1))])
    return design, (generator.random(n) < 0.4).astype(float)


def test_the_log_odds_ratio_of_a_table_follows_by_hand():
    fit = fit_logistic(DESIGN, EVENT)

    assert isinstance(fit, LogisticFit)
    assert fit.coefficients == pytest.approx([-np.log(3.0), np.log(9.0)])
    assert fit.covariance[1, 1] == pytest.approx(1 / 3 + 1 / 1 + 1 / 1 + 1 / 3)
    assert fit.probabilities == pytest.approx(np.where(ARM == 1, 0.75, 0.25))
    assert fit.log_likelihood == pytest.approx(6 * np.log(0.75) + 2 * np.log(0.25))


def test_a_participant_of_weight_two_counts_as_two():
    design, outcome = draw_data(3)
    weights = np.random.default_rng(4).integers(0, 3, outcome.size)
    weighted = fit_logistic(design, outcome, weights)
    repeated = fit_logistic(np.repeat(design, weights, axis=0), np.repeat(outcome, weights))

    assert weighted.coefficients == pytest.approx(repeated.coefficients, abs=1e-12)
    assert weighted.covariance == pytest.approx(repeated.covariance, abs=1e-12)
    assert weighted.log_likelihood == pytest.approx(repeated.log_likelihood)


def test_at_the_maximum_the_score_is_zero():
    design, outcome = draw_data(5)
    fit = fit_logistic(design, outcome)

    assert design.T @ (outcome - fit.probabilities) == pytest.approx(np.zeros(4), abs=1e-11)


@pytest.mark.parametrize(
    ("design", "outcome", "reason"),
    [
        (np.empty((0, 2)), [], "0 complete participants"),
        (np.ones((1, 2)), [1.0], "1 complete participants"),
        (np.column_stack([np.ones(4), np.zeros(4)]), [1, 0, 1, 0], "zero for every"),
        (np.column_stack([np.ones(4), 2 * np.ones(4)]), [1, 0, 1, 0], "full rank"),
        (DESIGN, np.ones(8), "same outcome"),
        (DESIGN, np.zeros(8), "same outcome"),
        (DESIGN, ARM, "separates"),
        # quasi-separation: nobody of the comparator has the event, a zero cell
        (DESIGN, [1, 1, 1, 0, 0, 0, 0, 0], "separates"),
    ],
)
def test_where_there_is_no_maximum_the_fit_says_why(design, outcome, reason):
    assert reason in fit_logistic(design, outcome)


def test_separation_among_those_who_count_is_found_though_others_overlap():
    weights = [1, 1, 1, 1, 0, 1, 1, 1]

    assert "separates" in fit_logistic(DESIGN, EVENT, weights)


@pytest.mark.parametrize(
    ("design", "outcome", "weights"),
    [
        (np.ones(2), [1, 0], None),
        (np.ones((2, 0)), [1, 0], None),
        ([[1.0], [np.nan]], [1, 0], None),
        (np.ones((2, 1)), [1, 2], None),
        (np.ones((2, 1)), [1, np.nan], None),
        (np.ones((2, 1)), [1], None),
        (np.ones((2, 1)), [1, 0], [1, -1]),
        (np.ones((2, 1)), [1, 0], [[1, 1]]),
        (np.ones((2, 1)), [[1, 0]], None),
    ],
)
def test_malformed_input_is_refused(design, outcome, weights):
    with pytest.raises(ValueError, match=r"design|outcome|weight"):
        fit_logistic(design, outcome, weights)


def test_a_batch_of_weights_equals_single_fits_and_marks_separation():
    design, outcome = draw_data(7, n=30)
    weights = np.random.default_rng(8).multinomial(30, np.full(30, 1 / 30), size=60).astype(float)
    weights[5] = outcome
    coefficients, converged = fit_logistic_batch(design, outcome, weights)

    assert not converged[5]
    assert 40 < converged.sum() < 60
    for row, (found, beta) in enumerate(zip(converged, coefficients, strict=True)):
        fit = fit_logistic(design, outcome, weights[row])
        assert isinstance(fit, LogisticFit) == found
        assert np.isnan(beta).all() if isinstance(fit, str) else True
        if found:
            assert beta == pytest.approx(fit.coefficients, rel=1e-9, abs=1e-9)


def test_a_stack_of_designs_equals_single_fits_and_leaves_out_those_of_weight_zero():
    pairs = [draw_data(seed, n=40) for seed in range(20)]
    designs, outcomes = (np.stack(part) for part in zip(*pairs, strict=True))
    weights = np.ones(outcomes.shape)
    weights[:, 35:] = 0.0
    coefficients, converged = fit_logistic_stack(designs, outcomes, weights)

    assert converged.all()
    for row, (design, outcome) in enumerate(pairs):
        fit = fit_logistic(design[:35], outcome[:35])
        assert coefficients[row] == pytest.approx(fit.coefficients, abs=1e-11)


def test_guarded_steps_reach_a_maximum_from_which_plain_newton_steps_diverge():
    x = np.array([1.9, -7.9, -2.2, -0.2, -0.8, 2.1, -3.6, -0.2, 2.5, -1.8, -2693.7, -4.8])
    y = np.array([1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0.0])
    design = np.column_stack([np.ones(12), x])
    everybody = np.ones((1, 12))
    _, converged = _iterate(SharedDesign(design), y[None], everybody, guarded=False)
    fit = fit_logistic(design, y)

    assert not converged[0]
    assert isinstance(fit, LogisticFit)
    assert design.T @ (y - fit.probabilities) == pytest.approx([0.0, 0.0], abs=1e-9)


@pytest.mark.parametrize("fit", [fit_logistic_batch, fit_logistic_stack])
def test_batches_of_unequal_shape_are_refused(fit):
    with pytest.raises(ValueError, match=r"design|outcome|weight"):
        fit(np.ones((3, 1)), [[1.0, 0.0]], np.ones((2, 2)))


def test_an_empty_batch_gives_nothing():
    coefficients, converged = fit_logistic_batch(DESIGN, EVENT, np.empty((0, 8)))

    assert coefficients.shape == (0, 2)
    assert converged.shape == (0,)
