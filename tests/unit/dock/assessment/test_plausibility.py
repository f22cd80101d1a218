"""A pose on a glycan or behind the membrane is told with its reason."""

from dataclasses import replace

import numpy as np
from tests.unit.dock.campaign.campaigns import make_prepared

from tubulus.dock.assessment.plausibility import list_pose_doubts

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
