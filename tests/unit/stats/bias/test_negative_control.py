from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.bias.negative_control import estimate_negative_control
from tubulus.stats.linear.ancova import estimate_ancova

ARM = np.repeat([1.0, 0.0], 15)
HEIGHT = np.tile([-1.0, 0.0, 1.0], 10)


def test_the_contrast_is_that_of_the_main_model():
    covariate = np.sin(np.arange(30.0))[:, None]

    assert estimate_negative_control(HEIGHT, ARM, covariate).result == estimate_ancova(
        HEIGHT, ARM, covariate
    )


@pytest.mark.parametrize("shift", [3.0, -3.0])
def test_a_difference_indicates_bias(shift):
    control = estimate_negative_control(HEIGHT + shift * ARM, ARM, margin=5.0)

    assert control.reading == "bias indicated"
    assert "need not share its size" in control.sentence


def test_limits_within_the_margin_make_bias_beyond_it_unlikely():
    control = estimate_negative_control(HEIGHT, ARM, margin=1.0)

    assert control.reading == "bias beyond the margin unlikely"
    assert "another kind" in control.sentence


@pytest.mark.parametrize("margin", [None, 0.1])
def test_wide_limits_or_no_margin_are_inconclusive(margin):
    control = estimate_negative_control(HEIGHT, ARM, margin=margin)

    assert control.reading == "inconclusive"


def test_an_empty_arm_is_inconclusive():
    control = estimate_negative_control(HEIGHT, np.ones(30), margin=1.0)

    assert control.reading == "inconclusive"
    assert control.result.contrast.state == "not estimable"


def test_a_margin_lies_above_zero():
    with pytest.raises(ValueError, match="margin"):
        estimate_negative_control(HEIGHT, ARM, margin=0.0)
