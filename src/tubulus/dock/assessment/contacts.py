"""Residue contacts and clashes of many poses of two partners."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from tubulus.dock.structures.neighbours import CONTACT_ANGSTROM, CellList, sort_into_cells

__all__ = ["ContactCounts", "count_contacts", "find_contacts"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

# distances of Basu and Wallner 2016 (clash of residues) and CAPRI (clash of atoms)
RESIDUE_CLASH_ANGSTROM = 2.0
ATOM_CLASH_ANGSTROM = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class ContactCounts:
    """Contacts of poses, each an array of int of shape (p,).

    Attributes
    ----------
    shared : ndarray
        Residue contacts that the reference has too.
    total : ndarray
        Residue contacts of the pose.
    residue_clashes : ndarray
        Residue pairs with heavy atoms nearer than 2 Å.
    atom_clashes : ndarray
        Pairs of heavy atoms nearer than 3 Å.
    """

    shared: Integers
    total: Integers
    residue_clashes: Integers
    atom_clashes: Integers


def find_contacts(
    fixed: Floats, fixed_residue: Integers, mobile: Floats, mobile_residue: Integers, reach: float
) -> npt.NDArray[np.bool_]:
    """Tell which residues of two partners have heavy atoms nearer than a distance.

    Parameters
    ----------
    fixed, mobile : ndarray, shape (n, 3) and (m, 3)
        Positions in ångström.
    fixed_residue, mobile_residue : ndarray of int, shape (n,) and (m,)
        Residue of each atom, counted from 0.
    reach : float
        Distance in ångström; a pair at exactly this distance is no contact.

    Returns
    -------
    ndarray of bool, shape (residues of fixed, residues of mobile)
    """
    shape = (int(fixed_residue.max()) + 1, int(mobile_residue.max()) + 1)
    touched = np.zeros(shape, dtype=np.uint8)
    cells = sort_into_cells(fixed, reach)
    counts = np.zeros(4, dtype=np.int64)
    _count_pose(
        cells.positions,
        fixed_residue[cells.order],
        cells.starts,
        cells.origin,
        cells.counts,
        np.array([reach, 0.0, 0.0]),
        mobile,
        mobile_residue,
        touched,
        counts,
    )
    return touched > 0


def count_contacts(
    fixed: Floats,
    fixed_residue: Integers,
    mobile: Floats,
    mobile_residue: Integers,
    *,
    native: npt.NDArray[np.bool_],
    rotations: Floats,
    translations: Floats,
) -> ContactCounts:
    """Count contacts and clashes of poses of a mobile partner against a fixed one.

    Parameters
    ----------
    fixed, mobile : ndarray, shape (n, 3) and (m, 3)
        Positions in ångström; the mobile partner before it is placed.
    fixed_residue, mobile_residue : ndarray of int, shape (n,) and (m,)
        Residue of each atom, counted from 0.
    native : ndarray of bool, shape (residues of fixed, residues of mobile)
        Contacts of the reference.
    rotations, translations : ndarray, shape (p, 3, 3) and (p, 3)
        Poses: a position x of the mobile partner goes to ``rotation @ x + translation``.

    Notes
    -----
    Contacts are residue pairs with heavy atoms nearer than 5 Å (Basu and Wallner 2016).
    """
    cells: CellList = sort_into_cells(fixed, CONTACT_ANGSTROM)
    counts = np.zeros((len(rotations), 4), dtype=np.int64)
    _count_poses(
        cells.positions,
        fixed_residue[cells.order],
        cells.starts,
        cells.origin,
        cells.counts,
        np.array([CONTACT_ANGSTROM, RESIDUE_CLASH_ANGSTROM, ATOM_CLASH_ANGSTROM]),
        np.ascontiguousarray(mobile),
        mobile_residue,
        native.astype(np.uint8),
        np.ascontiguousarray(rotations),
        np.ascontiguousarray(translations),
        counts,
    )
    shared, total, residue_clashes, atom_clashes = counts.T.copy()
    return ContactCounts(shared, total, residue_clashes, atom_clashes)


@njit(cache=True, error_model="numpy")
def _count_pose(  # type: ignore[no-untyped-def]  # noqa: PLR0913, PLR0917 -- a kernel
    fixed,
    fixed_residue,
    starts,
    origin,
    counts,
    reaches,
    mobile,
    mobile_residue,
    touched,
    result,
):
    """Mark residue pairs in ``touched`` (1 contact, 2 clash) and count pairs of clashing atoms.

    ``result`` receives, in its fourth place, the clashing atom pairs.
    """
    edge = reaches[0]
    contact2, residue2, atom2 = reaches[0] ** 2, reaches[1] ** 2, reaches[2] ** 2
    for atom in range(mobile.shape[0]):
        x, y, z = mobile[atom, 0], mobile[atom, 1], mobile[atom, 2]
        i = int(np.floor((x - origin[0]) / edge))
        j = int(np.floor((y - origin[1]) / edge))
        k = int(np.floor((z - origin[2]) / edge))
        low_k, high_k = max(k - 1, 0), min(k + 1, counts[2] - 1)
        if low_k > high_k:
            continue
        residue = mobile_residue[atom]
        for a in range(max(i - 1, 0), min(i + 2, counts[0])):
            for b in range(max(j - 1, 0), min(j + 2, counts[1])):
                row = (a * counts[1] + b) * counts[2]
                for other in range(starts[row + low_k], starts[row + high_k + 1]):
                    dx, dy, dz = fixed[other, 0] - x, fixed[other, 1] - y, fixed[other, 2] - z
                    distance2 = dx * dx + dy * dy + dz * dz
                    if distance2 < contact2:
                        mark = 2 if distance2 < residue2 else 1
                        touched[fixed_residue[other], residue] = max(
                            touched[fixed_residue[other], residue], mark
                        )
                        if distance2 < atom2:
                            result[3] += 1


@njit(cache=True, error_model="numpy")
def _count_poses(  # type: ignore[no-untyped-def]  # noqa: PLR0913, PLR0917 -- a kernel
    fixed,
    fixed_residue,
    starts,
    origin,
    counts,
    reaches,
    mobile,
    mobile_residue,
    native,
    rotations,
    translations,
    result,
):
    """Fill ``result``, shape (p, 4): shared contacts, contacts, residue and atom clashes."""
    placed = np.empty_like(mobile)
    touched = np.zeros_like(native)
    for pose in range(rotations.shape[0]):
        for atom in range(mobile.shape[0]):
            for axis in range(3):
                placed[atom, axis] = (
                    rotations[pose, axis, 0] * mobile[atom, 0]
                    + rotations[pose, axis, 1] * mobile[atom, 1]
                    + rotations[pose, axis, 2] * mobile[atom, 2]
                    + translations[pose, axis]
                )
        touched[:] = 0
        _count_pose(
            fixed,
            fixed_residue,
            starts,
            origin,
            counts,
            reaches,
            placed,
            mobile_residue,
            touched,
            result[pose],
        )
        for row in range(touched.shape[0]):
            for column in range(touched.shape[1]):
                if touched[row, column]:
                    result[pose, 1] += 1
                    result[pose, 0] += native[row, column]
                    if touched[row, column] == 2:
                        result[pose, 2] += 1
