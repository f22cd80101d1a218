"""Rotations lie evenly, compose and turn into matrices and back."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from tubulus.dock.search.rotations import (
    compute_matrix_quaternions,
    compute_rotation_angles,
    compute_rotation_matrices,
    draw_rotation,
    make_rotation_set,
    multiply_quaternions,
)


def test_every_orientation_has_a_rotation_of_the_usual_set_near_it():
    turns = make_rotation_set(3_600)
    probes = np.array([draw_rotation(np.random.default_rng(k)) for k in range(300)])

    nearest = compute_rotation_angles(probes[:, None], turns[None]).min(axis=1)

    assert nearest.max() < 15.0


def test_rotations_of_the_usual_set_keep_their_distance():
    turns = make_rotation_set(3_600)

    angles = compute_rotation_angles(turns[:200, None], turns[None])
    angles[np.arange(200), np.arange(200)] = 180.0

    assert angles.min() > 9.0


def test_an_offset_turns_the_whole_set_and_keeps_its_distances():
    offset = draw_rotation(np.random.default_rng(5))

    plain, turned = make_rotation_set(50), make_rotation_set(50, offset=offset)

    assert not np.allclose(plain, turned)
    np.testing.assert_allclose(
        compute_rotation_angles(plain[:1], plain), compute_rotation_angles(turned[:1], turned)
    )


def test_matrices_agree_with_scipy_and_turn_back_into_quaternions():
    turns = make_rotation_set(7)
    matrices = compute_rotation_matrices(turns)

    back = compute_matrix_quaternions(matrices)

    np.testing.assert_allclose(
        matrices, Rotation.from_quat(turns[:, [1, 2, 3, 0]]).as_matrix(), atol=1e-12
    )
    np.testing.assert_allclose(compute_rotation_angles(turns, back), 0.0, atol=1e-5)


def test_a_product_applies_the_second_rotation_first():
    a, b = make_rotation_set(2)

    product = compute_rotation_matrices(multiply_quaternions(a, b))

    np.testing.assert_allclose(
        product, compute_rotation_matrices(a) @ compute_rotation_matrices(b), atol=1e-12
    )


def test_one_rotation_is_the_smallest_set():
    assert make_rotation_set(1).shape == (1, 4)
    with pytest.raises(ValueError, match="at least one"):
        make_rotation_set(0)
