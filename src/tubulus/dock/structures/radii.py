"""Van der Waals radii of heavy atoms, and the surface of amino acids that are wholly exposed."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from tubulus.dock.structures.structure import Structure

__all__ = ["EXPOSED_AREA", "assign_radii"]

# radii in Å as in the NACCESS configuration that PRODIGY 2.4.0 distributes (naccess.config)
_ALIPHATIC_CARBON: Final = 1.87
_PLANAR_CARBON: Final = 1.76
_AMIDE_NITROGEN: Final = 1.65
_AMINE_NITROGEN: Final = 1.50
_OXYGEN: Final = 1.40
_SULPHUR: Final = 1.85
# of nucleotides in that table; taken for cofactors and glycans too
_COFACTOR: Final = {"C": 1.80, "N": 1.60, "O": 1.40, "P": 1.90, "S": 1.85, "SE": 1.80}
# an element that the table does not know, for instance a metal
_UNKNOWN: Final = 1.80

_PLANAR: Final = frozenset(
    [
        *(("ARG", "CZ"), ("ASN", "CG"), ("ASP", "CG"), ("GLN", "CD"), ("GLU", "CD")),
        *(("HIS", name) for name in ("CG", "CD2", "CE1")),
        *(("PHE", name) for name in ("CG", "CD1", "CD2", "CE1", "CE2", "CZ")),
        *(("TRP", name) for name in ("CG", "CD1", "CD2", "CE2", "CE3", "CZ2", "CZ3", "CH2")),
        *(("TYR", name) for name in ("CG", "CD1", "CD2", "CE1", "CE2", "CZ")),
    ]
)

EXPOSED_AREA: Final = {
    "ALA": 107.95,
    "CYS": 134.28,
    "ASP": 140.39,
    "GLU": 172.25,
    "PHE": 199.48,
    "GLY": 80.10,
    "HIS": 182.88,
    "ILE": 175.12,
    "LYS": 200.81,
    "LEU": 178.63,
    "MET": 194.15,
    "ASN": 143.94,
    "PRO": 136.13,
    "GLN": 178.50,
    "ARG": 238.76,
    "SER": 116.50,
    "THR": 139.27,
    "VAL": 151.44,
    "TRP": 249.36,
    "TYR": 212.76,
}
"""Accessible surface of residue X in an extended ALA-X-ALA peptide, in square ångström.

Of NACCESS, as PRODIGY 2.4.0 distributes it (``aa_properties``).
"""


def assign_radii(structure: Structure) -> npt.NDArray[np.float64]:
    """Assign a van der Waals radius in ångström to each heavy atom, shape (n,).

    Notes
    -----
    United-atom radii of NACCESS (hydrogens are part of their heavy atom): aliphatic carbon 1.87,
    aromatic and carbonyl carbon 1.76, amide nitrogen 1.65, lysine's amine 1.50, oxygen 1.40,
    sulphur 1.85. Elements without a radius there, such as metals, get 1.80.
    """
    columns = zip(
        structure.residue_name.tolist(),
        structure.atom_name.tolist(),
        structure.element.tolist(),
        structure.is_hetero.tolist(),
        strict=True,
    )
    return np.array([_find_radius(*row) for row in columns], dtype=np.float64)


def _find_radius(residue: str, atom: str, element: str, is_hetero: bool) -> float:
    if is_hetero or element not in ("C", "N", "O", "S"):
        return _COFACTOR.get(element, _UNKNOWN)
    if element == "C":
        planar = atom == "C" or (residue, atom) in _PLANAR
        return _PLANAR_CARBON if planar else _ALIPHATIC_CARBON
    if element == "N":
        return _AMINE_NITROGEN if atom == "NZ" else _AMIDE_NITROGEN
    return _OXYGEN if element == "O" else _SULPHUR
