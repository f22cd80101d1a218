from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.weighting.entropy_balancing import fit_entropy_weights

ARM = np.array([1.0, 1, 1, 0, 0, 0, 0])
X = np.array([2.0, 3.0, 2.5, 1.0, 2.0, 3.0, 4.0])[:, None]


@pytest.mark.parametrize(("target", "goal"), [("ATT", 2.5), ("ATU", 2.5), ("ATE", 2.5)])
def test_arms_that_are_balanced_keep_equal_weights(target, goal):
    fit = fit_entropy_weights(ARM, X, target)

    assert fit.weights[ARM == 1.0] == pytest.approx(1.0 / 3.0)
    assert fit.weights[ARM == 0.0] == pytest.approx(0.25)
    assert fit.weights[ARM == 0.0] @ X[ARM == 0.0, 0] == pytest.approx(goal)


def test_weights_grow_by_equal_factors_with_the_covariate():
    arm = np.array([1.0, 1, 0, 0, 0])
    fit = fit_entropy_weights(arm, np.array([1.5, 1.9, 0.0, 1.0, 2.0])[:, None], "ATT")
    second = fit.weights[2:]

    assert second @ [0.0, 1.0, 2.0] == pytest.approx(1.7, abs=1e-11)
    assert second[2] / second[1] == pytest.approx(second[1] / second[0])


@pytest.mark.parametrize("edge", [4.0, 4.5, 9.0])
def test_means_on_or_beyond_the_edge_of_an_arm_cannot_be_balanced(edge):
    x = np.array([edge, edge, edge, 1.0, 2.0, 3.0, 4.0])[:, None]

    assert "no positive weights" in fit_entropy_weights(ARM, x, "ATT")


def test_a_combination_that_an_arm_does_not_span_cannot_be_balanced():
    # each covariate alone is within range, both together are not
    x = np.array([[1.0, 1], [1, 1], [1, 1], [0, 0], [2, 0], [0, 2], [0.1, 0.1]])

    assert "no positive weights" in fit_entropy_weights(ARM, x, "ATT")


def test_a_covariate_that_does_not_vary_within_an_arm_is_named():
    x = np.array([2.0, 3.0, 2.5, 1.0, 1.0, 1.0, 1.0])[:, None]

    assert "does not vary" in fit_entropy_weights(ARM, x, "ATT")
    assert fit_entropy_weights(ARM, np.ones((7, 1)), "ATT").startswith("a covariate is the same")


def test_one_participant_in_an_arm_cannot_be_weighted():
    arm = np.array([1.0, 1, 0])

    assert "within an arm" in fit_entropy_weights(arm, np.array([[1.0], [2], [1.5]]), "ATT")


def test_without_covariates_everybody_in_an_arm_weighs_alike():
    fit = fit_entropy_weights(ARM, np.empty((7, 0)), "ATE")

    assert fit.weights.tolist() == pytest.approx([1.0 / 3.0] * 3 + [0.25] * 4)


def test_overlap_weights_are_no_entropy_balancing():
    with pytest.raises(ValueError, match="ATE, ATT, ATU"):
        fit_entropy_weights(ARM, X, "ATO")
