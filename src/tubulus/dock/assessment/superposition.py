"""Optimal superposition of two sets of atoms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Superposition", "compute_rmsd", "compute_superposed_rmsd", "superimpose"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Superposition:
    """How one set of atoms is laid upon another.

    Attributes
    ----------
    rotation : ndarray, shape (3, 3)
        Proper rotation.
    translation : ndarray, shape (3,)
        In ångström; a position x goes to ``rotation @ x + translation``.
    rmsd : float
        Root mean square deviation that is left, in ångström.
    """

    rotation: Floats
    translation: Floats
    rmsd: float

    def place(self, positions: Floats) -> Floats:
        """Return positions, shape (n, 3), where the superposition takes them."""
        return positions @ self.rotation.T + self.translation


def superimpose(moving: Floats, target: Floats) -> Superposition:
    """Find the rotation and translation that lay atoms upon their partners, atom by atom.

    Parameters
    ----------
    moving, target : ndarray, shape (n, 3)
        Positions in ångström, in the same order.

    Raises
    ------
    ValueError
        If the shapes differ or there is no atom.

    Notes
    -----
    Least squares by the singular value decomposition of the covariance; a reflection is never
    returned (Kabsch's solution).
    """
    if moving.shape != target.shape or len(moving) == 0:
        raise ValueError(f"cannot lay {len(moving)} atoms upon {len(target)}")
    moving_centre, target_centre = moving.mean(axis=0), target.mean(axis=0)
    covariance = (moving - moving_centre).T @ (target - target_centre)
    left, _, right = np.linalg.svd(covariance)
    sign = np.sign(np.linalg.det(left) * np.linalg.det(right))
    rotation = right.T @ np.diag([1.0, 1.0, sign]) @ left.T
    translation = target_centre - rotation @ moving_centre
    rmsd = compute_rmsd(moving @ rotation.T + translation, target)
    return Superposition(rotation, translation, rmsd)


def compute_rmsd(first: Floats, second: Floats) -> float:
    """Compute the root mean square deviation of atoms where they are, in ångström."""
    return float(np.sqrt(np.mean(np.sum((first - second) ** 2, axis=1))))


def compute_superposed_rmsd(covariance: Floats, spread: Floats, n_atoms: int) -> Floats:
    """Compute what deviation optimal superposition leaves, from sums over the atoms alone.

    Parameters
    ----------
    covariance : ndarray, shape (p, 3, 3)
        Sum over the atoms of the outer product of both centred positions.
    spread : ndarray, shape (p,)
        Sum over the atoms of both squared distances to their centres.
    n_atoms : int
        Number of atoms.

    Returns
    -------
    ndarray, shape (p,)
        Root mean square deviation in ångström.

    Notes
    -----
    rmsd² = (spread − 2 (s1 + s2 ± s3)) / n with the singular values s of the covariance; minus
    where the best orthogonal matrix would be a reflection.
    """
    left, values, right = np.linalg.svd(covariance)
    sign = np.sign(np.linalg.det(left) * np.linalg.det(right))
    overlap = values[:, 0] + values[:, 1] + sign * values[:, 2]
    return np.asarray(np.sqrt(np.maximum(spread - 2.0 * overlap, 0.0) / n_atoms))
