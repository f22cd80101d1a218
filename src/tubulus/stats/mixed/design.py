"""Fixed effects of repeated measures in two arms: visits, arm by visit, baseline, covariates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tubulus.stats.missing import Vector, read_vector

__all__ = [
    "RepeatedMeasures",
    "SlopesByVisit",
    "VisitContrasts",
    "make_visit_contrasts",
    "read_repeated_measures",
]

SlopesByVisit = Literal["none", "baseline", "all"]


@dataclass(frozen=True, slots=True)
class RepeatedMeasures:
    """Participants who count in the model, at the visits that anybody attended.

    Parameters
    ----------
    outcome : ndarray, shape (n, v)
        Outcome, NaN where missing; every row and column has a value.
    arm : ndarray, shape (n,)
        1 in the first arm, 0 in the comparator.
    design : ndarray, shape (n, v, p)
        Columns: visits, arm by visit, then baseline and covariates, centred at their means.
    visits : ndarray of int, shape (v,)
        Places of the visits among those given.
    n_missing : int
        Participants left out because arm, baseline or a covariate is missing.
    n_unobserved : int
        Participants left out because no visit was observed.
    """

    outcome: Vector
    arm: Vector
    design: Vector
    visits: NDArray[np.intp]
    n_missing: int
    n_unobserved: int


@dataclass(frozen=True, slots=True)
class VisitContrasts:
    """Multipliers of the coefficients, one row a visit, shape (v, p).

    Parameters
    ----------
    difference : ndarray
        First arm minus comparator.
    mean_1, mean_0 : ndarray
        Mean of each arm at the means of baseline and covariates.
    """

    difference: Vector
    mean_1: Vector
    mean_0: Vector


def read_repeated_measures(
    outcome: ArrayLike,
    arm: ArrayLike,
    baseline: ArrayLike | None,
    covariates: ArrayLike | None,
    *,
    by_visit: SlopesByVisit,
) -> RepeatedMeasures:
    """Read repeated measures and build the columns of their model.

    Raises
    ------
    ValueError
        If shapes disagree, a value is infinite arm holds anything but 0, 1 and NaN, or
        ``by_visit`` is unknown.
    """
    if by_visit not in ("none", "baseline", "all"):
        raise ValueError(f"by_visit is 'none', 'baseline' or 'all', not {by_visit!r}")
    y = _read_matrix(outcome, "outcome")
    a = read_vector(arm)
    if a.size != y.shape[0]:
        raise ValueError(f"outcome and arm need one row a participant, got {y.shape[0]}, {a.size}")
    if not np.isin(a[~np.isnan(a)], (0.0, 1.0)).all():
        raise ValueError("arm holds 1 for the first arm, 0 for the comparator and NaN for missing")
    before = _read_columns(baseline, "baseline", a.size)
    others = _read_columns(covariates, "covariates", a.size)
    known = ~(np.isnan(a) | np.isnan(before).any(axis=1) | np.isnan(others).any(axis=1))
    seen = ~np.isnan(y).all(axis=1)
    kept = known & seen
    visits = np.flatnonzero(~np.isnan(y[kept]).all(axis=0))
    blocks = [
        _spread(np.column_stack([np.ones(kept.sum()), a[kept]]), visits.size, by_visit=True),
        _spread(_centre(before[kept]), visits.size, by_visit=by_visit != "none"),
        _spread(_centre(others[kept]), visits.size, by_visit=by_visit == "all"),
    ]
    design = np.concatenate(blocks, axis=2)
    n_unobserved = int(np.sum(known & ~seen))
    return RepeatedMeasures(
        y[kept][:, visits], a[kept], design, visits, int(np.sum(~known)), n_unobserved
    )


def make_visit_contrasts(visits: int, coefficients: int) -> VisitContrasts:
    """Make the contrasts of each visit for a model of :func:`read_repeated_measures`."""
    places = np.arange(visits)
    difference, mean_0 = np.zeros((visits, coefficients)), np.zeros((visits, coefficients))
    mean_0[places, places] = 1.0
    difference[places, visits + places] = 1.0
    return VisitContrasts(difference, mean_0 + difference, mean_0)


def _read_matrix(values: ArrayLike, name: str) -> Vector:
    matrix = np.asarray(values, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[1] == 0:
        raise ValueError(f"{name} needs shape (participants, columns), got {matrix.shape}")
    if np.isinf(matrix).any():
        raise ValueError(f"{name} holds an infinite value; missing values are NaN")
    return matrix


def _read_columns(values: ArrayLike | None, name: str, rows: int) -> Vector:
    if values is None:
        return np.empty((rows, 0))
    matrix = np.asarray(values, dtype=np.float64)
    if name == "baseline" and matrix.ndim == 1:
        matrix = matrix[:, None]
    if matrix.ndim == 2 and matrix.shape[1] == 0:
        return np.empty((rows, 0))
    matrix = _read_matrix(matrix, name)
    if matrix.shape[0] != rows:
        raise ValueError(f"{name} needs one row a participant, got {matrix.shape[0]} for {rows}")
    return matrix


def _centre(columns: Vector) -> Vector:
    return columns - columns.mean(axis=0) if columns.size else columns


def _spread(columns: Vector, visits: int, *, by_visit: bool) -> Vector:
    """Give columns an effect at each visit, or one effect at all."""
    if not by_visit:
        return np.repeat(columns[:, None, :], visits, axis=1)
    n, k = columns.shape
    spread = np.einsum("nk,vw->nvkw", columns, np.eye(visits))
    return np.asarray(spread.reshape(n, visits, k * visits))
