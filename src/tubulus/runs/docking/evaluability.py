"""Asked pairs whose first pose cannot be: on a glycan, or where the membrane is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
from scipy.spatial import cKDTree

from tubulus.dock.assessment.membrane import assess_membrane_side
from tubulus.dock.campaign.results import CampaignResult
from tubulus.dock.preparation.partners import PreparedPartner
from tubulus.dock.search.rotations import compute_rotation_matrices
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.dock.structures.structure import Structure

__all__ = ["mark_unevaluable"]

_CONTACT_ANGSTROM = 5.0
_MEMBRANE = "the first pose puts the mobile partner where the membrane is"


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
    Judged is the first pose of the ranking, which is the one that is shown and written. The score
    that is calibrated is the highest of the search and may belong to another pose: a pair whose
    scoring pose is implausible is not found here, and one whose scoring pose is plausible may be
    dropped.

    The first pose is implausible where it puts the mobile partner behind the membrane of the fixed
    one, or touches a residue that carries a glycan in its file (heavy atoms within 5 Å). The rule
    is the project's own, and does not say that the partners never meet. Decoy pairs keep their
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
    rotations = compute_rotation_matrices(quaternion)
    translations = np.array([[pose[f"translation_{axis}"] for axis in "xyz"]])
    placed = mobile.structure.rotate(rotations[0]).move(translations[0])
    touched = _find_glycans(fixed, fixed.structure, placed)
    touched += _find_glycans(mobile, placed, fixed.structure)
    doubts = [f"the first pose lies on a glycan ({', '.join(touched)})"] if touched else []
    if fixed.anchor is not None:
        found = assess_membrane_side(
            fixed.structure.positions,
            fixed.anchor,
            mobile.structure.positions,
            rotations,
            translations,
        )
        if found.state == "assessed" and not found.is_plausible[0]:
            doubts.append(_MEMBRANE)
    return "; ".join(doubts)


def _find_glycans(partner: PreparedPartner, structure: Structure, other: Structure) -> list[str]:
    """Name the residues of a partner that carry a glycan and touch the other one."""
    if not partner.glycosylated:
        return []
    labels = label_residues(structure)
    inside = np.isin(structure.residue_index, partner.glycosylated)
    distances, _ = cKDTree(other.positions).query(structure.positions[inside])
    near = structure.residue_index[inside][distances <= _CONTACT_ANGSTROM]
    return [f"{structure.name} {labels[residue]}" for residue in np.unique(near).tolist()]
