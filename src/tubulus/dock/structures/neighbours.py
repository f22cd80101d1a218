"""Atoms sorted into cubic cells, so that neighbours are found without trying all pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["CONTACT_ANGSTROM", "CellList", "sort_into_cells"]

CONTACT_ANGSTROM: Final = 5.0
"""Heavy atoms at most so far apart are a contact of two residues, chains or partners.

As in Basu and Wallner 2016, PLoS ONE 11:e0161879, for the contacts of poses."""

_MOST_CELLS = 1 << 24


@dataclass(frozen=True, slots=True, eq=False)
class CellList:
    """Atoms by cell.

    Attributes
    ----------
    positions : ndarray of float64, shape (n, 3)
        Positions in the order of the cells, in ångström.
    order : ndarray of int64, shape (n,)
        Index that each of these atoms had before sorting.
    starts : ndarray of int64, shape (number of cells + 1,)
        Where each cell's atoms begin.
    origin : ndarray of float64, shape (3,)
        Lowest corner of the first cell, in ångström.
    counts : ndarray of int64, shape (3,)
        Cells along each axis.
    edge : float
        Edge of a cell in ångström; neighbours within it lie in 27 cells.
    """

    positions: npt.NDArray[np.float64]
    order: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    origin: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int64]
    edge: float


def sort_into_cells(positions: npt.NDArray[np.float64], edge: float) -> CellList:
    """Sort atoms, shape (n, 3), into cubic cells of an edge in ångström.

    Raises
    ------
    ValueError
        If there is no atom, or the atoms are so far apart that the cells would not fit.
    """
    if len(positions) == 0:
        raise ValueError("no atoms to sort into cells")
    origin = positions.min(axis=0)
    counts = ((positions.max(axis=0) - origin) // edge).astype(np.int64) + 1
    if counts.astype(np.float64).prod() > _MOST_CELLS:
        raise ValueError("the atoms are too far apart: check the coordinates of the structure")
    cells = ((positions - origin) // edge).astype(np.int64)
    flat = (cells[:, 0] * counts[1] + cells[:, 1]) * counts[2] + cells[:, 2]
    order = np.argsort(flat, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(flat, minlength=int(counts.prod())))])
    return CellList(
        np.ascontiguousarray(positions[order]), order, starts.astype(np.int64), origin, counts, edge
    )
