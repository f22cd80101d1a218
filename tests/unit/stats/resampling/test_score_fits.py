from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.logistic.maximum_likelihood import fit_logistic_batch
from tubulus.stats.resampling.draws import draw_stratified_weights
from tubulus.stats.resampling.score_fits import fit_draw_scores, fit_start

GENERATOR = np.random.default_rng(21)
ARM = np.arange(24) % 2.0
X = np.column_stack([np.ones(24), GENERATOR.normal(size=(24, 2)) + 0.8 * ARM[:, None]])


def test_scores_of_draws_equal_those_of_the_guarded_search():
    # at 12 + 12 several draws separate the arms or come close to it
    weights = draw_stratified_weights(ARM, 500, np.random.default_rng(1))
    expected, converged = fit_logistic_batch(X, ARM, weights)
    found = fit_draw_scores(X, ARM, weights, fit_start(X, ARM))

    assert 0 < converged.sum() < 500
    assert np.array_equal(np.isnan(found), np.isnan(expected))
    assert found == pytest.approx(expected, rel=1e-7, abs=1e-9, nan_ok=True)


def test_the_start_does_not_matter():
    weights = draw_stratified_weights(ARM, 50, np.random.default_rng(2))
    here = fit_draw_scores(X, ARM, weights, np.zeros(3))
    there = fit_draw_scores(X, ARM, weights, fit_start(X, ARM))

    assert here == pytest.approx(there, rel=1e-7, abs=1e-9, nan_ok=True)


def test_a_trial_without_a_score_starts_from_zero():
    assert fit_start(np.column_stack([np.ones(24), ARM]), ARM).tolist() == [0.0, 0.0]


def test_a_draw_of_one_arm_has_no_score():
    assert np.isnan(fit_draw_scores(X, ARM, ARM[None], np.zeros(3))).all()
