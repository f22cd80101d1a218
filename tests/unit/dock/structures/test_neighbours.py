import numpy as np
import pytest

from tubulus.dock.structures.neighbours import sort_into_cells


def test_each_atom_lies_in_one_cell_and_keeps_its_index():
    positions = np.random.default_rng(0).uniform(-20, 20, (200, 3))

    cells = sort_into_cells(positions, 5.0)

    assert sorted(cells.order.tolist()) == list(range(200))
    np.testing.assert_array_equal(cells.positions, positions[cells.order])
    assert cells.starts[-1] == 200


def test_no_atom_cannot_be_sorted():
    with pytest.raises(ValueError, match="no atoms"):
        sort_into_cells(np.empty((0, 3)), 5.0)


def test_atoms_absurdly_far_apart_are_refused():
    with pytest.raises(ValueError, match="too far apart"):
        sort_into_cells(np.array([[0.0, 0, 0], [1e6, 1e6, 1e6]]), 5.0)
