"""One structural model as arrays of atoms: what every step of docking takes and returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Structure", "join_structures"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Names = npt.NDArray[np.str_]

_ARRAYS: dict[str, Any] = {
    "positions": np.float64,
    "element": np.dtype("U2"),
    "atom_name": np.dtype("U6"),
    "residue_name": np.dtype("U5"),
    "residue_number": np.int32,
    "insertion_code": np.dtype("U1"),
    "chain": np.dtype("U8"),
    "b_factor": np.float64,
    "occupancy": np.float64,
    "is_hetero": np.bool_,
}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Structure:
    """Atoms of a partner or of a complex; nothing in it changes after it is made.

    Parameters
    ----------
    name : str
        How the structure is called in tables and messages, for instance ``1KTZ``.
    positions : ndarray of float64, shape (n, 3)
        Coordinates in ångström; finite.
    element : ndarray of str, shape (n,)
        Chemical symbols in capitals, for instance ``C`` or ``ZN``.
    atom_name : ndarray of str, shape (n,)
        Names of the Protein Data Bank without blanks, for instance ``CA``.
    residue_name : ndarray of str, shape (n,)
        Component codes, for instance ``ALA``.
    residue_number : ndarray of int32, shape (n,)
        Numbers of the author of the file; they may repeat between chains and skip.
    insertion_code : ndarray of str, shape (n,)
        One letter, empty for nearly all residues.
    chain : ndarray of str, shape (n,)
        Chain names of the author of the file.
    b_factor : ndarray of float64, shape (n,)
        Displacement parameter in square ångström; for a predicted structural model the
        confidence pLDDT, 0 to 100.
    occupancy : ndarray of float64, shape (n,)
        Share of the molecules in which the atom sits there, 0 to 1.
    is_hetero : ndarray of bool, shape (n,)
        Atoms of cofactors, glycans and ions rather than of the polypeptide.
    is_predicted : bool
        Whether ``b_factor`` holds pLDDT.
    source_name, source_hash : str
        File that the atoms come from and the SHA-256 of its bytes; empty for a made structure.

    Attributes
    ----------
    residue_index : ndarray of int32, shape (n,)
        Residue that each atom belongs to, counted from 0 in the order of the atoms.

    Raises
    ------
    ValueError
        If the arrays differ in length, or a coordinate is not finite.
    """

    name: str
    positions: Floats
    element: Names
    atom_name: Names
    residue_name: Names
    residue_number: Integers
    insertion_code: Names
    chain: Names
    b_factor: Floats
    occupancy: Floats
    is_hetero: Flags
    is_predicted: bool = False
    source_name: str = ""
    source_hash: str = ""
    residue_index: Integers = field(init=False)

    def __post_init__(self) -> None:
        for key, kind in _ARRAYS.items():
            _set_array(self, key, np.array(getattr(self, key), dtype=kind))
        n_atoms = len(self.element)
        if self.positions.shape != (n_atoms, 3):
            raise ValueError(f"positions have the shape {self.positions.shape}, not ({n_atoms}, 3)")
        for key in _ARRAYS:
            if len(getattr(self, key)) != n_atoms:
                raise ValueError(f"{key} holds {len(getattr(self, key))} of {n_atoms} atoms")
        if not np.isfinite(self.positions).all():
            raise ValueError(f"{self.name}: coordinates must be finite numbers")
        _set_array(self, "residue_index", _compute_residue_index(self))

    def __repr__(self) -> str:
        """Return the name, the size and the chains; arrays of atoms are too long to show."""
        return f"<Structure {self.name}: {self.n_atoms} atoms, chains {', '.join(self.chains)}>"

    @property
    def n_atoms(self) -> int:
        """Number of atoms."""
        return len(self.element)

    @property
    def n_residues(self) -> int:
        """Number of residues, cofactors included."""
        return int(self.residue_index[-1]) + 1 if self.n_atoms else 0

    @property
    def residue_starts(self) -> npt.NDArray[np.intp]:
        """Index of the first atom of each residue, shape (n_residues,)."""
        return np.flatnonzero(np.diff(self.residue_index, prepend=-1))

    @property
    def chains(self) -> tuple[str, ...]:
        """Chain names in the order in which they first appear."""
        return tuple(dict.fromkeys(self.chain.tolist()))

    def compute_centroid(self) -> Floats:
        """Compute the mean position of all atoms, shape (3,), in ångström."""
        return np.asarray(self.positions.mean(axis=0), dtype=np.float64)

    def select(self, atoms: npt.ArrayLike) -> Structure:
        """Return the atoms that a mask or an array of indices names, in that order."""
        chosen = np.asarray(atoms)
        kept: dict[str, Any] = {key: getattr(self, key)[chosen] for key in _ARRAYS}
        return replace(self, **kept)

    def select_chains(self, chains: Sequence[str]) -> Structure:
        """Return the atoms of some chains, in the order of the file.

        Raises
        ------
        KeyError
            If a chain is absent; names those that are there.
        """
        absent = [chain for chain in chains if chain not in self.chains]
        if absent:
            raise KeyError(f"{self.name} has chains {', '.join(self.chains)}; no {absent[0]}")
        return self.select(np.isin(self.chain, list(chains)))

    def with_positions(self, positions: Floats) -> Structure:
        """Return the same atoms at other positions, shape (n, 3), in ångström."""
        return replace(self, positions=positions)

    def rotate(self, rotation: Floats, centre: Floats | None = None) -> Structure:
        """Return the structure turned by a matrix, shape (3, 3), about a centre (the origin)."""
        pivot = np.zeros(3) if centre is None else centre
        return self.with_positions((self.positions - pivot) @ rotation.T + pivot)

    def move(self, translation: Floats) -> Structure:
        """Return the structure moved by a vector, shape (3,), in ångström."""
        return self.with_positions(self.positions + translation)


def join_structures(structures: Sequence[Structure], *, name: str = "") -> Structure:
    """Put the atoms of several structures into one, in the order given.

    Residues of equal chain and number from two structures stay apart only if their chains have
    different names; rename chains before joining copies.

    Raises
    ------
    ValueError
        If there is nothing to join.
    """
    if not structures:
        raise ValueError("nothing to join: give at least one structure")
    first = structures[0]
    joined: dict[str, Any] = {
        key: np.concatenate([getattr(s, key) for s in structures]) for key in _ARRAYS
    }
    return replace(first, name=name or first.name, **joined)


def _set_array(structure: Structure, key: str, array: npt.NDArray[np.generic]) -> None:
    array.flags.writeable = False
    object.__setattr__(structure, key, array)


def _compute_residue_index(structure: Structure) -> Integers:
    if structure.n_atoms == 0:
        return np.empty(0, dtype=np.int32)
    keys = (
        structure.chain,
        structure.residue_number,
        structure.insertion_code,
        structure.residue_name,
    )
    changes = np.zeros(structure.n_atoms - 1, dtype=bool)
    for key in keys:
        changes |= key[1:] != key[:-1]
    return np.concatenate([[0], np.cumsum(changes)]).astype(np.int32)
