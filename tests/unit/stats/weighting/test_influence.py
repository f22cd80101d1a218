from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.results import Statistic
from tubulus.stats.weighting.columns import read_arm_columns
from tubulus.stats.weighting.influence import ArmMeans, infer_contrast, refuse_contrast

COLUMNS = read_arm_columns([1.0, 2.0, 3.0, 4.0], [1, 1, 0, 0], np.empty((4, 0)))
SIZE = Statistic(2.0, "effective sample size")


def make_means(influence, coefficients=1):
    part = np.array(influence)
    return ArmMeans(1.5, 3.5, part, part, coefficients, SIZE, SIZE)


def test_the_variance_is_the_sum_of_squares_times_the_factor_for_small_trials():
    result = infer_contrast(COLUMNS, make_means([-0.3, 0.3, 0.4, -0.4]), 0.95, "m")

    assert result.large_sample_error.value == pytest.approx(np.sqrt(0.5))
    assert result.standard_error.value == pytest.approx(np.sqrt(0.5 * 4 / 2))
    # t with 2 df
    assert result.contrast.high - result.contrast.low == pytest.approx(2 * 4.3026527297)


def test_rounding_is_no_variation():
    result = infer_contrast(COLUMNS, make_means([1e-17, -1e-17, 0.0, 0.0]), 0.95, "m")

    assert "does not vary" in result.standard_error.reason


@pytest.mark.parametrize("coefficients", [3, 4])
def test_as_many_coefficients_as_participants_leave_no_limits(coefficients):
    means = make_means([0.1, -0.1, 0.1, -0.1], coefficients)
    result = infer_contrast(COLUMNS, means, 0.95, "m")

    assert result.contrast.estimate == -2.0
    assert not result.contrast.has_limits
    assert result.df == 0


def test_a_refusal_carries_its_reason_everywhere():
    result = refuse_contrast(COLUMNS, "because", 0.95, "m")

    parts = (result.contrast, result.test, result.mean_1, result.mean_0, result.effective_0)
    assert {part.reason for part in parts} == {"because"}
