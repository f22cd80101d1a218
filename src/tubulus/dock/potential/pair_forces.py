"""Energy, force and torque of poses, atom by atom: what rigid minimisation follows."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tubulus.core.kernels import compile_kernel
from tubulus.dock.potential.contact_potential import ContactPotential
from tubulus.dock.potential.pair_sums import Atoms, find_near_cells, sort_into_cells
from tubulus.dock.potential.pair_terms import (
    CONTACT_END,
    CONTACT_START,
    ELECTROSTATIC_END,
    OVERLAP_END,
    compute_contact,
    compute_electrostatic,
    compute_overlap,
)
from tubulus.dock.potential.turning import turn_point

__all__ = ["compute_forces"]

Floats = npt.NDArray[np.float64]


def compute_forces(
    fixed: Atoms,
    mobile: Atoms,
    matrices: Floats,
    positions: Floats,
    potential: ContactPotential,
) -> tuple[Floats, Floats]:
    """Compute the energy of poses, and the force and torque on the mobile partner.

    Parameters
    ----------
    fixed, mobile : Atoms
        The mobile atoms about the point that they turn about.
    matrices : ndarray, shape (p, 3, 3)
        Rotations.
    positions : ndarray, shape (p, 3)
        Where the turning point goes.
    potential : ContactPotential
        Weights of the terms.

    Returns
    -------
    energies : ndarray, shape (p,)
        As :func:`~tubulus.dock.potential.pair_sums.compute_energies` gives them.
    forces : ndarray, shape (p, 6)
        Minus the slope of the energy along x, y, z (per angstrom) and about x, y, z through the
        turning point (per radian).
    """
    lowest = fixed.positions.min(axis=0)
    order, starts = sort_into_cells(fixed.positions - lowest)
    padded = np.pad(potential.energies, (0, 1))  # the last row and column: untyped atoms
    out = np.zeros((len(positions), 7))
    _add_near(
        (fixed.positions[order] - lowest, fixed.atom_types[order], fixed.stiffness[order]),
        starts,
        (mobile.positions, mobile.atom_types, mobile.stiffness),
        (np.ascontiguousarray(matrices), positions - lowest),
        (padded, potential.overlap, out),
    )
    plus, minus = fixed.charges != 0.0, mobile.charges != 0.0
    _add_charges(
        (fixed.positions[plus] - lowest, fixed.charges[plus]),
        (mobile.positions[minus], mobile.charges[minus]),
        (np.ascontiguousarray(matrices), positions - lowest),
        (potential.electrostatic, out),
    )
    return out[:, 0], out[:, 1:]


@compile_kernel()
def _add_pair(row, lever, apart, distance, pair) -> None:  # type: ignore[no-untyped-def]
    """Add a pair's energy, and the force along the line from fixed to mobile atom."""
    energy, slope = pair
    row[0] += energy
    pull = -slope / max(distance, 1e-6)
    f_x, f_y, f_z = pull * apart[0], pull * apart[1], pull * apart[2]
    row[1] += f_x
    row[2] += f_y
    row[3] += f_z
    row[4] += lever[1] * f_z - lever[2] * f_y
    row[5] += lever[2] * f_x - lever[0] * f_z
    row[6] += lever[0] * f_y - lever[1] * f_x


@compile_kernel()
def _score_pair(distance, contact, overlap):  # type: ignore[no-untyped-def]
    """Return energy and slope of a pair's contact and overlap."""
    energy, slope = contact * compute_contact(distance), 0.0
    if CONTACT_START < distance < CONTACT_END:
        width = CONTACT_END - CONTACT_START
        u = (distance - CONTACT_START) / width
        slope = -6.0 * contact * u * (1.0 - u) / width
    if distance < OVERLAP_END:
        energy += overlap * compute_overlap(distance)
        rest = 1.0 - (distance / OVERLAP_END) ** 2
        slope -= 4.0 * overlap * rest * distance / OVERLAP_END**2
    return energy, slope


@compile_kernel(fastmath=True)
def _add_near(fixed, starts, mobile, poses, terms) -> None:  # type: ignore[no-untyped-def]
    points, types, stiffness = fixed
    offsets, mobile_types, mobile_stiffness = mobile
    matrices, positions = poses
    energies, overlap, out = terms
    for p in range(positions.shape[0]):
        for a in range(offsets.shape[0]):
            lever = turn_point(matrices[p], offsets, a)
            x = lever[0] + positions[p, 0]
            y = lever[1] + positions[p, 1]
            z = lever[2] + positions[p, 2]
            near_x, near_y, near_z = find_near_cells(x, y, z, starts.shape)
            for i in range(near_x[0], near_x[1]):
                for j in range(near_y[0], near_y[1]):
                    for b in range(starts[i, j, near_z[0]], starts[i, j, near_z[1]]):
                        apart = (x - points[b, 0], y - points[b, 1], z - points[b, 2])
                        square = apart[0] ** 2 + apart[1] ** 2 + apart[2] ** 2
                        if square >= CONTACT_END * CONTACT_END:
                            continue
                        distance = np.sqrt(square)
                        pair = _score_pair(
                            distance,
                            energies[types[b], mobile_types[a]],
                            overlap * stiffness[b] * mobile_stiffness[a],
                        )
                        _add_pair(out[p], lever, apart, distance, pair)


@compile_kernel(fastmath=True)
def _add_charges(fixed, mobile, poses, terms) -> None:  # type: ignore[no-untyped-def]
    points, charges = fixed
    offsets, mobile_charges = mobile
    matrices, positions = poses
    weight, out = terms
    step = 1e-3
    for p in range(positions.shape[0]):
        for a in range(offsets.shape[0]):
            lever = turn_point(matrices[p], offsets, a)
            x = lever[0] + positions[p, 0]
            y = lever[1] + positions[p, 1]
            z = lever[2] + positions[p, 2]
            for b in range(points.shape[0]):
                apart = (x - points[b, 0], y - points[b, 1], z - points[b, 2])
                square = apart[0] ** 2 + apart[1] ** 2 + apart[2] ** 2
                if square >= ELECTROSTATIC_END * ELECTROSTATIC_END:
                    continue
                distance = np.sqrt(square)
                product = weight * charges[b] * mobile_charges[a]
                slope = (
                    compute_electrostatic(distance + step) - compute_electrostatic(distance - step)
                ) / (2.0 * step)
                energy = product * compute_electrostatic(distance)
                _add_pair(out[p], lever, apart, distance, (energy, product * slope))
