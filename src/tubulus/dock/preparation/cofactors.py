"""Which cofactors stay with the protein while it is docked."""

from __future__ import annotations

from typing import Final, Literal

import gemmi
import numpy as np
import numpy.typing as npt

from tubulus.dock.structures.notes import Note
from tubulus.dock.structures.radii import assign_radii
from tubulus.dock.structures.residue_kinds import classify_residue
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.dock.structures.structure import Structure
from tubulus.dock.structures.surface_area import compute_accessible_area
from tubulus.dock.structures.wording import count_things

__all__ = ["CofactorRule", "sort_cofactors"]

CofactorRule = Literal["bound", "keep", "drop"]

_COORDINATION_ANGSTROM: Final = 3.0
_LEAST_COORDINATING: Final = 3
_LEAST_BURIED: Final = 0.5
# ends of a chain that was capped: part of the polypeptide, neither cofactor nor solute
_CAPS: Final = ("ACE", "FOR", "NH2", "NME")


def sort_cofactors(structure: Structure, rule: CofactorRule) -> tuple[Structure, tuple[Note, ...]]:
    """Keep or drop cofactors, ions and solutes; glycans are always dropped from the atoms.

    Parameters
    ----------
    structure : Structure
        Protein with what the file holds besides.
    rule : {"bound", "keep", "drop"}
        ``bound`` keeps single ions that at least three protein atoms (nitrogen, oxygen, sulphur)
        hold within 3 Å, and larger molecules of which the protein buries at least half of the
        surface, unless they are known solutes of crystals and buffers. Caps of a chain's ends
        always stay.

    Returns
    -------
    tuple of Structure and tuple of Note
    """
    starts = structure.residue_starts
    listed = np.flatnonzero(structure.is_hetero[starts])
    names = structure.residue_name[starts]
    caps = {r for r in listed.tolist() if names[r] in _CAPS}
    others = [r for r in listed.tolist() if r not in caps]
    cofactors = [r for r in others if classify_residue(str(names[r])) != "glycan"]
    kept = [r for r in cofactors if rule == "keep" or (rule == "bound" and _is_bound(structure, r))]
    dropped = [r for r in cofactors if r not in set(kept)]
    gone = np.isin(structure.residue_index, [r for r in others if r not in set(kept)])
    notes = []
    labels = label_residues(structure)
    if kept:
        text = count_things(len(kept), "cofactor or ion stays", "cofactors or ions stay")
        notes.append(Note("cofactor_kept", text, len(kept), tuple(labels[r] for r in kept)))
    if dropped:
        text = count_things(
            len(dropped), "cofactor, ion or solute dropped", "cofactors, ions or solutes dropped"
        )
        notes.append(
            Note("cofactor_dropped", text, len(dropped), tuple(labels[r] for r in dropped))
        )
    return structure.select(~gone), tuple(notes)


def _is_bound(structure: Structure, residue: int) -> bool:
    atoms = np.flatnonzero(structure.residue_index == residue)
    protein = np.flatnonzero(~structure.is_hetero)
    if len(atoms) == 1:
        return _count_coordinating(structure, int(atoms[0]), protein) >= _LEAST_COORDINATING
    known = gemmi.find_tabulated_residue(str(structure.residue_name[atoms[0]]))
    if known.kind == gemmi.ResidueKind.BUF:
        return False
    return _compute_buried_share(structure, atoms, protein) >= _LEAST_BURIED


def _count_coordinating(structure: Structure, atom: int, protein: npt.NDArray[np.intp]) -> int:
    holding = protein[np.isin(structure.element[protein], ("N", "O", "S"))]
    distances = np.linalg.norm(structure.positions[holding] - structure.positions[atom], axis=1)
    return int((distances < _COORDINATION_ANGSTROM).sum())


def _compute_buried_share(
    structure: Structure, atoms: npt.NDArray[np.intp], protein: npt.NDArray[np.intp]
) -> float:
    radii = assign_radii(structure)
    both = np.concatenate([atoms, protein])
    free = compute_accessible_area(structure.positions[atoms], radii[atoms]).sum()
    held = compute_accessible_area(structure.positions[both], radii[both])[: len(atoms)].sum()
    return float(1.0 - held / free)
