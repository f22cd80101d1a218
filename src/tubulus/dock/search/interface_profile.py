"""How often each residue lies in the interface over the best poses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from tubulus.dock.search.partner import Partner
from tubulus.dock.search.poses import PoseTable

__all__ = ["InterfaceProfile", "compute_interface_profile"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class InterfaceProfile:
    """Share of poses, 0 to 1, in which each residue touches the partner.

    Parameters
    ----------
    fixed : ndarray, shape (r,)
        Residues of the fixed partner, in its order.
    mobile : ndarray, shape (s,)
        Residues of the mobile partner.
    n_poses : int
        Poses that the shares are of; 0 makes every share 0.
    """

    fixed: Floats
    mobile: Floats
    n_poses: int


def compute_interface_profile(
    table: PoseTable,
    fixed: Partner,
    mobile: Partner,
    *,
    poses: int = 100,
    distance_angstrom: float = 5.0,
) -> InterfaceProfile:
    """Compute in which share of the best poses each residue has an atom near the partner.

    Parameters
    ----------
    table : PoseTable
        Best pose first.
    fixed, mobile : Partner
        The partners, in the frames of the table.
    poses : int
        Best poses that count, each alike.
    distance_angstrom : float
        Two heavy atoms nearer than that touch.
    """
    counts = [np.zeros(int(p.residues.max()) + 1) for p in (fixed, mobile)]
    tree = cKDTree(fixed.positions)
    used = min(poses, len(table))
    for pose in range(used):
        placed = cKDTree(table.place(mobile.positions, pose))
        pairs = tree.sparse_distance_matrix(placed, distance_angstrom, output_type="coo_matrix")
        counts[0][np.unique(fixed.residues[pairs.row])] += 1.0
        counts[1][np.unique(mobile.residues[pairs.col])] += 1.0
    share = max(used, 1)
    return InterfaceProfile(counts[0] / share, counts[1] / share, used)
