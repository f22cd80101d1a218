"""Poses place points, and tell the same as one matrix and one translation."""

from __future__ import annotations

import numpy as np

from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.rotations import make_rotation_set

TABLE = PoseTable(
    "f",
    "m",
    np.array([1.0, 2.0, 3.0]),
    make_rotation_set(4),
    np.arange(12.0).reshape(4, 3),
    np.array([4.0, 3.0, 2.0, 1.0]),
)


def test_the_centre_goes_to_the_position():
    np.testing.assert_allclose(TABLE.place(TABLE.mobile_centre[None], 2)[0], TABLE.positions[2])


def test_transforms_move_points_as_placing_does():
    points = np.random.default_rng(0).normal(size=(5, 3))

    matrices, translations = TABLE.compute_transforms()

    for pose in range(4):
        moved = points @ matrices[pose].T + translations[pose]
        np.testing.assert_allclose(moved, TABLE.place(points, pose))


def test_selected_poses_keep_their_order_and_partners():
    chosen = TABLE.select([2, 0])

    assert chosen.scores.tolist() == [2.0, 4.0]
    assert (chosen.fixed_name, chosen.mobile_name) == ("f", "m")
