"""Bayesian normal linear imputation: a new sigma, new coefficients, new residuals each time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector

__all__ = [
    "METHOD",
    "LinearPosterior",
    "apply_each",
    "decompose_design",
    "draw_linear_posterior",
    "draw_normal",
]

METHOD = Method(
    name="imputation, normal linear",
    gives="values drawn from the posterior predictive distribution of a linear regression",
    limits="missing at random given arm and covariates; normal residuals of equal variance",
    source="Rubin 1987, ex. 5.1; van Buuren, Flexible Imputation of Missing Data 2018, alg. 3.1",
)

# Diagonal elements of R of a column-scaled design below this share of the largest count as zero.
_RANK_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class LinearPosterior:
    """Least squares and draws around it.

    Parameters
    ----------
    fitted : ndarray, shape (M, p)
        Least-squares coefficients; M is 1 or the number of imputations.
    coefficients : ndarray, shape (m, p)
        One draw of the coefficients an imputation.
    sigma : ndarray, shape (m,)
        One draw of the residual standard deviation an imputation.
    """

    fitted: Vector
    coefficients: Vector
    sigma: Vector


def decompose_design(designs: Vector) -> tuple[Vector, Vector] | str:
    """Return orthonormal columns and the way back from them, or say why there are none.

    Parameters
    ----------
    designs : ndarray, shape (M, n, p)
        Columns of each model, without missing values.

    Returns
    -------
    basis : ndarray, shape (M, n, p)
        Q of X = QR.
    back : ndarray, shape (M, p, p)
        R^-1, so that coefficients are R^-1 Q'y.
    """
    _, n, p = designs.shape
    if n < p:
        return f"{n} participants cannot determine {p} coefficients of the imputation model"
    scale = np.linalg.norm(designs, axis=1)
    if (scale == 0.0).any():
        return "a covariate is zero for everybody with a value"
    basis, triangle = np.linalg.qr(designs / scale[:, None, :])
    diagonal = np.abs(np.diagonal(triangle, axis1=1, axis2=2))
    if (diagonal.min(axis=1) <= _RANK_TOLERANCE * diagonal.max(axis=1)).any():
        return "covariates determine each other among those with a value"
    return basis, np.linalg.inv(triangle) / scale[:, :, None]


def apply_each(matrices: Vector, vectors: Vector) -> Vector:
    """Multiply matrices (M, r, p) with vectors (m, p), M being 1 or m: shape (m, r)."""
    if matrices.shape[0] == 1:
        return np.asarray(vectors @ matrices[0].T)
    return np.asarray(np.matmul(matrices, vectors[:, :, None])[:, :, 0])


def draw_linear_posterior(
    designs: Vector, seen: Vector, imputations: int, generator: Generator
) -> LinearPosterior | str:
    """Draw residual SD and coefficients of a linear model under the prior 1 / sigma^2.

    Parameters
    ----------
    designs : ndarray, shape (M, n, p)
        Columns including the intercept; one design, or one an imputation.
    seen : ndarray, shape (n,)
        Values that are there.
    imputations : int
        Number of draws, m.
    generator : numpy.random.Generator
        Source of the draws.

    Notes
    -----
    sigma*^2 = RSS / chi2(n - p); beta* = beta + sigma* R^-1 z with X = QR, since
    (X'X)^-1 = R^-1 R^-T.
    """
    found = decompose_design(designs)
    if isinstance(found, str):
        return found
    basis, back = found
    n, p = designs.shape[1:]
    if n == p:
        return f"{n} participants leave nothing to vary around {p} coefficients"
    scores = np.matmul(basis.transpose(0, 2, 1), seen)
    residuals = seen - np.matmul(basis, scores[:, :, None])[:, :, 0]
    rest = np.sum(residuals**2, axis=1)
    sigma = np.sqrt(rest / generator.chisquare(n - p, imputations))
    shift = sigma[:, None] * generator.standard_normal((imputations, p))
    fitted = np.matmul(back, scores[:, :, None])[:, :, 0]
    return LinearPosterior(fitted, fitted + apply_each(back, shift), sigma)


def draw_normal(
    designs_seen: Vector,
    seen: Vector,
    designs_unseen: Vector,
    imputations: int,
    generator: Generator,
) -> Vector | str:
    """Draw missing values from the posterior predictive distribution of a linear model.

    Parameters
    ----------
    designs_seen : ndarray, shape (M, n, p)
        Columns of those with a value, intercept included; M is 1 or m.
    seen : ndarray, shape (n,)
        Values that are there.
    designs_unseen : ndarray, shape (M, r, p)
        Columns of those without.
    imputations : int
        Number of draws, m.
    generator : numpy.random.Generator
        Source of the draws.

    Returns
    -------
    ndarray, shape (m, r), or str
        One row an imputation; a sentence where the model cannot be fitted.
    """
    posterior = draw_linear_posterior(designs_seen, seen, imputations, generator)
    if isinstance(posterior, str):
        return posterior
    mean = apply_each(designs_unseen, posterior.coefficients)
    return mean + posterior.sigma[:, None] * generator.standard_normal(mean.shape)
