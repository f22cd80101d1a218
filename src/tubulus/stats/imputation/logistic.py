"""Logistic imputation of a binary variable, with a fit that separation cannot drive away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from scipy import special

from tubulus.stats.imputation.normal import apply_each, decompose_design
from tubulus.stats.methods import Method
from tubulus.stats.missing import Vector

__all__ = ["METHOD", "LogisticFits", "draw_log_odds", "fit_penalised_logistic"]

METHOD = Method(
    name="imputation, logistic",
    gives="events drawn with coefficients drawn around a Firth-penalised logistic regression",
    limits="missing at random; normal approximation of the posterior, rough with few events",
    source="Rubin 1987, ex. 5.4; Firth, Biometrika 1993;80:27-38; White et al, CSDA 2010;54:2267",
)

_LARGEST_STEP = 5.0  # of any log odds in one iteration
_TOLERANCE = 1e-9  # of any log odds
_ITERATIONS = 500


@dataclass(frozen=True, slots=True, eq=False)
class LogisticFits:
    """Penalised logistic regressions of one outcome on one or more designs.

    Parameters
    ----------
    coefficients : ndarray, shape (M, p)
        Firth's estimates.
    roots : ndarray, shape (M, p, p)
        A root L of the covariance LL' of the coefficients, the inverse information.
    """

    coefficients: Vector
    roots: Vector


def fit_penalised_logistic(designs: Vector, events: Vector) -> LogisticFits | str:
    """Fit logistic regressions with Firth's penalty, all designs at once.

    Parameters
    ----------
    designs : ndarray, shape (M, n, p)
        Columns including the intercept.
    events : ndarray, shape (n,)
        1 for the event, 0 for none.

    Notes
    -----
    Fisher scoring of the score X'(y - mu + h (1/2 - mu)), h the diagonal of the hat matrix
    W^1/2 X (X'WX)^-1 X' W^1/2. The penalty keeps estimates finite under separation and where
    everybody or nobody has the event. The fit is that of orthonormal columns, to which Firth's
    penalty is indifferent.
    """
    found = decompose_design(designs)
    if isinstance(found, str):
        return found
    basis, back = found
    theta = np.zeros((basis.shape[0], basis.shape[2]))
    for _ in range(_ITERATIONS):
        step, covariance = _compute_step(basis, theta, events)
        change = np.abs(np.matmul(basis, step[:, :, None])[:, :, 0]).max(axis=1)
        theta = theta + step * np.minimum(1.0, _LARGEST_STEP / np.maximum(change, 1e-300))[:, None]
        if change.max() < _TOLERANCE:
            root = np.linalg.cholesky(covariance)
            return LogisticFits(np.matmul(back, theta[:, :, None])[:, :, 0], np.matmul(back, root))
    return "the logistic imputation model does not converge"


def _compute_step(basis: Vector, theta: Vector, events: Vector) -> tuple[Vector, Vector]:
    mean = special.expit(np.matmul(basis, theta[:, :, None])[:, :, 0])
    weighted = basis * (mean * (1.0 - mean))[:, :, None]
    covariance = np.linalg.inv(np.matmul(basis.transpose(0, 2, 1), weighted))
    leverage = np.sum(np.matmul(weighted, covariance) * basis, axis=2)
    gap = events - mean + leverage * (0.5 - mean)
    score = np.matmul(basis.transpose(0, 2, 1), gap[:, :, None])
    return np.matmul(covariance, score)[:, :, 0], covariance


def draw_log_odds(
    designs_seen: Vector,
    seen: Vector,
    designs_unseen: Vector,
    imputations: int,
    generator: Generator,
) -> Vector | str:
    """Draw the latent values whose sign says who has the event.

    Parameters
    ----------
    designs_seen, designs_unseen, imputations, generator
        As in :func:`~tubulus.stats.imputation.normal.draw_normal`.
    seen : ndarray, shape (n,)
        1 for the event, 0 for none.

    Returns
    -------
    ndarray, shape (m, r), or str
        Log odds plus a standard logistic draw: above 0 with the probability of the event, so that
        a shift of the log odds is a shift of these values. A sentence where nothing can be fitted.
    """
    fits = fit_penalised_logistic(designs_seen, seen)
    if isinstance(fits, str):
        return fits
    noise = generator.standard_normal((imputations, fits.coefficients.shape[1]))
    drawn = fits.coefficients + apply_each(fits.roots, noise)
    log_odds = apply_each(designs_unseen, drawn)
    return log_odds + generator.logistic(size=log_odds.shape)
