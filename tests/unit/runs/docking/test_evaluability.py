"""A best pose on a glycan or behind the membrane makes an asked pair not evaluable."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.unit.dock.campaign.campaigns import make_plan, make_prepared

from tubulus.dock.campaign.results import POSE_SCHEMA, merge_results
from tubulus.runs.docking.evaluability import mark_unevaluable

FIXED, MOBILE = make_prepared("F", 60, role="receptor"), make_prepared("M", 40)


def place(partner_shift, *, fixed=FIXED, mobile=MOBILE, role="asked"):
    """Return the row of a pair whose only pose moves the mobile partner by a vector."""
    empty = merge_results(make_plan([("F", "M")], [FIXED], [MOBILE]), [])
    shift = dict(
        zip(("translation_x", "translation_y", "translation_z"), partner_shift, strict=True)
    )
    turn = {"rotation_w": 1.0, "rotation_x": 0.0, "rotation_y": 0.0, "rotation_z": 0.0}
    pose = {"fixed": "F", "mobile": "M", "key": "k", "pose": 1, "score": 1.0, **turn, **shift}
    poses = pl.DataFrame([pose], schema=POSE_SCHEMA)
    docked = empty.pair_docking.with_columns(
        state=pl.lit("docked"), reason=pl.lit(None, pl.String), role=pl.lit(role)
    )
    result = replace(empty, poses=poses, pair_docking=docked)
    return mark_unevaluable(result, [fixed], [mobile]).pair_docking.row(0, named=True)


def test_a_pose_against_which_nothing_speaks_stays_docked():
    row = place((0.0, 0.0, 12.0))

    assert (row["state"], row["reason"]) == ("docked", None)


@pytest.mark.parametrize("side", ["fixed", "mobile"])
def test_a_pose_that_touches_a_residue_with_a_glycan_is_told_with_the_residue(side):
    partner = {"fixed": FIXED, "mobile": MOBILE}[side]
    glycan = replace(partner, glycosylated=(0,))
    other = {"fixed": MOBILE, "mobile": FIXED}[side].structure.positions[0]
    way = partner.structure.positions[0] - other
    shift = way if side == "fixed" else -way

    near = place(shift, **{side: glycan})
    far = place(shift + np.array([0.0, 0.0, 200.0]), **{side: glycan})

    assert near["state"] == "not evaluable"
    assert f"lies on a glycan ({partner.structure.name} A:" in near["reason"]
    assert far["state"] == "docked"


def test_a_pose_behind_the_membrane_is_told():
    lowest = np.array([0.0, 0.0, FIXED.structure.positions[:, 2].min() - 20.0])
    anchored = replace(FIXED, anchor=lowest)

    assert place((0.0, 0.0, -200.0), fixed=anchored)["reason"].endswith("where the membrane is")
    assert place((0.0, 0.0, 40.0), fixed=anchored)["state"] == "docked"
    assert place((0.0, 0.0, -200.0), fixed=anchored, role="decoy")["state"] == "docked"


def test_a_campaign_without_poses_keeps_its_states():
    empty = merge_results(make_plan([("F", "M")], [FIXED], [MOBILE]), [])

    marked = mark_unevaluable(empty, [FIXED], [MOBILE])

    assert marked.pair_docking.equals(empty.pair_docking)
