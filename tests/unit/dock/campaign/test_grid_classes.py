"""The box of a pair holds it, depends on it alone, and is shared by many."""

import numpy as np
import pytest
from tests.unit.dock.search.bodies import make_body, make_cloud

from tubulus.dock.campaign.grid_classes import _LENGTHS, choose_class_box, count_that_fit
from tubulus.dock.search.grid.boxes import _FAST, Box, choose_box


def test_lengths_are_fast_ones_that_grow_by_small_steps_up_to_the_largest():
    lengths = np.array(_LENGTHS)

    assert set(_LENGTHS) <= set(_FAST.tolist())
    assert lengths[-1] == _FAST[-1]
    assert (lengths[1:] / lengths[:-1]).max() <= 1.25


@pytest.mark.parametrize("radius", [1.0, 17.0, 42.0])
def test_a_box_holds_what_the_tight_one_holds(radius):
    fixed = make_cloud("f", 90, 9.0, 3)

    box = choose_class_box(fixed, radius, 1.2)

    tight = choose_box(fixed, radius, 1.2)
    assert all(a >= b for a, b in zip(box.shape, tight.shape, strict=True))
    assert set(box.shape) <= set(_FAST.tolist())


def test_pairs_of_like_size_share_a_box():
    clouds = [make_cloud(str(k), 300, 9.0, k) for k in range(12)]

    boxes = {choose_class_box(cloud, 20.0, 1.2) for cloud in clouds}
    tight = {choose_box(cloud, 20.0, 1.2) for cloud in clouds}

    assert len(boxes) < len(tight)


def test_a_long_thin_pair_does_not_pay_for_a_box_of_the_common_shape():
    line = np.linspace(0.0, 150.0, 60)
    rod = make_body("rod", np.column_stack([line, np.sin(line), np.cos(line)]))

    box = choose_class_box(rod, 12.0, 1.2)

    assert box.n_points <= 2.3 * choose_box(rod, 12.0, 1.2).n_points
    assert box.shape[1] < 0.5 * box.shape[0]


def test_a_larger_worker_holds_a_longer_row():
    box = Box((112, 90, 90), 1.2)

    assert count_that_fit(box, 8, 500) < count_that_fit(box, 8, 1_000)
    assert count_that_fit(Box((504, 504, 504), 1.2), 8, 1_000) == 0
