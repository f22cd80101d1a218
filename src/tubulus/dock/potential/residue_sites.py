"""Where the residues of a partner are: two points each, and their kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["NO_SITES", "RESIDUE_KINDS", "ResidueSites", "find_residue_sites"]

Floats = npt.NDArray[np.float64]

RESIDUE_KINDS: Final = (
    "ALA", "ARG", "ASN", "ASP", "CYS", "GLN", "GLU", "GLY", "HIS", "ILE",
    "LEU", "LYS", "MET", "PHE", "PRO", "SER", "THR", "TRP", "TYR", "VAL",
)  # fmt: skip
"""The twenty amino acids in the order of the residue potential."""

_KIND_OF = {name: kind for kind, name in enumerate(RESIDUE_KINDS)} | {"MSE": 12}
_BACKBONE = ("N", "CA", "C", "O", "OXT")


@dataclass(frozen=True, slots=True, eq=False)
class ResidueSites:
    """Points of residues; those outside the twenty amino acids have none.

    Parameters
    ----------
    beta : ndarray, shape (m, 3)
        Beta carbon of each residue, the alpha carbon where there is none; angstrom.
    centroid : ndarray, shape (m, 3)
        Mean of the side-chain atoms, or the point of ``beta`` where there are none.
    kinds : ndarray of int64, shape (m,)
        Index into :data:`RESIDUE_KINDS`.
    """

    beta: Floats
    centroid: Floats
    kinds: npt.NDArray[np.int64]

    def move(self, translation: Floats) -> ResidueSites:
        """Return the sites moved by a vector, shape (3,), in angstrom."""
        return ResidueSites(self.beta + translation, self.centroid + translation, self.kinds)


NO_SITES: Final = ResidueSites(np.empty((0, 3)), np.empty((0, 3)), np.empty(0, dtype=np.int64))
"""Of a body whose residues are not known; residues then tell nothing of its poses."""


def find_residue_sites(
    positions: Floats,
    residues: npt.NDArray[np.integer],
    residue_names: Sequence[str],
    atom_names: Sequence[str],
) -> ResidueSites:
    """Find the sites of the residues of a partner.

    Parameters
    ----------
    positions : ndarray, shape (n, 3)
        Heavy atoms, in angstrom.
    residues : ndarray of int, shape (n,)
        Residue of each atom; atoms of a residue need not stand together.
    residue_names, atom_names : sequence of str, length n
        Names of the Protein Data Bank. Selenomethionine counts as methionine.
    """
    members: dict[int, list[int]] = {}
    for atom, residue in enumerate(residues.tolist()):
        if residue_names[atom] in _KIND_OF:
            members.setdefault(residue, []).append(atom)
    beta, centroid, kinds = [], [], []
    for atoms in members.values():
        named = {atom_names[a]: a for a in reversed(atoms)}
        anchor = named.get("CB", named.get("CA"))
        if anchor is None:
            continue
        side = [a for a in atoms if atom_names[a] not in _BACKBONE]
        beta.append(positions[anchor])
        centroid.append(positions[side].mean(axis=0) if side else positions[anchor])
        kinds.append(_KIND_OF[residue_names[atoms[0]]])
    if not kinds:
        return NO_SITES
    return ResidueSites(np.array(beta), np.array(centroid), np.array(kinds, dtype=np.int64))
