"""A pose on a glycan or behind the membrane is told with its reason."""

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.dock.campaign.campaigns import make_prepared

from tubulus.dock.assessment.plausibility import judge_membrane_side, list_pose_doubts
from tubulus.dock.structures.notes import Note
from tubulus.dock.structures.residue_labels import label_residues

FIXED, MOBILE = make_prepared("F", 60, role="receptor"), make_prepared("M", 40)
STILL = np.eye(3)


def test_a_pose_behind_the_membrane_is_told():
    lowest = np.array([0.0, 0.0, FIXED.structure.positions[:, 2].min() - 20.0])
    anchored = replace(FIXED, anchor=lowest)

    (doubt,) = list_pose_doubts(anchored, MOBILE, STILL, np.array([0.0, 0.0, -200.0]))

    assert doubt.endswith("where the membrane is")


def test_a_pose_on_a_glycan_is_told_with_the_residue():
    glycan = replace(FIXED, glycosylated=(0,))
    way = FIXED.structure.positions[0] - MOBILE.structure.positions[0]

    (doubt,) = list_pose_doubts(glycan, MOBILE, STILL, way)

    assert doubt.startswith("lies on a glycan (F A:")


def test_nothing_speaks_against_a_pose_far_from_glycan_and_membrane():
    glycan = replace(FIXED, glycosylated=(0,))

    assert list_pose_doubts(glycan, MOBILE, STILL, np.array([0.0, 0.0, 300.0])) == ()


def test_no_pose_is_doubted_for_a_membrane_of_which_nothing_is_known():
    told = replace(FIXED, notes=(Note("membrane", "not known: it is soluble"),))
    below = np.array([[0.0, 0.0, -200.0]])

    found = judge_membrane_side(told, MOBILE.structure.positions, STILL[None], below)

    assert list_pose_doubts(told, MOBILE, STILL, below[0]) == ()
    assert (found.state, found.reason) == ("unknown", "not known: it is soluble")


@pytest.mark.parametrize(("positions", "n_doubts"), [(1, 1), (10, 0)])
def test_a_stalk_that_nobody_saw_gives_a_pose_room_behind_the_last_residue(positions, n_doubts):
    lowest = np.array([0.0, 0.0, FIXED.structure.positions[:, 2].min() - 20.0])
    note = Note("membrane", "it begins farther on", positions)
    behind = lowest - [0.0, 0.0, 20.0]

    anchored = replace(FIXED, anchor=lowest, notes=(note,))

    assert len(list_pose_doubts(anchored, MOBILE, STILL, behind)) == n_doubts


def cut_beside(partner, residues):
    labels = label_residues(partner.structure)
    note = Note("confidence_edge", "next to a cut one", 0, tuple(labels[r] for r in residues))
    return replace(partner, notes=(note,))


@pytest.mark.parametrize("side", ["fixed", "mobile"])
def test_a_pose_of_whose_interface_more_than_a_quarter_stands_beside_a_cut_is_told(side):
    partner, other = (FIXED, MOBILE) if side == "fixed" else (MOBILE, FIXED)
    gaps = partner.structure.positions[:, None] - other.structure.positions[None]
    interface = np.flatnonzero(np.linalg.norm(gaps, axis=2).min(axis=1) <= 5.0)
    quarter = len(interface) // 4

    def list_doubts(n):
        cut = {side: cut_beside(partner, interface[:n])}
        pair = {"fixed": FIXED, "mobile": MOBILE} | cut
        return list_pose_doubts(pair["fixed"], pair["mobile"], STILL, np.zeros(3))

    (doubt,) = list_doubts(quarter + 1)
    assert doubt.startswith("touches a cut low-confidence region")
    assert (
        f"{quarter + 1} of {len(interface)} interface residues of {partner.structure.name}" in doubt
    )
    assert list_doubts(quarter) == ()


def test_a_cut_far_from_the_interface_is_no_doubt():
    cut = cut_beside(FIXED, range(60))

    assert list_pose_doubts(cut, MOBILE, STILL, np.array([0.0, 0.0, 300.0])) == ()
