"""Boxes are tight and fast; fixed partners share one where that saves work."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from tests.unit.dock.search.bodies import SIMPLE, make_body, make_cloud

from tubulus.dock.potential.pair_sums import sum_pair_terms
from tubulus.dock.search.grid.boxes import MARGIN, Box, choose_box, group_boxes, orient_to_axes
from tubulus.dock.search.rotations import (
    compute_matrix_quaternions,
    compute_rotation_matrices,
    make_rotation_set,
)
from tubulus.dock.search.rows import search_rotations
from tubulus.dock.search.settings import SearchSettings


def sum_images(fixed, mobile, positions, box):
    """Contacts, and energy of charges, of the 26 images, by sums over pairs of atoms."""
    matrices = np.repeat(np.eye(3)[None], len(positions), axis=0)
    sides = np.array(box.shape) * box.spacing
    contacts, charges = np.zeros(len(positions)), np.zeros(len(positions))
    for step in product((-1, 0, 1), repeat=3):
        if any(step):
            sums = sum_pair_terms(fixed.atoms, mobile.atoms, matrices, positions - step * sides)
            contacts += sums.contacts.sum(axis=(1, 2))
            charges += sums.electrostatic
    return contacts, charges


def make_rod(name, half):
    line = np.linspace(-half, half, 31)
    rod = make_body(name, np.column_stack([line, 0.0 * line, 0.0 * line]))
    return replace(rod, atom_types=np.zeros(31, np.int8), charges=np.full(31, 0.1))


def list_touching(fixed, mobile, gap):
    """Places of the mobile rod at both ends of the fixed one, a gap between."""
    far = np.abs(fixed.positions[:, 0]).max() + mobile.radius + gap
    return np.array([[far, 0.0, 0.0], [-far, 0.0, 0.0]])


# lengths whose box is not rounded up, so that nothing but the margin keeps the image away
@pytest.mark.parametrize(("half", "radius"), [(30.0, 9.449), (10.0, 7.849)])
def test_a_rod_that_touches_has_no_contact_with_an_image(half, radius):
    fixed, mobile = make_rod("f", half), make_rod("m", radius)
    box = choose_box(fixed, mobile.radius, 0.6)
    assert box.shape[0] * 0.6 == pytest.approx(2 * half + 2 * radius + MARGIN, abs=0.01)

    touching = sum_images(fixed, mobile, list_touching(fixed, mobile, 0.0), box)
    apart = sum_images(fixed, mobile, list_touching(fixed, mobile, 3.6), box)

    assert touching[0].tolist() == [0.0, 0.0]
    assert apart[0].min() > 0.0  # what the margin leaves, as its words say
    assert apart[1].min() > 0.0


def test_no_pose_of_rounded_partners_feels_an_image():
    fixed, mobile = make_cloud("f", 150, 6.0, 1), make_cloud("m", 60, 4.0, 2)
    box = choose_box(fixed, mobile.radius, 1.2)
    search = SearchSettings(rotations=1, poses=20, poses_per_rotation=20, contact_channels=2)
    turn = compute_matrix_quaternions(orient_to_axes(fixed.positions))[None]

    table = search_rotations(mobile, [fixed], turn, search, potential=SIMPLE, boxes=[box])[0]

    axes = orient_to_axes(fixed.positions)
    laid = [replace(p, positions=(p.positions - p.centre) @ axes.T) for p in (fixed, mobile)]
    places = (table.positions - fixed.centre) @ axes.T
    small = Box((box.shape[0] - 20, box.shape[1] - 20, box.shape[2] - 20), 1.2)
    contacts, charges = sum_images(*laid, places, box)
    assert contacts.max() == 0.0
    assert np.abs(charges).max() == 0.0
    assert sum_images(*laid, places, small)[0].max() > 0.0  # so the sums do see images


def test_a_box_is_tight_across_a_rod():
    box = choose_box(make_rod("f", 30.0), 10.0, 1.0)

    assert max(box.shape[1:]) < 40
    assert box.coarse_shape == (box.shape[0] // 2, box.shape[1] // 2, box.shape[2] // 2)


def test_a_turned_copy_is_laid_the_same_way():
    body = make_cloud("f", 80, 5.0, 1).positions
    turn = compute_rotation_matrices(make_rotation_set(9))[4]

    laid = (body - body.mean(axis=0)) @ orient_to_axes(body).T
    other = body @ turn.T + 8.0
    laid_again = (other - other.mean(axis=0)) @ orient_to_axes(other).T

    np.testing.assert_allclose(laid, laid_again, atol=1e-8)


def test_alike_partners_share_a_box_and_a_large_one_stays_alone():
    boxes = [Box((60, 60, 60), 1.2), Box((64, 60, 60), 1.2), Box((200, 160, 160), 1.2)]

    groups = group_boxes(boxes)

    assert groups == [(Box((64, 60, 60), 1.2), [0, 1]), (Box((200, 160, 160), 1.2), [2])]


def test_nobody_needs_no_box():
    assert group_boxes([]) == []


def test_partners_too_large_for_any_box_are_refused():
    rod = make_body("rod", np.array([(k * 10.0, 0.0, 0.0) for k in range(80)]))

    with pytest.raises(ValueError, match="dock a domain"):
        choose_box(rod, 10.0, 1.0)
