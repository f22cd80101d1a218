"""What is measured of each pose before the poses of a pair are ranked."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from tubulus.dock.potential.atom_types import ATOM_TYPES
from tubulus.dock.potential.pair_sums import sum_pair_terms
from tubulus.dock.search.partner import Partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.rotations import compute_rotation_matrices

__all__ = ["TERMS", "compute_pose_terms", "standardise_terms"]

Floats = npt.NDArray[np.float64]

TERMS: Final = ("grid", "electrostatic", "greasy", "polar")
"""Names of the terms, in the order of their columns.

``grid``: score of the search. ``electrostatic``: minus the energy, atom by atom. ``greasy``:
contacts of two aliphatic, aromatic or sulphur atoms; ``polar``: those of two polar atoms."""

_GREASY = np.isin(ATOM_TYPES, ("aliphatic", "aromatic", "sulphur"))
_POLAR = np.isin(
    ATOM_TYPES,
    (
        "backbone N",
        "backbone O",
        "Lys NZ",
        "carboxylate",
        "Arg guanidinium",
        "amide",
        "hydroxyl",
        "imidazole",
        "phenol",
    ),
)


def compute_pose_terms(table: PoseTable, fixed: Partner, mobile: Partner) -> Floats:
    """Compute the terms of each pose, shape (n, 4), in the order of :data:`TERMS`.

    Parameters
    ----------
    table : PoseTable
        Poses with the scores of the search.
    fixed, mobile : Partner
        The partners, in the frames of the table.
    """
    atoms = mobile.move(-table.mobile_centre).atoms
    matrices = compute_rotation_matrices(table.rotations)
    sums = sum_pair_terms(fixed.atoms, atoms, matrices, table.positions)
    contacts = sums.contacts.astype(np.float64)
    return np.column_stack(
        [
            table.scores,
            -sums.electrostatic,
            contacts[:, _GREASY][:, :, _GREASY].sum(axis=(1, 2)),
            contacts[:, _POLAR][:, :, _POLAR].sum(axis=(1, 2)),
        ]
    )


def standardise_terms(terms: Floats) -> Floats:
    """Give each term, over the poses of one pair, mean 0 and spread 1.

    A term that is the same in all poses becomes 0. The size of the partners then tells nothing.
    """
    centred = terms - terms.mean(axis=0)
    spread = centred.std(axis=0)
    return np.asarray(centred / np.where(spread > 1e-9, spread, np.inf))
