from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.weighting.targets import (
    TARGETS,
    compute_target_weights,
    compute_weight_slopes,
)

PREDICTORS = np.array([-6.0, -1.0, -0.2, 0.3, 2.0, 7.0])
E = 1.0 / (1.0 + np.exp(-PREDICTORS))
TILTS = {
    "ATE": np.ones(6),
    "ATT": E,
    "ATU": 1.0 - E,
    "ATO": E * (1.0 - E),
    "matching": np.minimum(E, 1.0 - E),
}


@pytest.mark.parametrize("target", TARGETS)
def test_weights_are_the_tilting_function_over_the_probability_of_the_arm(target):
    first, second = compute_target_weights(PREDICTORS, target)

    assert first == pytest.approx(TILTS[target] / E)
    assert second == pytest.approx(TILTS[target] / (1.0 - E))


@pytest.mark.parametrize("target", TARGETS)
def test_slopes_are_the_derivatives_of_the_weights(target):
    step = 1e-6
    above = compute_target_weights(PREDICTORS + step, target)
    below = compute_target_weights(PREDICTORS - step, target)
    slopes = compute_weight_slopes(PREDICTORS, target)

    for slope, high, low in zip(slopes, above, below, strict=True):
        assert slope == pytest.approx((high - low) / (2.0 * step), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("compute", [compute_target_weights, compute_weight_slopes])
def test_an_unknown_target_is_refused(compute):
    with pytest.raises(ValueError, match="the target is one of"):
        compute(PREDICTORS, "everybody")


def test_overlap_weights_of_a_score_near_one_keep_their_digits():
    first, _ = compute_target_weights(np.array([40.0]), "ATO")

    assert first[0] == pytest.approx(np.exp(-40.0), rel=1e-12)
