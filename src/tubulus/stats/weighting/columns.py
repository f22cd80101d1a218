"""What a weighted contrast is computed from: the complete participants of two arms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.missing import Vector, read_vector

__all__ = ["NOBODY", "ArmColumns", "read_arm_columns", "read_matrix"]

NOBODY = "no complete participant in one arm"


@dataclass(frozen=True, slots=True)
class ArmColumns:
    """Columns of the participants with nothing missing.

    Parameters
    ----------
    outcome, arm : ndarray, shape (n,)
        Outcome; 1 in the first arm and 0 in the comparator.
    covariates : ndarray, shape (n, k)
        Covariates.
    n_missing : int
        Participants left out because outcome, arm or a covariate is missing.
    """

    outcome: Vector
    arm: Vector
    covariates: Vector
    n_missing: int

    @property
    def n_1(self) -> int:
        """Participants in the first arm."""
        return int(np.sum(self.arm == 1.0))

    @property
    def n_0(self) -> int:
        """Participants in the comparator."""
        return int(np.sum(self.arm == 0.0))

    @property
    def reason(self) -> str:
        """Why nothing can be estimated; empty where both arms have participants."""
        return NOBODY if min(self.n_1, self.n_0) == 0 else ""


def read_arm_columns(outcome: ArrayLike, arm: ArrayLike, covariates: ArrayLike) -> ArmColumns:
    """Read columns and leave out whoever lacks a value.

    Parameters
    ----------
    outcome, arm : array_like, shape (n,)
        Outcome and arm (1 first arm, 0 comparator), NaN where missing.
    covariates : array_like, shape (n, k)
        Numeric columns without intercept, NaN where missing; k may be 0.

    Raises
    ------
    ValueError
        If lengths differ, a value is infinite or arm holds anything but 0, 1 and NaN.
    """
    y, a = read_vector(outcome), read_vector(arm)
    if y.size != a.size:
        raise ValueError(f"outcome and arm need equal lengths, got {y.size} and {a.size}")
    if not np.isin(a[~np.isnan(a)], (0.0, 1.0)).all():
        raise ValueError("arm holds 1 for the first arm, 0 for the comparator and NaN for missing")
    z = read_matrix(covariates, a.size, "covariates")
    complete = ~(np.isnan(y) | np.isnan(a) | np.isnan(z).any(axis=1))
    n_missing = int(y.size - complete.sum())
    return ArmColumns(y[complete], a[complete], z[complete], n_missing)


def read_matrix(values: ArrayLike, rows: int, name: str) -> Vector:
    """Read a matrix, one row a participant, in which NaN means missing.

    Raises
    ------
    ValueError
        If it has not ``rows`` rows and two dimensions, or a value is infinite.
    """
    matrix = np.asarray(values, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != rows:
        raise ValueError(f"{name} need shape ({rows}, k), got {matrix.shape}")
    if np.isinf(matrix).any():
        raise ValueError(f"{name} hold an infinite value; missing values are NaN")
    return matrix
