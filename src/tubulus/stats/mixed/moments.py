"""Observations of a repeated-measures model, summed within each pattern of observed visits.

The likelihood needs cross-products alone, so that its cost does not grow with the participants.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.missing import Vector

__all__ = ["Basis", "Moments", "compute_moments", "express_contrasts"]

# Singular values of the column-scaled design below this share of the largest count as zero, and
# a contrast whose share outside the design's row space is above its root is not estimable.
_RANK_TOLERANCE = 1e-10
# Residuals below this share of the largest outcome are rounding.
_RELATIVE_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Basis:
    """Orthonormal columns of a design, and the way back to its own columns.

    Parameters
    ----------
    weights : ndarray, shape (p, r)
        Design times weights has orthonormal columns.
    rows : ndarray, shape (r, p)
        Orthonormal rows that span the row space of the column-scaled design.
    column_scale : ndarray, shape (p,)
        Lengths of the columns, 1 where a column is zero.
    centre : ndarray, shape (r,)
        Least-squares coefficients of the orthonormal columns, in the unit of the outcome.
    scale : float
        Root mean square of the least-squares residuals, in the unit of the outcome.
    """

    weights: Vector
    rows: Vector
    column_scale: Vector
    centre: Vector
    scale: float


@dataclass(frozen=True, slots=True)
class Moments:
    """Cross-products of orthonormal design and scaled residual by pattern of observed visits.

    Parameters
    ----------
    observed : ndarray of bool, shape (g, v)
        Visits observed in each pattern.
    counts : ndarray, shape (g,)
        Participants with the pattern.
    sets : ndarray of int, shape (g,)
        Covariance matrix that the pattern's participants share.
    cross : ndarray, shape (g, v, v, r + 1, r + 1)
        Sum over participants of w_a w_b' for visits a and b, where w holds the r design values and
        the residual; 0 where a visit is not observed.
    n_sets : int
        Number of covariance matrices.
    basis : Basis
        What the orthonormal columns stand for.
    """

    observed: NDArray[np.bool_]
    counts: Vector
    sets: NDArray[np.intp]
    cross: Vector
    n_sets: int
    basis: Basis


def compute_moments(
    design: Vector, outcome: Vector, sets: NDArray[np.intp], n_sets: int
) -> Moments | str:
    """Compute the moments of repeated measures, or say why no model can be fitted.

    Parameters
    ----------
    design : ndarray, shape (n, v, p)
        Columns of the model at each visit of each participant; read where the outcome is there.
    outcome : ndarray, shape (n, v)
        Outcome, NaN where missing; every participant has at least one.
    sets : ndarray of int, shape (n,)
        Covariance matrix of each participant, 0 to n_sets - 1.

    Returns
    -------
    Moments or str
        A sentence where nothing is left to vary.

    Notes
    -----
    The design is replaced by an orthonormal basis of its columns and the outcome by its scaled
    least-squares residual: cross-products then lose no digits to units or to near collinearity.
    """
    observed = ~np.isnan(outcome)
    basis, joined = _orthogonalise(design[observed], outcome[observed])
    if basis.rows.shape[0] >= joined.shape[0]:
        return "as many coefficients as observations, no variation is left to measure"
    if basis.scale == 0.0:
        return "the outcome does not vary around the fit"
    n, visits = outcome.shape
    width = joined.shape[1]
    filled = np.zeros((n, visits, width))
    filled[observed] = joined
    keys, member = np.unique(np.column_stack([sets, observed]), axis=0, return_inverse=True)
    member = member.reshape(-1)
    cross = np.empty((keys.shape[0], visits, visits, width, width))
    for pattern in range(keys.shape[0]):
        rows = filled[member == pattern].reshape(-1, visits * width)
        product = (rows.T @ rows).reshape(visits, width, visits, width)
        cross[pattern] = product.transpose(0, 2, 1, 3)
    counts = np.bincount(member).astype(np.float64)
    pattern_sets = keys[:, 0].astype(np.intp)
    return Moments(keys[:, 1:].astype(bool), counts, pattern_sets, cross, n_sets, basis)


def _orthogonalise(design: Vector, outcome: Vector) -> tuple[Basis, Vector]:
    lengths = np.linalg.norm(design, axis=0)
    lengths[lengths == 0.0] = 1.0
    left, singular, right = np.linalg.svd(design / lengths, full_matrices=False)
    kept = singular > _RANK_TOLERANCE * singular[0]
    left, rows = left[:, kept], right[kept]
    weights = (rows.T / singular[kept]) / lengths[:, None]
    centre = left.T @ outcome
    residual = outcome - left @ centre
    scale = float(np.sqrt(np.mean(residual**2)))
    if scale <= _RELATIVE_ROUNDING * np.abs(outcome).max():
        scale = 0.0
    basis = Basis(weights, rows, lengths, centre, scale)
    return basis, np.column_stack([left, residual / scale if scale else residual])


def express_contrasts(basis: Basis, contrasts: Vector) -> tuple[Vector, NDArray[np.bool_]]:
    """Express contrasts of the design's coefficients in the orthonormal basis.

    Parameters
    ----------
    contrasts : ndarray, shape (k, p)
        Multipliers of the design's coefficients, one contrast a row.

    Returns
    -------
    expressed : ndarray, shape (k, r)
        Multipliers of the basis' coefficients.
    estimable : ndarray of bool, shape (k,)
        Whether the contrast lies in the row space of the design.
    """
    scaled = contrasts / basis.column_scale
    outside = scaled - (scaled @ basis.rows.T) @ basis.rows
    length = np.linalg.norm(scaled, axis=1)
    estimable = np.linalg.norm(outside, axis=1) <= np.sqrt(_RANK_TOLERANCE) * length
    return contrasts @ basis.weights, estimable
