from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.linear.designs import SharedDesign
from tubulus.stats.logistic.newton import (
    compute_log_likelihoods,
    compute_probabilities,
    maximise_likelihoods,
)


def test_probabilities_far_out_neither_overflow_nor_leave_their_range():
    probabilities = compute_probabilities(np.array([-1e4, 0.0, np.log(3.0), 1e4]))

    assert probabilities[1:3] == pytest.approx([0.5, 0.75])
    assert 0.0 < probabilities[0] < 1e-15
    assert probabilities[3] == pytest.approx(1.0, abs=1e-15)


def test_the_log_likelihood_is_weighted_and_keeps_its_size_far_out():
    heights = compute_log_likelihoods(
        np.array([[0.0, np.log(3.0)], [1000.0, 0.0]]),
        np.array([[1.0, 0.0], [0.0, 1.0]]),
        np.array([[2.0, 1.0], [1.0, 0.0]]),
    )

    assert heights == pytest.approx([2 * np.log(0.5) + np.log(0.25), -1000.0])


def test_data_sets_beyond_one_chunk_are_all_fitted():
    outcomes = np.tile([1.0, 0.0, 0.0, 0.0], (40_000, 1))
    outcomes[-1] = [1.0, 1.0, 1.0, 0.0]
    coefficients, converged = maximise_likelihoods(
        SharedDesign(np.ones((4, 1))), outcomes, np.ones(outcomes.shape)
    )

    assert converged.all()
    assert coefficients[[0, -1], 0] == pytest.approx([-np.log(3.0), np.log(3.0)])


def test_separated_and_empty_data_sets_are_marked_beside_one_that_converges():
    outcomes = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 0.0]])
    weights = np.array([[1.0, 1.0], [1.0, 1.0], [0.0, 0.0]])
    coefficients, converged = maximise_likelihoods(SharedDesign(np.ones((2, 1))), outcomes, weights)

    assert converged.tolist() == [True, False, False]
    assert np.isnan(coefficients[1:]).all()
