"""The coarse pass keeps the rotations that matter."""

from __future__ import annotations

import numpy as np
from tests.unit.dock.search.bodies import SIMPLE, make_cloud, make_halves

from tubulus.dock.search.grid.boxes import orient_to_axes
from tubulus.dock.search.rotations import compute_matrix_quaternions, make_rotation_set
from tubulus.dock.search.rows import dock_row, search_rotations
from tubulus.dock.search.settings import SearchSettings

ALL = SearchSettings(rotations=20, poses=12, contact_channels=4)


def test_the_native_rotation_survives_the_coarse_pass():
    lower, upper = make_halves()
    native = compute_matrix_quaternions(orient_to_axes(lower.positions))
    turns = np.vstack([make_rotation_set(24), native])
    settings = ALL.model_copy(update={"fine_share": 0.2})

    table = search_rotations(upper, [lower], turns, settings, potential=SIMPLE)[0]

    whole = search_rotations(upper, [lower], turns, ALL, potential=SIMPLE)[0]
    assert table.scores[0] == whole.scores[0]


def test_each_fixed_partner_keeps_its_own_share_of_rotations():
    row = [make_cloud("a", 90, 5.0, 3), make_cloud("b", 90, 5.0, 5)]
    settings = ALL.model_copy(update={"fine_share": 0.1, "poses_per_rotation": 2})

    tables = dock_row(make_cloud("m", 30, 3.0, 2), row, settings, potential=SIMPLE)

    assert [len(table) for table in tables] == [4, 4]  # two rotations of twenty, two poses each
