"""What poses of two partners are compared with, computed once for all poses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tubulus.dock.assessment.contacts import find_contacts
from tubulus.dock.assessment.residue_matching import match_residues
from tubulus.dock.assessment.superposition import Superposition, superimpose
from tubulus.dock.structures.neighbours import CONTACT_ANGSTROM
from tubulus.dock.structures.structure import Structure

__all__ = ["MatchedPartner", "ReferenceComplex", "build_reference"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

# distance of Basu and Wallner 2016: residues that make up the interface of the reference
_INTERFACE_ANGSTROM = 10.0
_BACKBONE = ("N", "CA", "C", "O")


@dataclass(frozen=True, slots=True, eq=False)
class MatchedPartner:
    """One partner's structural model beside its place in the reference complex.

    Attributes
    ----------
    positions : ndarray, shape (n, 3)
        Heavy atoms of the model's residues that the reference has too, in ångström.
    residue : ndarray of int64, shape (n,)
        Matched residue of each atom, counted from 0.
    backbone, reference_backbone : ndarray, shape (b, 3)
        Backbone atoms that both have, in the model and in the reference, in ångström.
    backbone_residue : ndarray of int64, shape (b,)
        Matched residue of each backbone atom.
    """

    positions: Floats
    residue: Integers
    backbone: Floats
    reference_backbone: Floats
    backbone_residue: Integers


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceComplex:
    """A reference complex laid upon the partners that are docked.

    Attributes
    ----------
    fixed, mobile : MatchedPartner
        Both partners.
    contacts : ndarray of bool, shape (fixed residues, mobile residues)
        Contacts of the reference among matched residues.
    n_contacts : int
        Contacts of the whole reference; those of unmatched residues cannot be recovered.
    interface_fixed, interface_mobile : ndarray of bool
        Which backbone atoms belong to the interface.
    superposes_fixed : bool
        Whether the fixed partner is the larger one, which is superimposed for ligand RMSD.
    """

    fixed: MatchedPartner
    mobile: MatchedPartner
    contacts: npt.NDArray[np.bool_]
    n_contacts: int
    interface_fixed: npt.NDArray[np.bool_]
    interface_mobile: npt.NDArray[np.bool_]
    superposes_fixed: bool

    def find_native_pose(self) -> Superposition:
        """Find the pose that lays the mobile partner where the reference has it.

        Both partners are laid upon the reference by their backbones; the pose takes the mobile
        partner there as the fixed partner sees it.
        """
        fixed = superimpose(self.fixed.reference_backbone, self.fixed.backbone)
        target = fixed.place(self.mobile.reference_backbone)
        return superimpose(self.mobile.backbone, target)


def build_reference(
    fixed: Structure, mobile: Structure, reference_fixed: Structure, reference_mobile: Structure
) -> ReferenceComplex:
    """Prepare the assessment of poses against a reference complex.

    Parameters
    ----------
    fixed, mobile : Structure
        Partners as they are docked, in any orientation.
    reference_fixed, reference_mobile : Structure
        The same partners in the reference complex. Atoms flagged ``is_hetero`` are left out.

    Raises
    ------
    ValueError
        If residues cannot be matched, or the reference has no contact between the partners.

    Notes
    -----
    Contacts are residue pairs with heavy atoms nearer than 5 Å; the interface is the residues
    nearer than 10 Å to the partner; the partner with more residues in the reference is
    superimposed for ligand RMSD: Basu and Wallner 2016, PLoS ONE 11:e0161879, and their program.
    """
    structures = [_drop_hetero(s) for s in (fixed, mobile, reference_fixed, reference_mobile)]
    fixed, mobile, reference_fixed, reference_mobile = structures
    whole = find_contacts(
        *_list_atoms(reference_fixed), *_list_atoms(reference_mobile), CONTACT_ANGSTROM
    )
    fixed_pairs = match_residues(fixed, reference_fixed)
    mobile_pairs = match_residues(mobile, reference_mobile)
    near = find_contacts(
        *_list_atoms(reference_fixed), *_list_atoms(reference_mobile), _INTERFACE_ANGSTROM
    )[np.ix_(fixed_pairs[1], mobile_pairs[1])]
    if not whole.any() or not near.any():
        raise ValueError(
            f"{reference_fixed.name} and {reference_mobile.name} have no residues within "
            f"{CONTACT_ANGSTROM:g} Å of each other: this is no reference complex"
        )
    ours = _match_partner(fixed, reference_fixed, *fixed_pairs)
    theirs = _match_partner(mobile, reference_mobile, *mobile_pairs)
    return ReferenceComplex(
        ours,
        theirs,
        whole[np.ix_(fixed_pairs[1], mobile_pairs[1])],
        int(whole.sum()),
        np.any(near, axis=1)[ours.backbone_residue],
        np.any(near, axis=0)[theirs.backbone_residue],
        reference_fixed.n_residues > reference_mobile.n_residues,
    )


def _drop_hetero(structure: Structure) -> Structure:
    return structure.select(~structure.is_hetero)


def _list_atoms(structure: Structure) -> tuple[Floats, Integers]:
    return structure.positions, structure.residue_index.astype(np.int64)


def _match_partner(
    model: Structure, reference: Structure, residues: Integers, partners: Integers
) -> MatchedPartner:
    matched = np.full(model.n_residues, -1, dtype=np.int64)
    matched[residues] = np.arange(len(residues))
    index = matched[model.residue_index]
    inside = index >= 0
    backbone = _pair_backbone(model, reference, residues, partners)
    return MatchedPartner(
        np.ascontiguousarray(model.positions[inside]),
        index[inside],
        model.positions[backbone[:, 0]],
        reference.positions[backbone[:, 1]],
        index[backbone[:, 0]],
    )


def _pair_backbone(
    model: Structure, reference: Structure, residues: Integers, partners: Integers
) -> Integers:
    ours, theirs = _index_backbone(model), _index_backbone(reference)
    pairs = [
        (ours[residue, name], theirs[partner, name])
        for residue, partner in zip(residues.tolist(), partners.tolist(), strict=True)
        for name in _BACKBONE
        if (residue, name) in ours and (partner, name) in theirs
    ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _index_backbone(structure: Structure) -> dict[tuple[int, str], int]:
    atoms = np.flatnonzero(np.isin(structure.atom_name, _BACKBONE))
    residues = structure.residue_index[atoms].tolist()
    names = structure.atom_name[atoms].tolist()
    keys = zip(residues, names, strict=True)
    return dict(zip(keys, atoms.tolist(), strict=True))
