from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from tubulus.stats.imputation.logistic import draw_log_odds, fit_penalised_logistic

INTERCEPT = np.ones((1, 12, 1))


@pytest.mark.parametrize("events", [0, 3, 6, 12])
def test_an_intercept_alone_adds_half_an_event_to_each_side(events):
    outcome = (np.arange(12) < events).astype(float)
    fit = fit_penalised_logistic(INTERCEPT, outcome)

    assert fit.coefficients[0, 0] == pytest.approx(np.log((events + 0.5) / (12 - events + 0.5)))


def test_separation_keeps_coefficients_finite():
    x = np.column_stack([np.ones(8), np.arange(8.0)])
    fit = fit_penalised_logistic(x[None], (np.arange(8) > 3).astype(float))

    assert 0.0 < fit.coefficients[0, 1] < 5.0


def test_designs_fitted_together_equal_designs_fitted_alone():
    rng = np.random.default_rng(2)
    designs = np.concatenate([np.ones((3, 25, 1)), rng.normal(size=(3, 25, 2))], axis=2)
    events = (rng.random(25) < 0.4).astype(float)
    together = fit_penalised_logistic(designs, events)

    for i in range(3):
        alone = fit_penalised_logistic(designs[i : i + 1], events)
        assert together.coefficients[i] == pytest.approx(alone.coefficients[0], rel=1e-7)
        assert together.roots[i] @ together.roots[i].T == pytest.approx(
            alone.roots[0] @ alone.roots[0].T, rel=1e-6
        )


def test_events_are_drawn_as_often_as_their_probability():
    outcome = np.array([1.0] * 60 + [0.0] * 140)
    drawn = draw_log_odds(
        np.ones((1, 200, 1)), outcome, np.ones((1, 1, 1)), 20_000, np.random.default_rng(4)
    )

    # four Monte Carlo standard errors around the penalised share, widened by its own draw
    assert np.mean(drawn > 0.0) == pytest.approx(60.5 / 201, abs=0.015)


def test_a_shift_of_latent_values_is_a_shift_of_log_odds():
    drawn = draw_log_odds(
        INTERCEPT,
        (np.arange(12) < 6).astype(float),
        INTERCEPT[:, :1],
        40_000,
        np.random.default_rng(5),
    )
    fit = fit_penalised_logistic(INTERCEPT, (np.arange(12) < 6).astype(float))
    scatter = np.random.default_rng(6).normal(size=40_000) * fit.roots[0, 0, 0]

    expected = special.expit(scatter + 1.0).mean()
    assert np.mean(drawn + 1.0 > 0.0) == pytest.approx(expected, abs=0.01)


def test_columns_that_determine_each_other_say_so():
    design = np.ones((1, 6, 2))

    assert "determine each other" in fit_penalised_logistic(design, np.arange(6) % 2.0)
    assert "determine" in draw_log_odds(
        design, np.arange(6) % 2.0, design, 3, np.random.default_rng(1)
    )
