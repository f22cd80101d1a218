"""Types of heavy atoms for the contact potential, and the charges of electrostatics."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["ATOM_TYPES", "UNTYPED", "assign_atom_types", "assign_charges"]

ATOM_TYPES: tuple[str, ...] = (
    "backbone N",
    "backbone CA",
    "backbone C",
    "backbone O",
    "Gly CA",
    "aliphatic link",
    "Lys NZ",
    "Lys CD CE",
    "carboxylate",
    "Arg guanidinium",
    "Arg CD NE",
    "amide",
    "hydroxyl",
    "imidazole",
    "phenol",
    "aromatic",
    "aliphatic",
    "sulphur",
)
"""Names of the types in the order of the potential's rows."""

UNTYPED = -1
"""Type of atoms outside the twenty amino acids: they take space and make no contact."""

_BACKBONE = {"N": 0, "CA": 1, "C": 2, "O": 3, "OXT": 3}

# Grouped by chemistry: a type holds atoms that see the same surroundings. The division follows
# the idea of Zhang et al. (1997, atomic contact energies: 18 types); the assignment is our own.
_SIDE_CHAINS: dict[str, dict[int, str]] = {
    "ALA": {16: "CB"},
    "ARG": {5: "CB CG", 10: "CD NE", 9: "CZ NH1 NH2"},
    "ASN": {5: "CB", 11: "CG OD1 ND2"},
    "ASP": {5: "CB", 8: "CG OD1 OD2"},
    "CYS": {5: "CB", 17: "SG"},
    "GLN": {5: "CB CG", 11: "CD OE1 NE2"},
    "GLU": {5: "CB CG", 8: "CD OE1 OE2"},
    "HIS": {5: "CB", 13: "CG ND1 CD2 CE1 NE2"},
    "ILE": {16: "CB CG1 CG2 CD1 CD"},
    "LEU": {16: "CB CG CD1 CD2"},
    "LYS": {5: "CB CG", 7: "CD CE", 6: "NZ"},
    "MET": {16: "CB CG CE", 17: "SD"},
    "MSE": {16: "CB CG CE", 17: "SE"},
    "PHE": {5: "CB", 15: "CG CD1 CD2 CE1 CE2 CZ"},
    "PRO": {16: "CB CG CD"},
    "SER": {5: "CB", 12: "OG"},
    "THR": {5: "CB", 12: "OG1", 16: "CG2"},
    "TRP": {5: "CB", 15: "CG CD1 CD2 CE2 CE3 CZ2 CZ3 CH2", 13: "NE1"},
    "TYR": {5: "CB", 15: "CG CD1 CD2", 14: "CE1 CE2 CZ OH"},
    "VAL": {16: "CB CG1 CG2"},
    "GLY": {},
}

# Formal charges at neutral pH, shared by the atoms that carry them; histidine is neutral.
_CHARGES: dict[tuple[str, str], float] = {
    ("LYS", "NZ"): 1.0,
    ("ARG", "NH1"): 0.5,
    ("ARG", "NH2"): 0.5,
    ("ASP", "OD1"): -0.5,
    ("ASP", "OD2"): -0.5,
    ("GLU", "OE1"): -0.5,
    ("GLU", "OE2"): -0.5,
}

_TYPE_OF: dict[tuple[str, str], int] = {
    (residue, atom): kind
    for residue, groups in _SIDE_CHAINS.items()
    for kind, names in groups.items()
    for atom in names.split()
} | {
    (residue, atom): (4 if residue == "GLY" and atom == "CA" else kind)
    for residue in _SIDE_CHAINS
    for atom, kind in _BACKBONE.items()
}


def assign_atom_types(
    residue_names: Sequence[str], atom_names: Sequence[str]
) -> npt.NDArray[np.int8]:
    """Assign each heavy atom its type of the contact potential.

    Parameters
    ----------
    residue_names, atom_names : sequence of str, length n
        Names of the Protein Data Bank, in capitals and without blanks.

    Returns
    -------
    ndarray of int8, shape (n,)
        Index into :data:`ATOM_TYPES`; :data:`UNTYPED` for cofactors, glycans and ions.
    """
    keys = zip(residue_names, atom_names, strict=True)
    return np.array([_TYPE_OF.get((str(r), str(a)), UNTYPED) for r, a in keys], dtype=np.int8)


def assign_charges(
    residue_names: Sequence[str], atom_names: Sequence[str]
) -> npt.NDArray[np.float64]:
    """Assign formal charges at neutral pH to side chains, shape (n,), in elementary charges.

    The ends of the chain stay neutral: a file rarely shows whether its first residue is the
    first of the protein.
    """
    keys = zip(residue_names, atom_names, strict=True)
    return np.array([_CHARGES.get((str(r), str(a)), 0.0) for r, a in keys], dtype=np.float64)
