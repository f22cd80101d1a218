"""Measures of how close a pose is to the reference complex, and CAPRI classes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["CAPRI_CLASSES", "PoseQuality", "classify_capri", "compute_dockq"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

# from worst to best; a class is an index into this tuple
CAPRI_CLASSES = ("incorrect", "acceptable", "medium", "high")


@dataclass(frozen=True, slots=True, eq=False)
class PoseQuality:
    """How close poses are to the reference complex, one element a pose.

    Attributes
    ----------
    fnat : ndarray, shape (p,)
        Share of the reference's residue contacts that the pose has.
    fnonnat : ndarray, shape (p,)
        Share of the pose's residue contacts that the reference lacks; 0 where the pose has no
        contact.
    interface_rmsd : ndarray, shape (p,)
        Backbone deviation of the interface after its own superposition, in ångström.
    ligand_rmsd : ndarray, shape (p,)
        Backbone deviation of the smaller partner after superposition of the larger, in ångström.
    dockq : ndarray, shape (p,)
        DockQ, 0 to 1.
    capri : ndarray of int, shape (p,)
        Index into ``CAPRI_CLASSES``.
    n_contacts : ndarray of int, shape (p,)
        Residue contacts of the pose.
    n_clashing_residues : ndarray of int, shape (p,)
        Residue pairs with heavy atoms nearer than 2 Å.
    n_clashing_atoms : ndarray of int, shape (p,)
        Pairs of heavy atoms nearer than 3 Å.
    n_reference_contacts : int
        Residue contacts of the reference.
    """

    fnat: Floats
    fnonnat: Floats
    interface_rmsd: Floats
    ligand_rmsd: Floats
    dockq: Floats
    capri: Integers
    n_contacts: Integers
    n_clashing_residues: Integers
    n_clashing_atoms: Integers
    n_reference_contacts: int

    @property
    def capri_names(self) -> tuple[str, ...]:
        """CAPRI class of each pose in words."""
        return tuple(CAPRI_CLASSES[index] for index in self.capri)


def compute_dockq(fnat: Floats, interface_rmsd: Floats, ligand_rmsd: Floats) -> Floats:
    """Compute DockQ from its three parts.

    Notes
    -----
    DockQ = (fnat + 1/(1 + (iRMSD/1.5)²) + 1/(1 + (lRMSD/8.5)²)) / 3: Basu and Wallner 2016,
    PLoS ONE 11:e0161879.
    """
    interface = 1.0 / (1.0 + (interface_rmsd / 1.5) ** 2)
    ligand = 1.0 / (1.0 + (ligand_rmsd / 8.5) ** 2)
    return (fnat + interface + ligand) / 3.0


def classify_capri(fnat: Floats, interface_rmsd: Floats, ligand_rmsd: Floats) -> Integers:
    """Put poses into CAPRI classes.

    Returns
    -------
    ndarray of int, shape (p,)
        Index into ``CAPRI_CLASSES``: 0 incorrect, 1 acceptable, 2 medium, 3 high.

    Notes
    -----
    A pose is of the best class whose demands it meets: high fnat ≥ 0.5 and (lRMSD ≤ 1 or
    iRMSD ≤ 1), medium fnat ≥ 0.3 and (lRMSD ≤ 5 or iRMSD ≤ 2), acceptable fnat ≥ 0.1 and
    (lRMSD ≤ 10 or iRMSD ≤ 4), as Basu and Wallner 2016, PLoS ONE 11:e0161879, quote them.

    Many contacts do not make good what the deviations lack: fnat ≥ 0.5 with lRMSD 7 and iRMSD 3
    is acceptable. So it is in `capri_class` of DockQ 1, which asks for incorrect, acceptable,
    medium and high in this order: fnat ≥ 0.3 with lRMSD > 5 and iRMSD > 2 is acceptable before
    fnat ≥ 0.5 with lRMSD > 1 and iRMSD > 1 is medium. DockQ 2.1.3 gives no class.
    """
    classes = np.zeros(np.shape(fnat), dtype=np.int64)
    for index, least, ligand, interface in ((1, 0.1, 10, 4), (2, 0.3, 5, 2), (3, 0.5, 1, 1)):
        meets = (fnat >= least) & ((ligand_rmsd <= ligand) | (interface_rmsd <= interface))
        classes[meets] = index
    return classes
