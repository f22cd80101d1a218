"""The coarse pass keeps the rotations that matter."""

from __future__ import annotations

import numpy as np
from tests.unit.dock.search.bodies import SIMPLE, make_cloud, make_halves

from tubulus.dock.search.grid.boxes import orient_to_axes
from tubulus.dock.search.grid.coarse_pass import choose_rotations, list_first_pass_terms
from tubulus.dock.search.rotations import compute_matrix_quaternions, make_rotation_set
from tubulus.dock.search.rows import dock_row, search_rotations
from tubulus.dock.search.settings import SearchSettings

ALL = SearchSettings(rotations=20, poses=12, contact_channels=4, fine_share=1.0)


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


def test_the_best_share_is_kept_rounded_up_and_of_equal_ones_the_earlier():
    best = np.array([[1.0, 3.0, 3.0, 2.0, 0.0], [5.0, 5.0, 5.0, 5.0, 5.0]], dtype=np.float32)

    wanted = choose_rotations(best, 0.3)

    assert wanted.tolist() == [[False, True, True, False, False], [True, True, False, False, False]]


def test_at_least_one_rotation_is_kept():
    assert choose_rotations(np.zeros((1, 7), dtype=np.float32), 0.001).sum() == 1


def test_the_first_pass_takes_strong_contact_channels_and_always_electrostatics():
    assert list_first_pass_terms(9) == [0, 1, 2, 3, 8]
    assert list_first_pass_terms(3) == [0, 1, 2]
