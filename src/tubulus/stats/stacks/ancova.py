"""Analysis of covariance with the HC3 covariance, for many trials at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.linear.definite_systems import factor_systems
from tubulus.stats.missing import Vector
from tubulus.stats.stacks.contrasts import StackedContrasts, infer_stack

__all__ = ["StackedProjections", "compute_stacked_ancova", "fit_stacked_contrasts", "project_stack"]

# Residuals below this share of the largest outcome are rounding, and a leverage this near 1 is 1,
# as in tubulus.stats.linear.
_RELATIVE_ROUNDING = 1e-12
_LEVERAGE_TOLERANCE = 1e-10


@dataclass(frozen=True, slots=True)
class StackedProjections:
    """What least squares takes from the designs alone.

    Parameters
    ----------
    designs, weights : ndarray, shape (B, n, p)
        Designs with rows of zeros for participants who do not count, and X (X'X)^-1.
    leverages : ndarray, shape (B, n)
        Diagonals of the hat matrices.
    df : ndarray, shape (B,)
        Participants who count minus coefficients.
    has_full_rank : ndarray of bool, shape (B,)
        Whether the coefficients are determined.
    """

    designs: Vector
    weights: Vector
    leverages: Vector
    df: Vector
    has_full_rank: NDArray[np.bool_]


def project_stack(designs: Vector, counted: NDArray[np.bool_]) -> StackedProjections:
    """Compute what least squares takes from the designs.

    Parameters
    ----------
    designs : ndarray, shape (B, n, p)
        Columns including the intercept, nothing missing.
    counted : ndarray of bool, shape (B, n)
        Participants who count.
    """
    p = designs.shape[2]
    kept = designs * counted[:, :, None]
    n = counted.sum(axis=1)
    grams = np.matmul(kept.transpose(0, 2, 1), kept)
    definite = factor_systems(np.ascontiguousarray(grams.transpose(1, 2, 0))).is_definite
    scale = np.sqrt(np.einsum("bpp->bp", grams))
    scale = np.where(scale > 0.0, scale, 1.0)
    scaled = grams / (scale[:, :, None] * scale[:, None, :])
    scaled[~definite] = np.eye(p)
    inverse = np.linalg.inv(scaled) / (scale[:, :, None] * scale[:, None, :])
    weights = np.matmul(kept, inverse)
    leverages = np.einsum("bnp,bnp->bn", weights, kept)
    return StackedProjections(kept, weights, leverages, (n - p).astype(np.float64), definite)


def fit_stacked_contrasts(
    projections: StackedProjections, outcomes: Vector
) -> tuple[Vector, Vector]:
    """Fit every trial and return the second coefficient with its HC3 standard error.

    Parameters
    ----------
    projections : StackedProjections
        From :func:`project_stack`.
    outcomes : ndarray, shape (B, n) or (B, m, n)
        Outcomes; whatever stands at those who do not count is not used. With m outcomes a trial
        (completed data sets) each is fitted to the same design.

    Returns
    -------
    estimate, error : ndarray, shape (B,) or (B, m)
        Coefficient of the second column, and its standard error; NaN where HC3 does not exist.
    """
    several = outcomes if outcomes.ndim == 3 else outcomes[:, None, :]
    kept = several * (projections.leverages > 0.0)[:, None, :]
    coefficients = np.matmul(kept, projections.weights)
    residuals = kept - np.matmul(coefficients, projections.designs.transpose(0, 2, 1))
    largest = np.abs(kept).max(axis=2, keepdims=True)
    residuals[np.abs(residuals) <= _RELATIVE_ROUNDING * largest] = 0.0
    room = 1.0 - projections.leverages
    alone = np.any(room < _LEVERAGE_TOLERANCE, axis=1)
    influence = projections.weights[:, :, 1] / np.where(np.asarray(alone)[:, None], 1.0, room)
    residuals *= influence[:, None, :]
    error = np.sqrt(np.einsum("bmn,bmn->bm", residuals, residuals))
    undefined = np.asarray(~projections.has_full_rank | alone | (projections.df <= 0.0))
    estimate = np.where(projections.has_full_rank[:, None], coefficients[:, :, 1], np.nan)
    error = np.where(undefined[:, None] | (error == 0.0), np.nan, error)
    if outcomes.ndim == 3:
        return estimate, error
    return estimate[:, 0], error[:, 0]


def compute_stacked_ancova(
    designs: Vector, outcomes: Vector, counted: NDArray[np.bool_], *, confidence: float = 0.95
) -> StackedContrasts:
    """Compute the contrast of two arms in every trial.

    Parameters
    ----------
    designs : ndarray, shape (B, n, p)
        Intercept, arm (1 first, 0 comparator) and covariates of each trial, nothing missing.
    outcomes : ndarray, shape (B, n)
        Outcomes; NaN is allowed for those who do not count.
    counted : ndarray of bool, shape (B, n)
        Participants who count.
    confidence : float
        Two-sided level in (0, 1).

    Notes
    -----
    The estimate, HC3 error and t limits of ``tubulus.stats.linear.estimate_ancova``, through
    (X'X)^-1 X' of all trials at once.
    """
    projections = project_stack(designs, counted)
    filled = np.where(counted, outcomes, 0.0)
    estimate, error = fit_stacked_contrasts(projections, filled)
    return infer_stack(estimate, error, projections.df, confidence)
