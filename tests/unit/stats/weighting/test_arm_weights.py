from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.weighting.arm_weights import compute_arm_weights

ARM = np.array([1.0, 1, 1, 1, 0, 0, 0, 0])
X = np.array([5.0, 3.0, 2.0, 1.5, 4.5, 1.0, 2.5, 1.0])[:, None]


@pytest.mark.parametrize(
    ("target", "weighting"), [("ATO", "propensity"), ("ATT", "entropy"), ("ATE", "entropy")]
)
def test_weights_sum_to_one_in_each_arm_and_balance_it(target, weighting):
    weights = compute_arm_weights(ARM, X, target=target, weighting=weighting).weights

    assert weights[:4].sum() == pytest.approx(1.0)
    assert weights[4:].sum() == pytest.approx(1.0)
    assert weights[:4] @ X[:4, 0] == pytest.approx(weights[4:] @ X[4:, 0])


def test_whoever_lacks_a_value_has_no_weight():
    arm, x = np.append(ARM, [np.nan, 1.0]), np.vstack([X, [[1.0]], [[np.nan]]])
    found = compute_arm_weights(arm, x)

    assert np.isnan(found.weights).tolist() == [False] * 8 + [True] * 2
    assert found.n_missing == 2


@pytest.mark.parametrize("weighting", ["propensity", "entropy"])
def test_without_weights_there_is_a_reason(weighting):
    found = compute_arm_weights([1, 1, 0, 0], np.ones((4, 1)), target="ATT", weighting=weighting)

    assert found.weights is None
    assert "the same for every" in found.reason
    assert "one arm" in compute_arm_weights([1, 1], np.ones((2, 1))).reason


def test_firth_gives_weights_where_the_arms_are_separated():
    arm, x = [1, 1, 0, 0], np.array([[4.0], [3], [2], [1]])

    assert compute_arm_weights(arm, x).weights is None
    assert compute_arm_weights(arm, x, weighting="Firth propensity").weights is not None
