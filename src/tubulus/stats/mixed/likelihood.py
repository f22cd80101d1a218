"""Restricted likelihood of repeated measures with unstructured covariance, and its derivatives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tubulus.stats.missing import Vector
from tubulus.stats.mixed.moments import Moments

__all__ = ["Generalised", "Score", "compute_score", "fit_generalised", "make_entries"]


@dataclass(frozen=True, slots=True)
class Generalised:
    """Generalised least squares at given covariance matrices.

    Parameters
    ----------
    deviance : float
        -2 log restricted likelihood, up to a constant.
    coefficients : ndarray, shape (r,)
        Coefficients of the orthonormal columns.
    covariance : ndarray, shape (r, r)
        (X'V^-1 X)^-1.
    inverses : ndarray, shape (g, v, v)
        Inverse covariance of each pattern, 0 in rows and columns of visits not observed.
    """

    deviance: float
    coefficients: Vector
    covariance: Vector
    inverses: Vector


@dataclass(frozen=True, slots=True)
class Score:
    """Derivatives of the deviance with respect to the entries of the covariance matrices.

    Parameters
    ----------
    fit : Generalised
        The fit at which they are taken.
    gradient : ndarray, shape (k,)
        First derivatives; entries run over the upper triangle, set by set.
    observed, expected : ndarray, shape (k, k)
        Second derivatives, and their expectation.
    slopes : ndarray, shape (k, r, r)
        P_k = -X'V^-1 V_k V^-1 X, the derivatives of X'V^-1 X.
    sandwich : ndarray, shape (g, v, v, r + 1, r + 1)
        Cross-products after V^-1 on both sides.
    """

    fit: Generalised
    gradient: Vector
    observed: Vector
    expected: Vector
    slopes: Vector
    sandwich: Vector


def make_entries(visits: int) -> Vector:
    """Make the derivative of a covariance matrix with respect to each entry, (k, v, v)."""
    rows, columns = np.triu_indices(visits)
    entries = np.zeros((rows.size, visits, visits))
    entries[np.arange(rows.size), rows, columns] = 1.0
    entries[np.arange(rows.size), columns, rows] = 1.0
    return entries


def fit_generalised(moments: Moments, sigma: Vector) -> Generalised | None:
    """Fit the coefficients at given covariance matrices.

    Parameters
    ----------
    sigma : ndarray, shape (n_sets, v, v)
        Covariance between visits, of the scaled outcome.

    Returns
    -------
    Generalised or None
        None where a matrix is not positive definite.

    Notes
    -----
    -2 l = sum_i log|V_i| + log|X'V^-1 X| + r'V^-1 r, Harville (1977).
    """
    both = moments.observed[:, :, None] & moments.observed[:, None, :]
    padded = np.where(both, sigma[moments.sets], np.eye(sigma.shape[-1]))
    try:
        root = np.linalg.cholesky(padded)
        inverses = np.where(both, np.linalg.inv(padded), 0.0)
        width = moments.cross.shape[-1]
        total = (inverses.ravel() @ moments.cross.reshape(-1, width * width)).reshape(width, width)
        information = (total[:-1, :-1] + total[:-1, :-1].T) / 2.0
        inner = np.linalg.cholesky(information)
        covariance = np.asarray(np.linalg.inv(information), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None
    coefficients = covariance @ total[:-1, -1]
    log_v = 2.0 * moments.counts @ np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
    log_information = 2.0 * np.log(np.diagonal(inner)).sum()
    residual = total[-1, -1] - total[-1, :-1] @ coefficients
    deviance = float(log_v + log_information + residual)
    if not np.isfinite(deviance):
        return None
    return Generalised(deviance, coefficients, covariance, inverses)


def compute_score(moments: Moments, fit: Generalised) -> Score:
    """Compute the derivatives of the deviance at a fit.

    Notes
    -----
    With V_k the derivative of V by its entry k, P = V^-1 - V^-1 X F X'V^-1, F = (X'V^-1 X)^-1:
    gradient tr(P V_k) - y'P V_k P y, observed -tr(P V_k P V_l) + 2 y'P V_k P V_l P y, expected
    tr(P V_k P V_l). The traces split into sums over visits a, b of sandwiched cross-products.
    """
    rank = fit.coefficients.size
    sandwich = _sandwich(fit.inverses, moments.cross)
    signed = np.append(-fit.coefficients, 1.0)
    residual = sandwich @ signed
    squared = residual @ signed
    fitted = np.einsum("gabij,ij->gab", sandwich[..., :rank, :rank], fit.covariance)
    counted = moments.counts[:, None, None] * fit.inverses
    entries = make_entries(fit.inverses.shape[-1])
    per_set = entries.shape[0]
    size = moments.n_sets * per_set
    gradient, slopes = np.empty(size), np.empty((size, rank, rank))
    leaning = np.empty((size, rank))
    observed, expected = np.zeros((size, size)), np.zeros((size, size))
    for index in range(moments.n_sets):
        members = moments.sets == index
        part = slice(index * per_set, (index + 1) * per_set)
        linear = (counted - fitted - squared)[members].sum(axis=0)
        gradient[part] = np.tensordot(entries, linear, 2)
        slopes[part] = -np.tensordot(entries, sandwich[members, ..., :rank, :rank].sum(axis=0), 2)
        leaning[part] = np.tensordot(entries, residual[members, ..., :rank].sum(axis=0), 2)
        inverses = fit.inverses[members]
        curved = (2.0 * (fitted + squared) - counted)[members]
        observed[part, part] = _contract(entries, inverses, curved)
        expected[part, part] = _contract(entries, inverses, (counted - 2.0 * fitted)[members])
    turned = fit.covariance @ slopes
    traces = turned.reshape(size, -1) @ turned.transpose(0, 2, 1).reshape(size, -1).T
    observed += -traces - 2.0 * leaning @ fit.covariance @ leaning.T
    return Score(fit, gradient, observed, expected + traces, slopes, sandwich)


def _sandwich(inverses: Vector, cross: Vector) -> Vector:
    patterns, visits = cross.shape[:2]
    left = (inverses @ cross.reshape(patterns, visits, -1)).reshape(patterns, visits, visits, -1)
    return (inverses[:, None] @ left).reshape(cross.shape)


def _contract(entries: Vector, inverses: Vector, inner: Vector) -> Vector:
    """Compute sum over patterns of tr(V_k inverse V_l inner) for all pairs of entries."""
    size, visits, _ = entries.shape
    square = visits * visits
    outer = inverses.reshape(-1, square).T @ inner.reshape(-1, square)
    outer = outer.reshape((visits,) * 4).transpose(2, 0, 1, 3).reshape(square, square)
    flat = entries.reshape(size, square)
    traces = flat @ outer @ flat.T
    return np.asarray((traces + traces.T) / 2.0)
