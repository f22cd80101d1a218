"""Whether a pose can be judged: on a glycan, beside what was cut, or where the membrane is."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from tubulus.dock.assessment.membrane import MembranePlausibility, assess_membrane_side
from tubulus.dock.preparation.partners import PreparedPartner
from tubulus.dock.structures.neighbours import CONTACT_ANGSTROM
from tubulus.dock.structures.notes import Note, NoteKind
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.dock.structures.structure import Structure

__all__ = ["MOST_EDGE_SHARE", "judge_membrane_side", "list_pose_doubts"]

Floats = npt.NDArray[np.float64]

MOST_EDGE_SHARE: Final = 0.25
"""Share of a partner's interface residues that may stand next to cut low-confidence ones.

The project's own choice, fitted to nothing: the three residues beside one cut end of a chain do
not make more than a quarter of an interface of twelve residues or more, two such ends do.
"""

# alpha carbons of neighbours in a chain are 3.8 Å apart where the peptide bond is trans
_TRACE_ANGSTROM = 3.8
_MEMBRANE = "puts the mobile partner where the membrane is"


def list_pose_doubts(
    fixed: PreparedPartner, mobile: PreparedPartner, rotation: Floats, translation: Floats
) -> tuple[str, ...]:
    """List why a pose cannot be, or cannot be judged; empty where nothing speaks against it.

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
    A pose is doubted where it

    - touches a residue that carries a glycan in its file (heavy atoms within 5 Å);
    - touches a cut low-confidence region: of the residues of a partner that touch the other one,
      more than a quarter (:data:`MOST_EDGE_SHARE`) stand next to residues that were cut for their
      pLDDT, which may lie in the interface themselves;
    - puts the mobile partner behind the membrane of the fixed one, where it is known at which end
      the chain enters it (:func:`judge_membrane_side`).

    The rules are the project's own, and do not say that the partners never meet.
    """
    placed = mobile.structure.rotate(rotation).move(translation)
    touched = _find_glycans(fixed, fixed.structure, placed)
    touched += _find_glycans(mobile, placed, fixed.structure)
    doubts = [f"lies on a glycan ({', '.join(touched)})"] if touched else []
    beside = _find_edges(fixed, fixed.structure, placed)
    beside += _find_edges(mobile, placed, fixed.structure)
    if beside:
        doubts.append(f"touches a cut low-confidence region ({'; '.join(beside)})")
    found = judge_membrane_side(
        fixed, mobile.structure.positions, rotation[None], translation[None]
    )
    if found.state == "assessed" and not found.is_plausible[0]:
        doubts.append(_MEMBRANE)
    return tuple(doubts)


def judge_membrane_side(
    fixed: PreparedPartner, mobile: Floats, rotations: Floats, translations: Floats
) -> MembranePlausibility:
    """Tell which poses keep the mobile partner out of the fixed one's membrane.

    Parameters
    ----------
    fixed : PreparedPartner
        Fixed partner with the anchor that its preparation found.
    mobile : ndarray, shape (m, 3)
        Mobile partner before it is placed, in ångström.
    rotations, translations : ndarray, shape (p, 3, 3) and (p, 3)
        Poses.

    Returns
    -------
    MembranePlausibility
        Unknown, with the reason of the preparation, where there is no anchor.

    Notes
    -----
    Positions of the entry between the anchor and the membrane segment are a flexible stalk: the
    membrane may lie 3.8 Å farther away for each, however they lie. The rule for the plane is that
    of :func:`~tubulus.dock.assessment.membrane.assess_membrane_side`.
    """
    note = _find_note(fixed, "membrane")
    if fixed.anchor is None:
        reason = note.text if note else "it is not known where the chain enters the membrane"
        empty = np.empty(0)
        return MembranePlausibility("unknown", reason, empty, empty.astype(bool))
    return assess_membrane_side(
        fixed.structure.positions,
        fixed.anchor,
        mobile,
        rotations,
        translations,
        stalk=_TRACE_ANGSTROM * note.count if note else 0.0,
    )


def _find_note(partner: PreparedPartner, kind: NoteKind) -> Note | None:
    return next((note for note in partner.notes if note.kind == kind), None)


def _find_edges(partner: PreparedPartner, structure: Structure, other: Structure) -> list[str]:
    """Say how many interface residues of a partner stand next to cut ones, if they are many."""
    note = _find_note(partner, "confidence_edge")
    if note is None:
        return []
    distances, _ = cKDTree(other.positions).query(structure.positions)
    interface = np.unique(structure.residue_index[distances <= CONTACT_ANGSTROM]).tolist()
    labels = label_residues(structure)
    edges = set(note.residues) & {labels[residue] for residue in interface}
    if len(edges) <= MOST_EDGE_SHARE * len(interface):
        return []
    many = f"{len(edges)} of {len(interface)} interface residues"
    return [f"{many} of {structure.name} stand next to cut ones"]


def _find_glycans(partner: PreparedPartner, structure: Structure, other: Structure) -> list[str]:
    """Name the residues of a partner that carry a glycan and touch the other one."""
    if not partner.glycosylated:
        return []
    labels = label_residues(structure)
    inside = np.isin(structure.residue_index, partner.glycosylated)
    distances, _ = cKDTree(other.positions).query(structure.positions[inside])
    near = structure.residue_index[inside][distances <= CONTACT_ANGSTROM]
    return [f"{structure.name} {labels[residue]}" for residue in np.unique(near).tolist()]
