"""Poses go downhill, and their forces are the slopes of their energies."""

from __future__ import annotations

import numpy as np
from tests.unit.dock.search.bodies import SIMPLE, make_cloud, make_halves, make_mixed_potential

from tubulus.dock.potential.pair_forces import compute_forces
from tubulus.dock.potential.pair_sums import compute_energies, sum_pair_terms
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.refinement import refine_poses
from tubulus.dock.search.rotations import compute_rotation_matrices, multiply_quaternions

POTENTIAL = make_mixed_potential(5)


def make_state() -> tuple:
    fixed, mobile = make_cloud("f", 80, 5.0, 1), make_cloud("m", 20, 3.0, 2)
    centred = mobile.move(-mobile.centre).atoms
    turn = np.array([[0.9, 0.3, 0.2, 0.25]]) / np.linalg.norm([0.9, 0.3, 0.2, 0.25])
    return fixed.atoms, centred, turn, np.array([[6.0, 4.0, 3.0]])


def test_energy_equals_the_weighted_pair_sums():
    fixed, mobile, turn, place = make_state()
    matrices = compute_rotation_matrices(turn)

    energies, _ = compute_forces(fixed, mobile, matrices, place, POTENTIAL)

    sums = sum_pair_terms(fixed, mobile, matrices, place)
    np.testing.assert_allclose(energies, compute_energies(sums, POTENTIAL), rtol=1e-5)


def test_forces_and_torques_are_slopes_of_the_energy():
    fixed, mobile, turn, place = make_state()
    step = 1e-5

    def energy(move: np.ndarray) -> float:
        small = np.concatenate([[1.0], 0.5 * move[3:]])[None]
        moved = multiply_quaternions(small / np.linalg.norm(small), turn)
        matrices = compute_rotation_matrices(moved)
        return float(compute_forces(fixed, mobile, matrices, place + move[:3], POTENTIAL)[0][0])

    slopes = [(energy(step * e) - energy(-step * e)) / (2 * step) for e in np.eye(6)]

    matrices = compute_rotation_matrices(turn)
    forces = compute_forces(fixed, mobile, matrices, place, POTENTIAL)[1][0]
    np.testing.assert_allclose(forces, -np.array(slopes), rtol=2e-3, atol=2e-3)


def test_refined_poses_are_better_and_sorted():
    lower, upper = make_halves()
    places = upper.centre + np.array([[0.0, 0.0, 1.5], [1.0, 0.0, 1.0], [0.0, 0.0, 60.0]])
    rotations = np.tile([1.0, 0.0, 0.0, 0.0], (3, 1))
    table = PoseTable("lower", "upper", upper.centre, rotations, places, np.array([3.0, 2.0, 1.0]))

    scored = refine_poses(table, lower, upper, steps=0, potential=SIMPLE)
    refined = refine_poses(table, lower, upper, steps=10, potential=SIMPLE)

    assert refined.scores[0] > scored.scores[0]
    assert (np.diff(refined.scores) <= 0.0).all()
    np.testing.assert_allclose(refined.positions[2], places[2])  # out of reach: no force


def test_only_the_best_poses_are_refined():
    lower, upper = make_halves()
    table = PoseTable(
        "l", "u", upper.centre, np.eye(4)[[0, 0]], np.zeros((2, 3)), np.array([1.0, 2.0])
    )

    assert len(refine_poses(table, lower, upper, count=1, steps=0, potential=SIMPLE)) == 1
