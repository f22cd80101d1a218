"""Contacts of residues in poses: how many, and their energy in a published potential."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from tubulus.core.kernels import compile_kernel
from tubulus.dock.potential.residue_sites import ResidueSites
from tubulus.dock.potential.turning import turn_point

__all__ = ["CONTACT_ANGSTROM", "load_residue_potential", "sum_residue_contacts"]

Floats = npt.NDArray[np.float64]

CONTACT_ANGSTROM: Final = 10.0
"""Two residues touch where their beta carbons, or their side chains' centroids, are this near."""


@lru_cache(maxsize=1)
def load_residue_potential() -> Floats:
    """Load the shipped energies, shape (20, 20); `residue_potential.json` tells their sources.

    Lower is better; mean 0 over the 210 pairs of residues, in units of their spread.
    """
    text = files("tubulus.dock.potential").joinpath("residue_potential.json").read_text("utf-8")
    return np.array(json.loads(text)["energies"])


def sum_residue_contacts(
    fixed: ResidueSites,
    mobile: ResidueSites,
    matrices: Floats,
    positions: Floats,
    energies: Floats,
) -> tuple[Floats, Floats]:
    """Count the contacts of residues in each pose, and add up their energies.

    Parameters
    ----------
    fixed, mobile : ResidueSites
        The mobile sites about the point that they turn about.
    matrices : ndarray, shape (p, 3, 3)
        Rotations.
    positions : ndarray, shape (p, 3)
        Where the turning point goes.
    energies : ndarray, shape (20, 20)
        Energy of a contact of two residues.

    Returns
    -------
    energy, count : ndarray, shape (p,)
        Of contacts between beta carbons and between centroids, both within
        :data:`CONTACT_ANGSTROM`; 0 where either partner has no sites.
    """
    out = np.zeros((len(positions), 2))
    for one, other in ((fixed.beta, mobile.beta), (fixed.centroid, mobile.centroid)):
        # in the order of x, those out of reach are left out by the run
        order = np.argsort(one[:, 0], kind="stable")
        _sum_near(
            (one[order], fixed.kinds[order]),
            (other, mobile.kinds),
            (np.ascontiguousarray(matrices), positions),
            energies,
            out,
        )
    return out[:, 0], out[:, 1]


@compile_kernel()
def _sum_near(fixed, mobile, poses, energies, out) -> None:  # type: ignore[no-untyped-def]
    points, kinds = fixed
    offsets, mobile_kinds = mobile
    matrices, positions = poses
    along = points[:, 0].copy()
    for p in range(positions.shape[0]):
        energy, count = 0.0, 0
        for a in range(offsets.shape[0]):
            x, y, z = turn_point(matrices[p], offsets, a)
            x, y, z = x + positions[p, 0], y + positions[p, 1], z + positions[p, 2]
            low = np.searchsorted(along, x - CONTACT_ANGSTROM)
            high = np.searchsorted(along, x + CONTACT_ANGSTROM, side="right")
            for b in range(low, high):
                square = (points[b, 0] - x) ** 2 + (points[b, 1] - y) ** 2 + (points[b, 2] - z) ** 2
                if square <= CONTACT_ANGSTROM * CONTACT_ANGSTROM:
                    energy += energies[kinds[b], mobile_kinds[a]]
                    count += 1
        out[p, 0] += energy
        out[p, 1] += count
