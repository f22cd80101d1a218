"""Fields of the fixed partner on the grid: overlap, contact channels and electrostatics."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from tubulus.core.kernels import compile_kernel
from tubulus.dock.potential.pair_terms import (
    CONTACT_END,
    ELECTROSTATIC_END,
    OVERLAP_END,
    compute_contact,
    compute_electrostatic,
    compute_overlap,
)

__all__ = ["compute_contact_field", "compute_electrostatic_field", "compute_overlap_field"]

Floats = npt.NDArray[np.float64]
Grid = npt.NDArray[np.float32]
OVERLAP, CONTACT, ELECTROSTATIC = 0, 1, 2
_ENDS = (OVERLAP_END, CONTACT_END, ELECTROSTATIC_END)


@compile_kernel()
def _add_atoms(field: Grid, points: Floats, weights: Floats, spacing: float, term: int) -> None:
    """Add each atom's term times its weights to the points within reach; the grid is periodic."""
    n_x, n_y, n_z, channels = field.shape
    reach = _ENDS[term] / spacing
    for a in range(points.shape[0]):
        p_x, p_y, p_z = points[a, 0], points[a, 1], points[a, 2]
        for i in range(math.ceil(p_x - reach), math.floor(p_x + reach) + 1):
            for j in range(math.ceil(p_y - reach), math.floor(p_y + reach) + 1):
                rest = reach * reach - (i - p_x) ** 2 - (j - p_y) ** 2
                if rest <= 0.0:
                    continue
                half = math.sqrt(rest)
                for k in range(math.ceil(p_z - half), math.floor(p_z + half) + 1):
                    square = (i - p_x) ** 2 + (j - p_y) ** 2 + (k - p_z) ** 2
                    distance = spacing * math.sqrt(square)
                    if term == OVERLAP:
                        value = compute_overlap(distance)
                    elif term == CONTACT:
                        value = compute_contact(distance)
                    else:
                        value = compute_electrostatic(distance)
                    for c in range(channels):
                        field[i % n_x, j % n_y, k % n_z, c] += value * weights[a, c]


def compute_overlap_field(
    points: Floats, stiffness: Floats, shape: tuple[int, int, int], spacing: float
) -> Grid:
    """Compute the overlap that an atom of stiffness 1 would have at each point.

    Parameters
    ----------
    points : ndarray, shape (n, 3)
        Atoms in units of the spacing.
    stiffness : ndarray, shape (n,)
        Weight of each atom.
    shape : tuple of int
        Points of the periodic grid.
    spacing : float
        In angstrom.

    Returns
    -------
    ndarray of float32, the given shape
    """
    field = np.zeros((*shape, 1), dtype=np.float32)
    _add_atoms(field, points, stiffness[:, None].copy(), spacing, OVERLAP)
    return np.asarray(field[..., 0])


def compute_contact_field(
    points: Floats, weights: Floats, shape: tuple[int, int, int], spacing: float
) -> Grid:
    """Compute the sum of contacts at each point with atom weights, shape (n,); the given shape."""
    field = np.zeros((*shape, 1), dtype=np.float32)
    _add_atoms(field, points, np.ascontiguousarray(weights[:, None]), spacing, CONTACT)
    return np.asarray(field[..., 0])


def compute_electrostatic_field(
    points: Floats, charges: Floats, shape: tuple[int, int, int], spacing: float
) -> Grid:
    """Compute the energy of a unit charge at each point; kcal/mol, the given shape."""
    field = np.zeros((*shape, 1), dtype=np.float32)
    charged = charges != 0.0
    weights = np.ascontiguousarray(charges[charged][:, None])
    _add_atoms(field, points[charged], weights, spacing, ELECTROSTATIC)
    return np.asarray(field[..., 0])
