"""A partner as the search sees it: atoms with type, charge and stiffness, nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from tubulus.dock.potential.atom_types import assign_atom_types, assign_charges
from tubulus.dock.potential.pair_sums import Atoms
from tubulus.dock.potential.residue_sites import NO_SITES, ResidueSites, find_residue_sites
from tubulus.dock.structures.structure import Structure

__all__ = ["SOFT", "Partner", "make_partner"]

Floats = npt.NDArray[np.float64]

SOFT = 0.6
"""Stiffness of an exposed side-chain atom beyond the beta carbon; all others have 1."""

# An atom with fewer heavy atoms than this within 7 angstrom lies at the surface: the middle of
# the gap between the two humps of that count in folded chains.
_EXPOSED_NEIGHBOURS, _NEIGHBOUR_RADIUS = 45, 7.0
_STIFF_NAMES = ("N", "CA", "C", "O", "OXT", "CB")


@dataclass(frozen=True, slots=True, eq=False)
class Partner:
    """Heavy atoms of one partner.

    Parameters
    ----------
    name : str
        How the partner is called in tables and messages.
    positions : ndarray of float64, shape (n, 3)
        Coordinates in angstrom, in any frame; poses are told in this frame.
    atom_types : ndarray of int8, shape (n,)
        Index into :data:`~tubulus.dock.potential.atom_types.ATOM_TYPES`, or -1.
    charges : ndarray of float64, shape (n,)
        In elementary charges.
    stiffness : ndarray of float64, shape (n,)
        Weight of the atom in clashes, in (0, 1].
    residues : ndarray of int32, shape (n,)
        Residue that each atom belongs to, counted from 0.
    sites : ResidueSites, optional
        Points of the residues, in the same frame; without them residues tell nothing.

    Raises
    ------
    ValueError
        If there is no atom, arrays differ in length, or a coordinate is not finite.
    """

    name: str
    positions: Floats
    atom_types: npt.NDArray[np.int8]
    charges: Floats
    stiffness: Floats
    residues: npt.NDArray[np.int32]
    sites: ResidueSites = NO_SITES

    def __post_init__(self) -> None:
        n_atoms = len(self.positions)
        if n_atoms == 0:
            raise ValueError(f"{self.name}: no atoms to dock")
        if self.positions.shape != (n_atoms, 3) or not np.isfinite(self.positions).all():
            raise ValueError(f"{self.name}: positions must be finite, shape ({n_atoms}, 3)")
        for key in ("atom_types", "charges", "stiffness", "residues"):
            if len(getattr(self, key)) != n_atoms:
                raise ValueError(f"{self.name}: {key} must hold {n_atoms} values")

    @property
    def centre(self) -> Floats:
        """Mean position of the atoms, shape (3,)."""
        return np.asarray(self.positions.mean(axis=0), dtype=np.float64)

    @property
    def radius(self) -> float:
        """Largest distance of an atom from the centre."""
        return float(np.linalg.norm(self.positions - self.centre, axis=1).max())

    @property
    def atoms(self) -> Atoms:
        """The atoms as the pair sums take them."""
        return Atoms(self.positions, self.atom_types, self.stiffness, self.charges)

    def move(self, translation: Floats) -> Partner:
        """Return the partner moved by a vector, shape (3,), in angstrom."""
        moved = self.sites.move(translation)
        return replace(self, positions=self.positions + translation, sites=moved)


def make_partner(structure: Structure) -> Partner:
    """Describe the heavy atoms of a prepared structure for the search.

    Hydrogen is dropped. Atoms outside the twenty amino acids keep their space, without contact
    or charge. Exposed side-chain atoms beyond the beta carbon are soft, for they move most
    between the unbound and the bound state.
    """
    heavy = structure.select(~np.isin(structure.element, ("H", "D")))
    positions = np.array(heavy.positions, dtype=np.float64)
    residues = np.array(heavy.residue_index, dtype=np.int32)
    residue_names, atom_names = heavy.residue_name.tolist(), heavy.atom_name.tolist()
    return Partner(
        name=structure.name,
        positions=positions,
        atom_types=assign_atom_types(residue_names, atom_names),
        charges=assign_charges(residue_names, atom_names),
        stiffness=_compute_stiffness(positions, np.isin(heavy.atom_name, _STIFF_NAMES)),
        residues=residues,
        sites=find_residue_sites(positions, residues, residue_names, atom_names),
    )


def _compute_stiffness(positions: Floats, is_stiff: npt.NDArray[np.bool_]) -> Floats:
    if len(positions) == 0:
        return np.empty(0)
    tree = cKDTree(positions)
    counts = tree.query_ball_point(positions, _NEIGHBOUR_RADIUS, return_length=True)
    return np.where(is_stiff | (counts > _EXPOSED_NEIGHBOURS), 1.0, SOFT)
