import numpy as np
from scipy.spatial.distance import pdist
from scipy.spatial.transform import Rotation
from tests.support.docking_material import write_pose

from tubulus.report.viewer.atoms import PoseAtoms, PoseResidue, read_pose_atoms
from tubulus.report.viewer.orientation import turn_to_view

ATOMS = read_pose_atoms(write_pose("TGFBR2", "TGFB3"))


def test_the_fixed_partner_stands_left_and_the_mobile_one_right():
    turned = turn_to_view(ATOMS)
    middle = {
        side: np.mean([turned[r.trace][0] for r in ATOMS.residues if r.side == side])
        for side in ("fixed", "mobile")
    }

    assert middle["fixed"] < -3 < 3 < middle["mobile"]


def test_turning_keeps_every_distance_and_the_hand():
    turned = turn_to_view(ATOMS)

    np.testing.assert_allclose(pdist(turned[:40]), pdist(ATOMS.positions[:40]), atol=1e-9)
    volume = [np.linalg.det(points[1:4] - points[0]) for points in (turned, ATOMS.positions)]
    np.testing.assert_allclose(*volume, atol=1e-9)


def test_the_longest_extent_across_the_partners_stands_upright():
    spans = np.ptp(turn_to_view(ATOMS), axis=0)

    assert spans[1] > spans[2]


def test_the_middle_of_the_trace_is_the_origin():
    turned = turn_to_view(ATOMS)[[r.trace for r in ATOMS.residues]]

    np.testing.assert_allclose(turned.min(axis=0), -turned.max(axis=0), atol=1e-9)


def test_a_pose_that_lies_elsewhere_is_seen_alike():
    moved = ATOMS.positions @ Rotation.from_euler("xyz", (1, 2, 3)).as_matrix().T + 50.0

    seen = turn_to_view(PoseAtoms(ATOMS.residues, moved))

    np.testing.assert_allclose(np.ptp(seen, axis=0), np.ptp(turn_to_view(ATOMS), axis=0), atol=1e-6)


def test_atoms_on_one_line_or_on_one_point_are_turned_too():
    residues = tuple(
        PoseResidue("fixed" if i < 2 else "mobile", "A", "GLY", str(i), ("CA",), i, i, False)
        for i in range(4)
    )
    for positions in (np.outer(np.arange(4.0), [0, 0, 3.8]), np.zeros((4, 3))):
        turned = turn_to_view(PoseAtoms(residues, positions))

        np.testing.assert_allclose(pdist(turned), pdist(positions), atol=1e-9)
