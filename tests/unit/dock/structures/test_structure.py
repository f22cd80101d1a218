import pickle

import numpy as np
import pytest
from tests.support.dock import make_structure

from tubulus.dock.structures import join_structures


def test_residues_are_counted_from_chain_number_and_insertion_code():
    structure = make_structure(
        np.zeros((6, 3)),
        chain=["A", "A", "A", "A", "B", "B"],
        residue_number=[1, 1, 2, 2, 2, 2],
        insertion_code=["", "", "", "A", "", ""],
    )

    assert structure.residue_index.tolist() == [0, 0, 1, 2, 3, 3]
    assert structure.residue_starts.tolist() == [0, 2, 3, 4]
    assert structure.n_residues == 4


def test_selected_atoms_are_counted_anew():
    structure = make_structure(np.arange(9.0).reshape(3, 3), residue_number=[5, 6, 9])

    assert structure.select([False, True, True]).residue_index.tolist() == [0, 1]
    assert structure.select([2, 0]).positions[0].tolist() == [6.0, 7.0, 8.0]


def test_a_structure_without_atoms_has_no_residue():
    assert make_structure(np.empty((0, 3))).n_residues == 0


def test_arrays_cannot_be_written():
    structure = make_structure(np.zeros((1, 3)))

    with pytest.raises(ValueError, match="read-only"):
        structure.positions[0, 0] = 1.0


def test_the_callers_array_stays_the_callers():
    positions = np.zeros((1, 3))
    structure = make_structure(positions)
    positions[0, 0] = 7.0

    assert structure.positions[0, 0] == 0.0


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_coordinates_that_are_no_numbers_are_refused(bad):
    with pytest.raises(ValueError, match="finite"):
        make_structure(np.array([[0.0, bad, 0.0]]))


def test_arrays_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="chain holds 2 of 1 atoms"):
        make_structure(np.zeros((1, 3)), chain=["A", "B"])


def test_a_rotation_about_the_centroid_keeps_the_centroid_and_all_distances():
    positions = np.random.default_rng(1).normal(size=(5, 3)) + 20.0
    turn = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    structure = make_structure(positions)

    turned = structure.rotate(turn, structure.compute_centroid())

    np.testing.assert_allclose(turned.compute_centroid(), structure.compute_centroid())
    np.testing.assert_allclose(
        np.linalg.norm(turned.positions[0] - turned.positions, axis=1),
        np.linalg.norm(positions[0] - positions, axis=1),
    )


def test_a_rotation_by_ninety_degrees_turns_x_to_y():
    turn = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])

    assert make_structure(np.array([[1.0, 0, 0]])).rotate(turn).positions[0].tolist() == [0, 1, 0]


def test_a_move_adds_the_vector():
    moved = make_structure(np.zeros((2, 3))).move(np.array([1.0, 2.0, 3.0]))

    assert moved.positions[1].tolist() == [1.0, 2.0, 3.0]


def test_a_chain_that_is_absent_is_named_with_those_that_are_there():
    with pytest.raises(KeyError, match="has chains A, B; no C"):
        make_structure(np.zeros((2, 3)), chain=["A", "B"]).select_chains(["A", "C"])


def test_joined_structures_keep_the_order_and_the_residues_apart():
    one = make_structure(np.zeros((1, 3)), chain=["A"])
    two = make_structure(np.ones((2, 3)), chain=["B", "B"])

    joined = join_structures([one, two], name="both")

    assert joined.name == "both"
    assert joined.chains == ("A", "B")
    assert joined.residue_index.tolist() == [0, 1, 1]


def test_nothing_cannot_be_joined():
    with pytest.raises(ValueError, match="nothing to join"):
        join_structures([])


def test_a_structure_travels_between_processes():
    structure = make_structure(np.ones((2, 3)))

    again = pickle.loads(pickle.dumps(structure))

    assert again.positions.tolist() == structure.positions.tolist()
    assert again.residue_index.tolist() == [0, 0]
