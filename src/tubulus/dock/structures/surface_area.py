"""Solvent accessible surface of atoms and residues."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
from numba import njit

from tubulus.dock.structures.neighbours import sort_into_cells
from tubulus.dock.structures.radii import EXPOSED_AREA, assign_radii
from tubulus.dock.structures.structure import Structure

__all__ = [
    "PROBE_ANGSTROM",
    "compute_accessible_area",
    "compute_relative_exposure",
    "compute_residue_area",
    "spread_points",
]

Floats = npt.NDArray[np.float64]

PROBE_ANGSTROM: Final = 1.4
"""Radius of a water molecule as the probe."""


def compute_accessible_area(
    positions: Floats, radii: Floats, *, n_points: int = 240, probe: float = PROBE_ANGSTROM
) -> Floats:
    """Compute the surface of each atom that the centre of a water molecule can reach.

    Parameters
    ----------
    positions : ndarray, shape (n, 3)
        In ångström.
    radii : ndarray, shape (n,)
        Van der Waals radii in ångström.
    n_points : int
        Points on each sphere; 92 is coarse, 960 is fine.
    probe : float
        Radius of the probe in ångström.

    Returns
    -------
    ndarray, shape (n,)
        In square ångström.

    Notes
    -----
    Points are spread over the sphere of radius r + probe of each atom; the share of them that lie
    in no other such sphere is exposed (Shrake and Rupley 1973, J Mol Biol 79:351-371).
    """
    if len(positions) == 0:
        return np.empty(0)
    reach = radii + probe
    cells = sort_into_cells(positions, float(2.0 * reach.max()))
    exposed = np.zeros(len(positions))
    _count_exposed(
        cells.positions,
        reach[cells.order],
        cells.starts,
        cells.origin,
        cells.counts,
        cells.edge,
        spread_points(n_points),
        exposed,
    )
    area = np.empty(len(positions))
    area[cells.order] = exposed
    return np.asarray(area / n_points * 4.0 * np.pi * reach**2)


def compute_residue_area(structure: Structure, *, n_points: int = 240) -> Floats:
    """Compute the accessible surface of each residue, shape (n_residues,), in square ångström."""
    area = compute_accessible_area(structure.positions, assign_radii(structure), n_points=n_points)
    total = np.bincount(structure.residue_index, area, minlength=structure.n_residues)
    return np.asarray(total, dtype=np.float64)


def compute_relative_exposure(structure: Structure, *, n_points: int = 240) -> Floats:
    """Compute the exposed share of each residue, shape (n_residues,).

    1 is the residue in an extended peptide; ends of chains may exceed it. What is no standard
    amino acid has no reference and gives not-a-number, to be masked by the caller.
    """
    names = structure.residue_name[structure.residue_starts].tolist()
    whole = np.array([EXPOSED_AREA.get(name, np.nan) for name in names])
    return np.asarray(compute_residue_area(structure, n_points=n_points) / whole)


@cache
def spread_points(n_points: int) -> Floats:
    """Spread points evenly over the unit sphere along a golden spiral, shape (n_points, 3)."""
    steps = np.arange(n_points) + 0.5
    heights = 1.0 - 2.0 * steps / n_points
    angles = np.pi * (1.0 + np.sqrt(5.0)) * steps
    widths = np.sqrt(1.0 - heights**2)
    points = np.column_stack([widths * np.cos(angles), widths * np.sin(angles), heights])
    points.flags.writeable = False
    return points


@njit(cache=True, error_model="numpy", fastmath=True)
def _count_exposed(  # type: ignore[no-untyped-def]  # noqa: PLR0917 -- a kernel
    positions, reach, starts, origin, counts, edge, points, exposed
):
    """Count the points of each sphere that lie in no other sphere."""
    near = np.empty(len(positions), dtype=np.int64)
    for atom in range(len(positions)):
        n_near = _list_near(positions, reach, starts, origin, counts, edge, atom, near)
        last = 0
        for p in range(len(points)):
            x = positions[atom, 0] + reach[atom] * points[p, 0]
            y = positions[atom, 1] + reach[atom] * points[p, 1]
            z = positions[atom, 2] + reach[atom] * points[p, 2]
            covered = False
            for step in range(n_near):
                # the sphere that covered the point before mostly covers this one
                slot = (last + step) % n_near
                other = near[slot]
                dx = positions[other, 0] - x
                dy = positions[other, 1] - y
                dz = positions[other, 2] - z
                if dx * dx + dy * dy + dz * dz < reach[other] * reach[other]:
                    covered, last = True, slot
                    break
            if not covered:
                exposed[atom] += 1


@njit(cache=True, error_model="numpy", fastmath=True)
def _list_near(  # type: ignore[no-untyped-def]  # noqa: PLR0917 -- a kernel
    positions, reach, starts, origin, counts, edge, atom, near
):
    """List the atoms whose spheres meet that of one atom; return how many."""
    n_near = 0
    i = int((positions[atom, 0] - origin[0]) // edge)
    j = int((positions[atom, 1] - origin[1]) // edge)
    k = int((positions[atom, 2] - origin[2]) // edge)
    for a in range(max(i - 1, 0), min(i + 2, counts[0])):
        for b in range(max(j - 1, 0), min(j + 2, counts[1])):
            row = (a * counts[1] + b) * counts[2]
            for other in range(
                starts[row + max(k - 1, 0)], starts[row + min(k + 1, counts[2] - 1) + 1]
            ):
                dx = positions[other, 0] - positions[atom, 0]
                dy = positions[other, 1] - positions[atom, 1]
                dz = positions[other, 2] - positions[atom, 2]
                sum_ = reach[other] + reach[atom]
                if other != atom and dx * dx + dy * dy + dz * dz < sum_ * sum_:
                    near[n_near] = other
                    n_near += 1
    return n_near
