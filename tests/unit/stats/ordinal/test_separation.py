from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.ordinal.separation import is_separated

ARM = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([0, 0, 0, 1, 1, 1], True),
        ([0, 0, 0, 0, 1, 2], True),
        ([2, 1, 0, 0, 0, 0], True),
        ([0, 0, 1, 0, 1, 1], False),
        ([0, 1, 2, 0, 1, 2], False),
    ],
)
def test_the_arm_separates_where_no_level_goes_against_it(levels, expected):
    assert is_separated(np.array(levels), ARM[:, None]) is expected


def test_columns_may_separate_only_together():
    design = np.array([[0.0, 0.0], [1.0, 0.9], [0.2, 0.1], [0.3, 0.4], [0.8, 0.9], [0.1, 0.2]])
    levels = (design[:, 1] > design[:, 0]).astype(int)

    assert is_separated(levels, design)
    assert not is_separated(levels, design[:, :1])
    assert not is_separated(levels, design[:, 1:])
