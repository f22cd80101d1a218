"""Surface that two partners hide from the solvent in a pose."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tubulus.dock.structures.radii import assign_radii
from tubulus.dock.structures.structure import Structure
from tubulus.dock.structures.surface_area import compute_accessible_area

__all__ = ["compute_buried_area"]

Floats = npt.NDArray[np.float64]


def compute_buried_area(
    fixed: Structure,
    mobile: Structure,
    rotations: Floats,
    translations: Floats,
    *,
    n_points: int = 92,
) -> Floats:
    """Compute the surface that both partners lose in each pose, shape (p,), in square ångström.

    Parameters
    ----------
    fixed, mobile : Structure
        Partners; the mobile one before it is placed.
    rotations, translations : ndarray, shape (p, 3, 3) and (p, 3)
        Poses: a position x goes to ``rotation @ x + translation``.
    n_points : int
        Points on each sphere.

    Notes
    -----
    Area of both alone minus area of the complex (both sides summed), by Shrake and Rupley; about
    50 ms a pose for partners of 3,000 atoms, so meant for the poses that are shown.
    """
    radii = np.concatenate([assign_radii(fixed), assign_radii(mobile)])
    alone = _sum_area(fixed.positions, radii[: fixed.n_atoms], n_points)
    alone += _sum_area(mobile.positions, radii[fixed.n_atoms :], n_points)
    buried = np.empty(len(rotations))
    for pose, (rotation, translation) in enumerate(zip(rotations, translations, strict=True)):
        placed = mobile.positions @ rotation.T + translation
        buried[pose] = alone - _sum_area(np.vstack([fixed.positions, placed]), radii, n_points)
    # points that fall otherwise leave a few square ångström of noise about zero
    return np.maximum(buried, 0.0)


def _sum_area(positions: Floats, radii: Floats, n_points: int) -> float:
    return float(compute_accessible_area(positions, radii, n_points=n_points).sum())
