"""The interface profile counts poses in which a residue touches."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.dock.search.bodies import make_body

from tubulus.dock.search.interface_profile import compute_interface_profile, mark_interfaces
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.rotations import make_rotation_set


def make_line(name: str, n: int) -> object:
    return make_body(name, np.column_stack([np.arange(n) * 4.0, np.zeros(n), np.zeros(n)]))


def test_a_residue_near_the_partner_in_one_of_two_poses_gets_one_half():
    fixed, mobile = make_line("f", 20), make_line("m", 1)  # five atoms a residue
    places = np.array([[0.0, 3.0, 0.0], [76.0, 3.0, 0.0]])
    table = PoseTable("f", "m", np.zeros(3), np.eye(4)[[0, 0]], places, np.array([2.0, 1.0]))

    profile = compute_interface_profile(table, fixed, mobile)

    assert profile.fixed.tolist() == [0.5, 0.0, 0.0, 0.5]
    assert profile.mobile.tolist() == [1.0]
    assert profile.n_poses == 2


def test_without_poses_no_residue_touches():
    fixed, mobile = make_line("f", 5), make_line("m", 5)
    empty = PoseTable("f", "m", np.zeros(3), np.zeros((0, 4)), np.zeros((0, 3)), np.zeros(0))

    profile = compute_interface_profile(empty, fixed, mobile)

    assert profile.n_poses == 0
    assert profile.fixed.tolist() == [0.0]


def test_marks_are_those_of_all_distances_wherever_the_partner_lies():
    rng = np.random.default_rng(1)
    fixed, mobile = make_body("f", rng.normal(size=(60, 3)) * 8.0), make_line("m", 10)
    places = rng.normal(size=(40, 3)) * 15.0
    table = PoseTable("f", "m", np.zeros(3), make_rotation_set(40), places, np.zeros(40))

    marks = mark_interfaces(table, fixed, mobile)

    for pose in range(40):
        apart = fixed.positions[:, None] - table.place(mobile.positions, pose)
        touch = np.linalg.norm(apart, axis=2) < 5.0
        for side, residues, atoms in zip(
            marks, (fixed.residues, mobile.residues), (touch.any(1), touch.any(0)), strict=True
        ):
            assert np.flatnonzero(side[pose]).tolist() == np.unique(residues[atoms]).tolist()
    assert 0 < marks[0].any(axis=1).sum() < 40


def test_a_distance_wider_than_a_cell_is_refused():
    line = make_line("m", 2)
    table = PoseTable("f", "m", np.zeros(3), np.eye(4)[[0]], np.zeros((1, 3)), np.zeros(1))

    with pytest.raises(ValueError, match=r"within 7\.5 angstrom"):
        mark_interfaces(table, line, line, distance_angstrom=8.0)
