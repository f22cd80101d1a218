"""Clusters of poses by ligand RMSD."""

from __future__ import annotations

import numpy as np
from tests.unit.dock.search.bodies import make_cloud

from tubulus.dock.search.clustering import cluster_poses, compute_pose_rmsd
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.rotations import make_rotation_set


def make_table(n: int, centre: np.ndarray) -> PoseTable:
    rng = np.random.default_rng(n)
    return PoseTable(
        "f", "m", centre, make_rotation_set(n), rng.normal(size=(n, 3)) * 20, np.arange(n, 0.0, -1)
    )


def test_rmsd_without_coordinates_equals_rmsd_of_coordinates():
    mobile = make_cloud("m", 40, 4.0, 1)
    table = make_table(9, np.array([1.0, 2.0, 3.0]))

    rmsd = compute_pose_rmsd(table, mobile, 4, np.arange(9))

    placed = np.array([table.place(mobile.positions, k) for k in range(9)])
    direct = np.sqrt(((placed - placed[4]) ** 2).sum(axis=2).mean(axis=1))
    np.testing.assert_allclose(rmsd, direct, atol=1e-6)


def test_copies_of_a_pose_form_one_cluster_led_by_the_best():
    mobile = make_cloud("m", 40, 4.0, 1)
    table = make_table(4, mobile.centre).select([0, 0, 1, 0, 2])

    clusters = cluster_poses(table, mobile, radius=1.0)

    assert clusters.centres.tolist() == [0, 2, 4]
    assert clusters.sizes.tolist() == [3, 1, 1]
    assert clusters.labels.tolist() == [0, 0, 1, 0, 2]


def test_poses_beyond_the_wanted_clusters_belong_to_none():
    mobile = make_cloud("m", 40, 4.0, 1)

    clusters = cluster_poses(make_table(5, mobile.centre), mobile, radius=0.1, count=2)

    assert clusters.labels.tolist() == [0, 1, -1, -1, -1]


def test_no_poses_make_no_clusters():
    mobile = make_cloud("m", 4, 4.0, 1)

    clusters = cluster_poses(make_table(3, mobile.centre).select(np.zeros(3, dtype=bool)), mobile)

    assert clusters.centres.tolist() == []
    assert clusters.sizes.tolist() == []
