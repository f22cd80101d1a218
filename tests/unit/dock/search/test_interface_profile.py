"""The interface profile counts poses in which a residue touches."""

from __future__ import annotations

import numpy as np
from tests.unit.dock.search.bodies import make_body

from tubulus.dock.search.interface_profile import compute_interface_profile
from tubulus.dock.search.poses import PoseTable


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
