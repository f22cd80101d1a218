from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.weighting.columns import NOBODY, read_arm_columns

NAN = np.nan


def test_whoever_lacks_a_value_is_left_out_and_counted():
    columns = read_arm_columns(
        [1.0, NAN, 3.0, 4.0, 5.0], [1, 1, NAN, 0, 0], [[1.0], [1.0], [1.0], [NAN], [2.0]]
    )

    assert columns.outcome.tolist() == [1.0, 5.0]
    assert (columns.n_1, columns.n_0, columns.n_missing, columns.reason) == (1, 1, 3, "")


@pytest.mark.parametrize("arm", [[], [1, 1], [NAN, 0]])
def test_an_empty_arm_is_named(arm):
    assert read_arm_columns([1.0] * len(arm), arm, np.ones((len(arm), 1))).reason == NOBODY


@pytest.mark.parametrize(
    ("outcome", "arm", "covariates"),
    [
        ([1.0], [1, 0], [[1.0], [2.0]]),
        ([1.0, 2.0], [1, 2], [[1.0], [2.0]]),
        ([1.0, 2.0], [1, 0], [1.0, 2.0]),
        ([1.0, 2.0], [1, 0], [[1.0]]),
        ([1.0, 2.0], [1, 0], [[1.0], [np.inf]]),
        ([np.inf, 2.0], [1, 0], [[1.0], [2.0]]),
    ],
)
def test_malformed_columns_are_refused(outcome, arm, covariates):
    with pytest.raises(ValueError, match=r"lengths|arm holds|shape|infinite"):
        read_arm_columns(outcome, arm, covariates)
