"""What is measured of each pose before the poses of a pair are ranked."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from tubulus.dock.potential.pair_sums import sum_charges
from tubulus.dock.potential.residue_contacts import load_residue_potential, sum_residue_contacts
from tubulus.dock.search.partner import Partner
from tubulus.dock.search.poses import PoseTable
from tubulus.dock.search.rotations import compute_rotation_matrices

__all__ = ["TERMS", "compute_pose_terms", "standardise_terms"]

Floats = npt.NDArray[np.float64]

TERMS: Final = ("grid", "residue", "packing", "electrostatic")
"""Names of the terms, in the order of their columns.

``grid``: score of the search. ``residue``: minus the energy of residue contacts in a mean of
published potentials. ``packing``: number of these contacts. ``electrostatic``: minus the energy,
atom by atom."""


def compute_pose_terms(table: PoseTable, fixed: Partner, mobile: Partner) -> Floats:
    """Compute the terms of each pose, shape (n, 4), in the order of :data:`TERMS`.

    Parameters
    ----------
    table : PoseTable
        Poses with the scores of the search.
    fixed, mobile : Partner
        The partners, in the frames of the table.
    """
    centred = mobile.move(-table.mobile_centre)
    matrices = compute_rotation_matrices(table.rotations)
    energy, count = sum_residue_contacts(
        fixed.sites, centred.sites, matrices, table.positions, load_residue_potential()
    )
    charges = sum_charges(fixed.atoms, centred.atoms, matrices, table.positions)
    return np.column_stack([table.scores, -energy, count, -charges])


def standardise_terms(terms: Floats) -> Floats:
    """Give each term, over the poses of one pair, mean 0 and spread 1.

    A term that is the same in all poses becomes 0. The size of the partners then tells nothing.
    """
    centred = terms - terms.mean(axis=0)
    spread = centred.std(axis=0)
    return np.asarray(centred / np.where(spread > 1e-9, spread, np.inf))
