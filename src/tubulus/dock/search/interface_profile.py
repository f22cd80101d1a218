"""How often each residue lies in the interface over the best poses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tubulus.core.kernels import compile_kernel
from tubulus.dock.potential.pair_sums import find_near_cells, sort_into_cells
from tubulus.dock.potential.pair_terms import CONTACT_END
from tubulus.dock.potential.turning import turn_point
from tubulus.dock.search.partner import Partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.rotations import compute_rotation_matrices

__all__ = ["InterfaceProfile", "compute_interface_profile", "mark_interfaces"]

Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.uint8]


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
    used = min(poses, len(table))
    marks = mark_interfaces(
        table.select(np.arange(used)), fixed, mobile, distance_angstrom=distance_angstrom
    )
    shares = [side.sum(axis=0, dtype=np.float64) / max(used, 1) for side in marks]
    return InterfaceProfile(shares[0], shares[1], used)


def mark_interfaces(
    table: PoseTable, fixed: Partner, mobile: Partner, *, distance_angstrom: float = 5.0
) -> tuple[Marks, Marks]:
    """Mark the residues of both partners that have an atom near the other, pose by pose.

    Parameters
    ----------
    table : PoseTable
        Poses.
    fixed, mobile : Partner
        The partners, in the frames of the table.
    distance_angstrom : float
        Two heavy atoms nearer than that touch; at most 7.5.

    Returns
    -------
    fixed_marks : ndarray of uint8, shape (n, r)
        1 where a residue of the fixed partner touches.
    mobile_marks : ndarray of uint8, shape (n, s)
        The same of the mobile partner.

    Raises
    ------
    ValueError
        If the distance is beyond 7.5 angstrom, the width of a cell.
    """
    if distance_angstrom > CONTACT_END:
        raise ValueError(f"residues touch within {CONTACT_END:g} angstrom at most")
    marks = [np.zeros((len(table), int(p.residues.max()) + 1), np.uint8) for p in (fixed, mobile)]
    lowest = fixed.positions.min(axis=0)
    order, starts = sort_into_cells(fixed.positions - lowest)
    _mark_near(
        (fixed.positions[order] - lowest, fixed.residues[order], starts),
        (mobile.positions - table.mobile_centre, mobile.residues),
        (compute_rotation_matrices(table.rotations), table.positions - lowest),
        distance_angstrom**2,
        (marks[0], marks[1]),
    )
    return marks[0], marks[1]


@compile_kernel()
def _mark_near(fixed, mobile, poses, reach, marks) -> None:  # type: ignore[no-untyped-def]
    points, residues, starts = fixed
    offsets, mobile_residues = mobile
    matrices, positions = poses
    for p in range(positions.shape[0]):
        for a in range(offsets.shape[0]):
            x, y, z = turn_point(matrices[p], offsets, a)
            x, y, z = x + positions[p, 0], y + positions[p, 1], z + positions[p, 2]
            near_x, near_y, near_z = find_near_cells(x, y, z, starts.shape)
            for i in range(near_x[0], near_x[1]):
                for j in range(near_y[0], near_y[1]):
                    for b in range(starts[i, j, near_z[0]], starts[i, j, near_z[1]]):
                        square = (
                            (points[b, 0] - x) ** 2
                            + (points[b, 1] - y) ** 2
                            + (points[b, 2] - z) ** 2
                        )
                        if square < reach:
                            marks[0][p, residues[b]] = 1
                            marks[1][p, mobile_residues[a]] = 1
