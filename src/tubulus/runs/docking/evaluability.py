"""Asked pairs whose first pose is in doubt: on a glycan, beside a cut, where the membrane is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from tubulus.dock.assessment.plausibility import list_pose_doubts
from tubulus.dock.campaign.results import CampaignResult
from tubulus.dock.preparation.partners import PreparedPartner
from tubulus.dock.search.rotations import compute_rotation_matrices

__all__ = ["mark_unevaluable"]


def mark_unevaluable(
    result: CampaignResult, fixed: Sequence[PreparedPartner], mobile: Sequence[PreparedPartner]
) -> CampaignResult:
    """Return the tables with asked pairs marked ``not evaluable`` whose first pose cannot be.

    Parameters
    ----------
    result : CampaignResult
        Merged tables.
    fixed, mobile : sequence of PreparedPartner
        Both sides.

    Notes
    -----
    Judged is the first pose of the ranking: the one that is shown, written, and whose score is
    calibrated.

    The rule is that of :func:`tubulus.dock.assessment.list_pose_doubts`. Decoy pairs keep their
    scores whatever their poses. So a pair that was kept was chosen by its pose and its decoy pairs
    were not; where plausible poses score unlike others, its p may be too small or too large. The
    false discovery rates count each pair that was dropped as a test with p = 1.
    """
    sides = tuple({p.structure.name: p for p in side} for side in (fixed, mobile))
    asked = result.pair_docking.filter(role="asked").select("fixed", "mobile")
    best = result.poses.filter(pose=1).join(asked, on=["fixed", "mobile"], how="semi")
    rows = []
    for pose in best.iter_rows(named=True):
        partners = sides[0][pose["fixed"]], sides[1][pose["mobile"]]
        doubt = _tell_doubt(*partners, pose)
        if doubt:
            rows.append((pose["fixed"], pose["mobile"], doubt))
    schema = dict.fromkeys(("fixed", "mobile", "doubt"), pl.String)
    doubts = pl.DataFrame(rows, schema=schema, orient="row")
    doubtful = pl.col("doubt").is_not_null()
    both = pl.concat_str("reason", "doubt", separator="; ", ignore_nulls=True)
    marked = (
        result.pair_docking.join(doubts, on=["fixed", "mobile"], how="left", maintain_order="left")
        .with_columns(
            state=pl.when(doubtful).then(pl.lit("not evaluable")).otherwise("state"),
            reason=pl.when(doubtful).then(both).otherwise("reason"),
        )
        .drop("doubt")
    )
    return replace(result, pair_docking=marked)


def _tell_doubt(fixed: PreparedPartner, mobile: PreparedPartner, pose: dict[str, float]) -> str:
    """Say why a pose cannot be; empty where nothing speaks against it."""
    quaternion = np.array([[pose[f"rotation_{axis}"] for axis in "wxyz"]])
    translation = np.array([pose[f"translation_{axis}"] for axis in "xyz"])
    rotation = compute_rotation_matrices(quaternion)[0]
    doubts = list_pose_doubts(fixed, mobile, rotation, translation)
    return "; ".join(f"the first pose {doubt}" for doubt in doubts)
