"""A first pass at twice the spacing that tells which rotations are worth the fine grid."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

__all__ = [
    "FIRST_PASS_CHANNELS",
    "FIRST_PASS_OVERLAP",
    "choose_rotations",
    "list_first_pass_terms",
]

FIRST_PASS_CHANNELS = 4
"""Contact channels of the first pass, strongest first.

Measured: the order of rotations with four is that with eight, and spreading and transforming
them is most of what the first pass costs.
"""

FIRST_PASS_OVERLAP = 0.7
"""Weight of overlap in the first pass against the whole score.

At twice the spacing a pose cannot step aside by half an angstrom, so overlap weighs too much.
Chosen where the order of rotations follows that of the fine grid best: with weights of 0.5, 0.75,
1 and 1.5 the rank correlation was 0.58, 0.63, 0.52 and 0.31, a mean over eight training complexes.
"""


def list_first_pass_terms(n_terms: int) -> list[int]:
    """List which smooth terms the first pass uses: strong contact channels, electrostatics.

    Parameters
    ----------
    n_terms : int
        Smooth terms of the search: contact channels, strongest first, then electrostatics.
    """
    return [*range(min(FIRST_PASS_CHANNELS, n_terms - 1)), n_terms - 1]


def choose_rotations(best: npt.NDArray[np.float32], share: float) -> npt.NDArray[np.bool_]:
    """Choose for each fixed partner the rotations whose best coarse score is highest.

    Parameters
    ----------
    best : ndarray, shape (fixed partners, n)
        Best score of each rotation at twice the spacing.
    share : float
        Share of the rotations to keep, in (0, 1]; at least one is kept. Of equal ones the
        earlier is.

    Returns
    -------
    ndarray of bool, shape (fixed partners, n)
    """
    count = math.ceil(share * best.shape[1])
    wanted = np.zeros(best.shape, dtype=bool)
    order = np.argsort(-best, axis=1, kind="stable")[:, :count]
    np.put_along_axis(wanted, order, values=True, axis=1)
    return wanted
