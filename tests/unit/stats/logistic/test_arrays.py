from __future__ import annotations

import numpy as np
import pytest

from tubulus.stats.logistic.arrays import (
    find_rank_reason,
    read_design,
    read_outcomes,
    read_weights,
)


@pytest.mark.parametrize(
    ("read", "values"),
    [
        (read_design, [1.0]),
        (read_design, np.ones((2, 0))),
        (read_design, [[np.inf]]),
        (read_outcomes, [0.5]),
        (read_outcomes, [np.nan]),
        (read_weights, [-1.0]),
        (read_weights, [np.nan]),
    ],
)
def test_what_is_no_design_event_or_weight_is_refused(read, values):
    with pytest.raises(ValueError, match=r"design|outcome|weight"):
        read(values, 2 if read is read_design else 1)


def test_what_is_valid_is_read_as_numbers():
    assert read_design([[1, 2]], 2).tolist() == [[1.0, 2.0]]
    assert read_outcomes([True, False], 1).tolist() == [1.0, 0.0]
    assert read_weights([0, 2], 1).tolist() == [0.0, 2.0]


@pytest.mark.parametrize(
    ("design", "reason"),
    [
        (np.ones((1, 2)), "cannot determine"),
        (np.column_stack([np.ones(3), np.zeros(3)]), "zero for every"),
        (np.ones((3, 2)), "full rank"),
        (np.column_stack([np.ones(3), 1e9 * np.arange(3.0)]), ""),
    ],
)
def test_columns_that_determine_nothing_say_why(design, reason):
    found = find_rank_reason(design)

    assert reason in found
    assert bool(found) == bool(reason)
