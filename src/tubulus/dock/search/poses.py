"""Poses of a pair as arrays: how the mobile partner is turned and where its centre goes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tubulus.dock.search.rotations import compute_rotation_matrices

__all__ = ["PoseTable"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class PoseTable:
    """Poses of one pair, best first.

    Parameters
    ----------
    fixed_name, mobile_name : str
        The partners.
    mobile_centre : ndarray, shape (3,)
        Point of the mobile partner, in its own frame, that it turns about; angstrom.
    rotations : ndarray, shape (n, 4)
        Unit quaternions w, x, y, z.
    positions : ndarray, shape (n, 3)
        Where the centre goes, in the fixed partner's own frame; angstrom.
    scores : ndarray, shape (n,)
        Higher is better; comparable between poses of this pair only.

    Notes
    -----
    An atom x of the mobile partner goes to R (x - mobile_centre) + position.
    """

    fixed_name: str
    mobile_name: str
    mobile_centre: Floats
    rotations: Floats
    positions: Floats
    scores: Floats

    def __len__(self) -> int:
        """Return the number of poses."""
        return len(self.scores)

    def select(self, poses: npt.ArrayLike) -> PoseTable:
        """Return the poses that indices or a mask name, in that order."""
        chosen = np.asarray(poses)
        return PoseTable(
            self.fixed_name,
            self.mobile_name,
            self.mobile_centre,
            self.rotations[chosen],
            self.positions[chosen],
            self.scores[chosen],
        )

    def with_scores(self, scores: Floats) -> PoseTable:
        """Return the same poses in the same order with other scores, shape (n,)."""
        return replace(self, scores=scores)

    def compute_transforms(self) -> tuple[Floats, Floats]:
        """Compute what moves any point x of the mobile partner's own frame: R x + t.

        Returns
        -------
        rotations : ndarray, shape (n, 3, 3)
        translations : ndarray, shape (n, 3)
        """
        matrices = compute_rotation_matrices(self.rotations)
        return matrices, self.positions - matrices @ self.mobile_centre

    def place(self, points: Floats, pose: int) -> Floats:
        """Compute where one pose puts points of the mobile partner, shape (m, 3)."""
        matrix = compute_rotation_matrices(self.rotations[pose])
        return np.asarray((points - self.mobile_centre) @ matrix.T + self.positions[pose])
