"""Boxes are tight and fast; fixed partners share one where that saves work."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.dock.search.bodies import make_body, make_cloud

from tubulus.dock.search.grid.boxes import Box, choose_box, group_boxes, orient_to_axes
from tubulus.dock.search.rotations import compute_rotation_matrices, make_rotation_set


def test_a_box_holds_the_fixed_extent_and_the_mobile_diameter():
    rod = make_body("rod", np.array([(k, 0.0, 0.0) for k in range(61)], dtype=float))

    box = choose_box(rod, 10.0, 1.0)

    assert box.shape[0] >= 80
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
