"""Outcome, arm and covariates of the participants with nothing missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tubulus.stats.missing import Vector, read_vector
from tubulus.stats.scales import compute_logarithm

__all__ = ["EMPTY_ARM", "CompleteData", "Logs", "read_complete", "read_logs", "read_matrix"]

EMPTY_ARM = "no complete participant in one arm"


@dataclass(frozen=True, slots=True)
class CompleteData:
    """What a regression of two arms is fitted to.

    Parameters
    ----------
    outcome, arm : ndarray, shape (n,)
        Outcome, and 1 in the first arm, 0 in the comparator.
    covariates : ndarray, shape (n, k)
        Numeric columns without intercept.
    is_complete : ndarray of bool, shape (all participants,)
        Whether a participant is among the n.
    """

    outcome: Vector
    arm: Vector
    covariates: Vector
    is_complete: NDArray[np.bool_]

    @property
    def n_missing(self) -> int:
        """Participants left out."""
        return int(self.is_complete.size - self.is_complete.sum())

    @property
    def n_1(self) -> int:
        """Participants in the first arm."""
        return int(np.sum(self.arm == 1.0))

    @property
    def n_0(self) -> int:
        """Participants in the comparator."""
        return int(np.sum(self.arm == 0.0))

    @property
    def has_both_arms(self) -> bool:
        """Whether each arm has a participant."""
        return min(self.n_1, self.n_0) > 0


def read_complete(outcome: ArrayLike, arm: ArrayLike, covariates: ArrayLike | None) -> CompleteData:
    """Read the columns of a regression and keep the participants with nothing missing.

    Parameters
    ----------
    outcome, arm : array_like, shape (n,)
        Outcome, and 1 or 0 for the arm; NaN where missing.
    covariates : array_like, shape (n, k), optional
        Numeric columns; NaN where missing.

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
    z = np.empty((y.size, 0)) if covariates is None else read_matrix(covariates, y.size)
    complete = ~(np.isnan(y) | np.isnan(a) | np.isnan(z).any(axis=1))
    return CompleteData(y[complete], a[complete], z[complete], complete)


def read_matrix(covariates: ArrayLike, rows: int) -> Vector:
    """Read covariates as a matrix of floats in which NaN means missing.

    Raises
    ------
    ValueError
        If the shape is not (rows, k) or a value is infinite.
    """
    matrix = np.asarray(covariates, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != rows:
        raise ValueError(f"covariates need shape ({rows}, k), got {matrix.shape}")
    if np.isinf(matrix).any():
        raise ValueError("a covariate is infinite; missing values are NaN")
    return matrix


@dataclass(frozen=True, slots=True)
class Logs:
    """Columns of a regression on the log scale.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        Log of the outcome; NaN where missing or not positive.
    covariates : ndarray, shape (n, k) or None
        Log of the baseline, if any, and the covariates as they are.
    n_not_positive : int
        Participants with a value that is there but has no log.
    """

    outcome: Vector
    covariates: Vector | None
    n_not_positive: int


def read_logs(outcome: ArrayLike, baseline: ArrayLike | None, covariates: ArrayLike | None) -> Logs:
    """Take the logs of outcome and baseline.

    Raises
    ------
    ValueError
        If lengths differ or a value is infinite.
    """
    log_y, dropped = compute_logarithm(outcome)
    columns = [] if covariates is None else [read_matrix(covariates, log_y.size)]
    if baseline is not None:
        log_baseline, dropped_baseline = compute_logarithm(baseline)
        if log_baseline.size != log_y.size:
            raise ValueError("outcome and baseline need equal lengths")
        dropped = dropped | dropped_baseline
        columns.insert(0, log_baseline[:, None])
    return Logs(log_y, np.column_stack(columns) if columns else None, int(dropped.sum()))
