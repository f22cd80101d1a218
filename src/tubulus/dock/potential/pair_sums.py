"""Sums of the pair terms over the atoms of poses, off the grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tubulus.core.kernels import compile_kernel
from tubulus.dock.potential.atom_types import ATOM_TYPES
from tubulus.dock.potential.contact_potential import ContactPotential
from tubulus.dock.potential.pair_terms import (
    CONTACT_END,
    ELECTROSTATIC_END,
    OVERLAP_END,
    compute_contact,
    compute_electrostatic,
    compute_overlap,
)
from tubulus.dock.potential.turning import turn_point

__all__ = [
    "Atoms",
    "PairSums",
    "compute_energies",
    "find_near_cells",
    "sort_into_cells",
    "sum_charges",
    "sum_pair_terms",
]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Atoms:
    """Atoms of one body: positions (n, 3) in angstrom, types, stiffness and charges (n,)."""

    positions: Floats
    atom_types: npt.NDArray[np.int8]
    stiffness: Floats
    charges: Floats


@dataclass(frozen=True, slots=True, eq=False)
class PairSums:
    """What a pose adds up to, before any weight.

    Parameters
    ----------
    contacts : ndarray, shape (p, 18, 18)
        Contacts by type of the fixed and of the mobile atom.
    overlap : ndarray, shape (p,)
        Overlap, weighted by stiffness.
    electrostatic : ndarray, shape (p,)
        In kcal/mol.
    """

    contacts: npt.NDArray[np.float32]
    overlap: Floats
    electrostatic: Floats


def sum_pair_terms(fixed: Atoms, mobile: Atoms, matrices: Floats, positions: Floats) -> PairSums:
    """Sum contacts, overlap and electrostatics over all atom pairs of each pose.

    Parameters
    ----------
    fixed, mobile : Atoms
        The mobile atoms about the point that they turn about.
    matrices : ndarray, shape (p, 3, 3)
        Rotations.
    positions : ndarray, shape (p, 3)
        Where the turning point goes.
    """
    lowest = fixed.positions.min(axis=0)
    order, starts = sort_into_cells(fixed.positions - lowest)
    n_types, n_poses = len(ATOM_TYPES), len(positions)
    contacts = np.zeros((n_poses, n_types, n_types), dtype=np.float32)
    sums = np.zeros(n_poses)
    _sum_poses(
        (fixed.positions[order] - lowest, fixed.atom_types[order], fixed.stiffness[order]),
        starts,
        (mobile.positions, mobile.atom_types, mobile.stiffness),
        (np.ascontiguousarray(matrices), positions - lowest),
        (contacts, sums),
    )
    charges = sum_charges(fixed, mobile, matrices, positions)
    return PairSums(contacts=contacts, overlap=sums, electrostatic=charges)


def sum_charges(fixed: Atoms, mobile: Atoms, matrices: Floats, positions: Floats) -> Floats:
    """Sum the electrostatic term alone, as :func:`sum_pair_terms` does; kcal/mol, shape (p,)."""
    plus, minus = fixed.charges != 0.0, mobile.charges != 0.0
    sums = np.zeros(len(positions))
    _sum_charges(
        (fixed.positions[plus], fixed.charges[plus]),
        (mobile.positions[minus], mobile.charges[minus]),
        (np.ascontiguousarray(matrices), positions),
        sums,
    )
    return sums


def compute_energies(sums: PairSums, potential: ContactPotential) -> Floats:
    """Compute the energy of each pose, shape (p,); lower is better."""
    contact = np.einsum("pij,ij->p", sums.contacts, potential.energies)
    return np.asarray(
        contact + potential.overlap * sums.overlap + potential.electrostatic * sums.electrostatic
    )


def sort_into_cells(points: Floats) -> tuple[Integers, Integers]:
    """Sort atoms by cells as wide as the range of contact; starts has shape (x, y, z + 1)."""
    cells = (points / CONTACT_END).astype(np.int64)
    shape = cells.max(axis=0) + 1
    flat = (cells[:, 0] * shape[1] + cells[:, 1]) * shape[2] + cells[:, 2]
    order = np.argsort(flat, kind="stable")
    bounds = np.searchsorted(flat[order], np.arange(int(np.prod(shape)) + 1))
    starts = np.empty((shape[0], shape[1], shape[2] + 1), dtype=np.int64)
    starts[:, :, :-1] = bounds[:-1].reshape(shape)
    starts[:, :, -1] = bounds[np.arange(1, shape[0] * shape[1] + 1) * shape[2]].reshape(shape[:2])
    return order, starts


@compile_kernel()
def find_near_cells(x, y, z, shape):  # type: ignore[no-untyped-def]
    """Find the first and past-the-last cell about a point along x, y and z; starts' shape."""
    return (
        _span_cells(x, shape[0]),
        _span_cells(y, shape[1]),
        _span_cells(z, shape[2] - 1),
    )


@compile_kernel()
def _span_cells(place, count):  # type: ignore[no-untyped-def]
    cell = int(np.floor(place / CONTACT_END))
    low = min(max(cell - 1, 0), count)
    return low, max(min(cell + 2, count), low)


@compile_kernel(fastmath=True)
def _sum_poses(fixed, starts, mobile, poses, out) -> None:  # type: ignore[no-untyped-def]
    points, types, stiffness = fixed
    offsets, mobile_types, mobile_stiffness = mobile
    matrices, positions = poses
    contacts, sums = out
    for p in range(positions.shape[0]):
        overlap = 0.0
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
                        if square >= CONTACT_END * CONTACT_END:
                            continue
                        distance = np.sqrt(square)
                        if types[b] >= 0 and mobile_types[a] >= 0:
                            contacts[p, types[b], mobile_types[a]] += compute_contact(distance)
                        if distance < OVERLAP_END:
                            weight = stiffness[b] * mobile_stiffness[a]
                            overlap += weight * compute_overlap(distance)
        sums[p] = overlap


@compile_kernel(fastmath=True)
def _sum_charges(fixed, mobile, poses, sums) -> None:  # type: ignore[no-untyped-def]
    points, charges = fixed
    offsets, mobile_charges = mobile
    matrices, positions = poses
    for p in range(positions.shape[0]):
        energy = 0.0
        for a in range(offsets.shape[0]):
            x, y, z = turn_point(matrices[p], offsets, a)
            x, y, z = x + positions[p, 0], y + positions[p, 1], z + positions[p, 2]
            for b in range(points.shape[0]):
                square = (points[b, 0] - x) ** 2 + (points[b, 1] - y) ** 2 + (points[b, 2] - z) ** 2
                if square < ELECTROSTATIC_END * ELECTROSTATIC_END:
                    unit = compute_electrostatic(np.sqrt(square))
                    energy += charges[b] * mobile_charges[a] * unit
        sums[p] = energy
