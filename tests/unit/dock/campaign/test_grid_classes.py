"""The box of a pair holds it, depends on it alone, and is shared by many."""

import tracemalloc

import numpy as np
import pytest
from tests.unit.dock.search.bodies import make_body, make_cloud

from tubulus.dock.campaign.grid_classes import _LENGTHS, choose_class_box, count_that_fit
from tubulus.dock.search.grid.boxes import _FAST, Box, choose_box
from tubulus.dock.search.rows import dock_row
from tubulus.dock.search.settings import SearchSettings


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


BOX = Box((112, 90, 90), 1.2)
SEARCH = SearchSettings()


def test_a_larger_worker_holds_a_longer_row():
    assert count_that_fit(BOX, SEARCH, 500) < count_that_fit(BOX, SEARCH, 1_000)
    assert count_that_fit(Box((504, 504, 504), 1.2), SEARCH, 1_000) == 0


@pytest.mark.parametrize(
    "more", [{"contact_channels": 18}, {"rotations": 500_000}, {"poses_per_rotation": 20}]
)
def test_channels_rotations_and_translations_shorten_a_row(more):
    longer = count_that_fit(BOX, SEARCH, 1_000)

    assert count_that_fit(BOX, SEARCH.model_copy(update=more), 1_000) < longer


@pytest.mark.parametrize(("channels", "share"), [(1, 1.0), (8, 0.5), (18, 1.0)])
def test_a_row_takes_no_more_memory_than_is_counted_for_it(channels, share):
    box, mobile = Box((48, 48, 48), 1.2), make_cloud("m", 60, 4.0, 2)
    row = [make_cloud("a", 60, 4.0, 3), make_cloud("b", 60, 4.0, 4)]
    told = {"rotations": 2, "contact_channels": channels, "fine_share": share}
    search = SEARCH.model_copy(update=told)
    dock_row(mobile, row, search, boxes=[box, box])  # whatever is loaded once is loaded

    tracemalloc.start()
    dock_row(mobile, row, search, boxes=[box, box])
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()

    enough = next(m for m in range(200, 400) if count_that_fit(box, search, m) >= len(row)) - 200
    assert 0.5 * enough < peak < enough
