"""Whether a pose would put the ligand where the membrane is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from tubulus.dock.structures.surface_area import spread_points

__all__ = ["MembranePlausibility", "assess_membrane_side"]

Floats = npt.NDArray[np.float64]

_TILT_DEGREES: Final = 60.0
_MOST_INSIDE: Final = 0.02
_N_DIRECTIONS: Final = 200
# below this distance from the centre the anchor does not tell a direction
_LEAST_ARM_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class MembranePlausibility:
    """Which poses leave the ligand on the outer side of the membrane.

    Attributes
    ----------
    state : {"assessed", "unknown"}
        ``unknown`` where the anchor does not tell a direction.
    reason : str
        Why it is unknown; empty where it is not.
    inside : ndarray of float64, shape (p,)
        Share of the mobile partner's atoms behind the membrane plane in its most favourable
        orientation; empty where unknown.
    is_plausible : ndarray of bool, shape (p,)
        Whether at most 2 % lie behind it; empty where unknown.
    """

    state: Literal["assessed", "unknown"]
    reason: str
    inside: Floats
    is_plausible: npt.NDArray[np.bool_]


def assess_membrane_side(
    fixed: Floats,
    anchor: Floats,
    mobile: Floats,
    rotations: Floats,
    translations: Floats,
    *,
    stalk: float = 0.0,
) -> MembranePlausibility:
    """Tell which poses keep the mobile partner out of the membrane.

    Parameters
    ----------
    fixed : ndarray, shape (n, 3)
        Ectodomain of the receptor, in ångström.
    anchor : ndarray, shape (3,)
        Alpha carbon of the residue at that end of it behind which the membrane segment lies.
    mobile : ndarray, shape (m, 3)
        Ligand before it is placed, in ångström.
    rotations, translations : ndarray, shape (p, 3, 3) and (p, 3)
        Poses: a position x goes to ``rotation @ x + translation``.
    stalk : float
        Distance in ångström by which the membrane may lie behind the anchor, for instance where
        residues between them are not resolved.

    Returns
    -------
    MembranePlausibility

    Notes
    -----
    The membrane is a plane behind the anchor. How the ectodomain stands on it is not known:
    normals within 60 degrees of the axis from anchor to centroid are tried, of which the
    ectodomain itself keeps at most 2 % of its atoms behind the plane (where none does, those with
    the fewest). A pose is implausible only if it fails for all of them. The rule is the project's
    own; it excludes little and proves nothing about the poses that pass.
    """
    arm = fixed.mean(axis=0) - anchor
    extent = float(np.sqrt(np.mean(np.sum((fixed - fixed.mean(axis=0)) ** 2, axis=1))))
    if len(mobile) == 0 or np.linalg.norm(arm) < _LEAST_ARM_SHARE * extent:
        reason = "its last residue before the membrane lies near the centre and tells no direction"
        empty = np.empty(0)
        return MembranePlausibility("unknown", reason, empty, empty.astype(bool))
    normals = _choose_normals(fixed - anchor, arm / np.linalg.norm(arm), stalk)
    inside = np.empty(len(rotations))
    for pose, (rotation, translation) in enumerate(zip(rotations, translations, strict=True)):
        # heights above the plane: n · (R x + t − anchor), the rotation moved to the few normals
        heights = mobile @ (normals @ rotation).T + normals @ (translation - anchor)
        inside[pose] = np.mean(heights < -stalk, axis=0).min()
    return MembranePlausibility("assessed", "", inside, inside <= _MOST_INSIDE)


def _choose_normals(fixed: Floats, axis: Floats, stalk: float) -> Floats:
    directions = np.vstack([axis, spread_points(_N_DIRECTIONS)])
    near = directions[directions @ axis >= np.cos(np.deg2rad(_TILT_DEGREES)) - 1e-9]
    behind = np.mean(fixed @ near.T < -stalk, axis=0)
    return np.asarray(near[behind <= max(_MOST_INSIDE, float(behind.min()))])
