from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear.designs import SharedDesign, StackedDesigns
from tubulus.stats.logistic.penalised import evaluate_penalised, maximise_penalised

GENERATOR = np.random.default_rng(10)


def draw_stack(batch=40, n=20, p=5):
    designs = np.concatenate(
        [np.ones((batch, n, 1)), GENERATOR.normal(size=(batch, n, p - 1))], axis=2
    )
    return StackedDesigns(designs), (GENERATOR.random((batch, n)) < 0.15).astype(float)


def test_the_score_is_the_slope_of_the_height():
    designs, events = draw_stack(batch=2)
    weights, place = GENERATOR.random(events.shape), GENERATOR.normal(size=(2, 5)) / 2
    _, score, _, _ = evaluate_penalised(designs, events, weights, place)

    for column, unit in enumerate(np.eye(5)):
        above, below = (
            evaluate_penalised(designs, events, weights, place + shift * unit)[0]
            for shift in (1e-5, -1e-5)
        )
        assert score[:, column] == pytest.approx((above - below) / 2e-5, rel=1e-6, abs=1e-8)


def test_few_events_and_many_columns_still_have_a_maximum():
    designs, events = draw_stack()
    maxima = maximise_penalised(designs, events, np.ones(events.shape))

    assert maxima.converged.all()
    assert np.abs(maxima.scores).max() < 1e-8


def test_a_fixed_coefficient_stays_and_the_others_reach_their_maximum():
    designs, events = draw_stack()
    start = np.zeros((40, 5))
    start[:, 2] = 0.7
    weights = np.ones(events.shape)
    maxima = maximise_penalised(designs, events, weights, start=start, fixed=(2,))
    free = maximise_penalised(designs, events, weights)

    assert (maxima.coefficients[:, 2] == 0.7).all()
    assert np.abs(np.delete(maxima.scores, 2, axis=1)).max() < 1e-8
    assert (maxima.heights <= free.heights).all()


def test_a_participant_who_alone_determines_a_coefficient_does_not_swing_for_ever():
    alone = np.column_stack([np.ones(6), [0, 0, 0, 0, 0, 1]])
    events = np.array([[1, 0, 1, 0, 0, 1.0]])
    maxima = maximise_penalised(SharedDesign(alone), events, np.ones((1, 6)))

    expected = [np.log(2.5 / 3.5), np.log(3.0) - np.log(2.5 / 3.5)]
    assert maxima.coefficients[0] == pytest.approx(expected, abs=1e-8)


def test_a_start_without_information_finds_no_maximum():
    maxima = maximise_penalised(SharedDesign(np.ones((3, 2))), np.ones((1, 3)), np.ones((1, 3)))

    assert not maxima.converged[0]
    assert np.isnan(maxima.coefficients).all()
