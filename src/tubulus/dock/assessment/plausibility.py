"""Whether a pose can be at all: on a glycan, or where the membrane is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from tubulus.dock.assessment.membrane import assess_membrane_side
from tubulus.dock.preparation.partners import PreparedPartner
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.dock.structures.structure import Structure

__all__ = ["list_pose_doubts"]

Floats = npt.NDArray[np.float64]

_CONTACT_ANGSTROM = 5.0
_MEMBRANE = "puts the mobile partner where the membrane is"


def list_pose_doubts(
    fixed: PreparedPartner, mobile: PreparedPartner, rotation: Floats, translation: Floats
) -> tuple[str, ...]:
    """List why a pose cannot be; empty where nothing speaks against it.

    Parameters
    ----------
    fixed, mobile : PreparedPartner
        Partners as they were prepared.
    rotation : ndarray, shape (3, 3)
        Turns the mobile partner about the origin of its structure.
    translation : ndarray, shape (3,)
        Moves it afterwards, in ångström.

    Notes
    -----
    A pose is implausible where it puts the mobile partner behind the membrane of the fixed one, or
    touches a residue that carries a glycan in its file (heavy atoms within 5 Å). The rule is the
    project's own, and does not say that the partners never meet.
    """
    placed = mobile.structure.rotate(rotation).move(translation)
    touched = _find_glycans(fixed, fixed.structure, placed)
    touched += _find_glycans(mobile, placed, fixed.structure)
    doubts = [f"lies on a glycan ({', '.join(touched)})"] if touched else []
    if fixed.anchor is not None:
        found = assess_membrane_side(
            fixed.structure.positions,
            fixed.anchor,
            mobile.structure.positions,
            rotation[None],
            translation[None],
        )
        if found.state == "assessed" and not found.is_plausible[0]:
            doubts.append(_MEMBRANE)
    return tuple(doubts)


def _find_glycans(partner: PreparedPartner, structure: Structure, other: Structure) -> list[str]:
    """Name the residues of a partner that carry a glycan and touch the other one."""
    if not partner.glycosylated:
        return []
    labels = label_residues(structure)
    inside = np.isin(structure.residue_index, partner.glycosylated)
    distances, _ = cKDTree(other.positions).query(structure.positions[inside])
    near = structure.residue_index[inside][distances <= _CONTACT_ANGSTROM]
    return [f"{structure.name} {labels[residue]}" for residue in np.unique(near).tolist()]
