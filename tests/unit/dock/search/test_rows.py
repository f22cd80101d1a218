"""The search finds known poses, scores them as atom pairs do, and row and pair agree."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.dock.search.bodies import (
    SIMPLE,
    make_body,
    make_cloud,
    make_halves,
    make_mixed_potential,
)

from tubulus.dock.potential.pair_sums import compute_energies, sum_pair_terms
from tubulus.dock.search.grid.boxes import Box, orient_to_axes
from tubulus.dock.search.rotations import (
    compute_matrix_quaternions,
    compute_rotation_matrices,
    make_rotation_set,
)
from tubulus.dock.search.rows import dock_pair, dock_row, search_rotations
from tubulus.dock.search.settings import SearchSettings

FEW = SearchSettings(rotations=6, poses=12, contact_channels=4, fine_share=1.0)


def test_two_halves_of_a_ball_find_each_other():
    lower, upper = make_halves()
    native = compute_matrix_quaternions(orient_to_axes(lower.positions))
    turns = np.vstack([make_rotation_set(12), native])

    table = search_rotations(upper, [lower], turns, FEW, potential=SIMPLE)[0]

    shift = table.place(upper.positions, 0) - upper.positions
    assert np.sqrt((shift**2).sum(axis=1).mean()) < 1.5


def test_scores_on_the_grid_follow_the_sums_over_atom_pairs():
    fixed, mobile = make_cloud("f", 150, 6.0, 1), make_cloud("m", 40, 4.0, 2)
    potential = make_mixed_potential(4)
    settings = FEW.model_copy(update={"rotations": 30, "poses": 60, "spacing_angstrom": 0.8})

    table = dock_pair(mobile, fixed, settings, potential=potential)

    sums = sum_pair_terms(
        fixed.atoms,
        mobile.move(-table.mobile_centre).atoms,
        compute_rotation_matrices(table.rotations),
        table.positions,
    )
    exact = -compute_energies(sums, potential)
    assert np.corrcoef(exact, table.scores)[0, 1] > 0.95
    assert abs(np.mean(exact - table.scores)) < 0.1 * np.mean(exact)


def test_a_row_gives_what_its_pairs_give():
    mobile = make_cloud("m", 30, 3.0, 2)
    row = [make_cloud("a", 90, 5.0, 3), make_cloud("b", 90, 5.0, 3), make_cloud("c", 200, 9.0, 4)]

    together = dock_row(mobile, row, FEW, potential=SIMPLE)

    assert [t.fixed_name for t in together] == ["a", "b", "c"]
    np.testing.assert_array_equal(together[0].scores, together[1].scores)
    alone = dock_pair(mobile, row[0], FEW, potential=SIMPLE)
    np.testing.assert_allclose(alone.scores, together[0].scores, rtol=1e-4, atol=1e-4)


def test_a_search_repeats_to_the_bit_and_another_seed_changes_it():
    mobile, fixed = make_cloud("m", 30, 3.0, 2), make_cloud("f", 90, 5.0, 3)

    first = dock_pair(mobile, fixed, FEW, potential=SIMPLE)
    again = dock_pair(mobile, fixed, FEW, potential=SIMPLE)
    other = dock_pair(mobile, fixed, FEW.model_copy(update={"seed": 1}), potential=SIMPLE)

    np.testing.assert_array_equal(first.scores, again.scores)
    np.testing.assert_array_equal(first.positions, again.positions)
    assert not np.array_equal(first.scores, other.scores)


def test_moving_and_turning_the_fixed_partner_turns_the_poses_with_it():
    mobile, fixed = make_cloud("m", 30, 3.0, 2), make_cloud("f", 90, 5.0, 3)
    turn = compute_rotation_matrices(make_rotation_set(5))[3]
    there = make_body("f", fixed.positions @ turn.T + np.array([30.0, -7.0, 2.0]), 3)

    here = dock_pair(mobile, fixed, FEW, potential=SIMPLE)
    moved = dock_pair(mobile, there, FEW, potential=SIMPLE)

    np.testing.assert_allclose(here.scores, moved.scores, rtol=1e-3)
    expected = here.place(mobile.positions, 0) @ turn.T + np.array([30.0, -7.0, 2.0])
    np.testing.assert_allclose(moved.place(mobile.positions, 0), expected, atol=0.05)


def test_parts_of_a_row_that_hold_to_the_memory_change_nothing(monkeypatch):
    mobile = make_cloud("m", 30, 3.0, 2)
    row = [make_cloud(str(k), 90, 5.0, 3) for k in range(3)]
    monkeypatch.setattr("tubulus.dock.search.rows._count_per_part", lambda *_: 1)

    parts = dock_row(mobile, row, FEW, potential=SIMPLE)

    whole = dock_pair(mobile, row[2], FEW, potential=SIMPLE)
    np.testing.assert_array_equal(parts[2].scores, whole.scores)


def test_in_given_boxes_a_row_gives_what_its_pairs_give_to_the_bit():
    mobile = make_cloud("m", 30, 3.0, 2)
    row = [make_cloud("a", 90, 5.0, 3), make_cloud("b", 80, 5.0, 4), make_cloud("c", 200, 9.0, 4)]
    boxes = [Box((40, 36, 36), 1.2), Box((40, 36, 36), 1.2), Box((72, 60, 48), 1.2)]

    together = dock_row(mobile, row, FEW, potential=SIMPLE, boxes=boxes)

    for fixed, box, table in zip(row, boxes, together, strict=True):
        (alone,) = dock_row(mobile, [fixed], FEW, potential=SIMPLE, boxes=[box])
        assert table.fixed_name == fixed.name
        np.testing.assert_array_equal(alone.scores, table.scores)
        np.testing.assert_array_equal(alone.positions, table.positions)


def test_no_fixed_partner_gives_an_empty_row():
    assert dock_row(make_cloud("m", 5, 3.0, 2), [], FEW, potential=SIMPLE) == []


def test_single_atoms_can_be_docked():
    one = make_body("one", np.zeros((1, 3)))

    table = dock_pair(one, one, SearchSettings(rotations=1, poses_per_rotation=2), potential=SIMPLE)

    assert len(table) == 2
    assert np.isfinite(table.positions).all()


def test_a_body_without_atoms_is_refused():
    with pytest.raises(ValueError, match="no atoms"):
        make_body("nothing", np.zeros((0, 3)))
