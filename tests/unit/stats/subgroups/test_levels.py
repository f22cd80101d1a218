from __future__ import annotations

import numpy as np

from tubulus.stats.subgroups.levels import read_levels


def test_levels_are_sorted_by_name_and_missing_ones_have_no_place():
    names, place = read_levels(["b", None, "a", float("nan")], 4, None)

    assert names == ("a", "b")
    assert place.tolist() == [1, -1, 0, -1]


def test_planned_levels_keep_their_order():
    names, place = read_levels(np.array([1, 0, 1]), 3, [1, 0])

    assert names == ("1", "0")
    assert place.tolist() == [0, 1, 0]
