"""Logistic regression by Firth's penalised likelihood, finite under separation too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tubulus.stats.linear.designs import SharedDesign, StackedDesigns
from tubulus.stats.logistic.arrays import (
    find_rank_reason,
    read_design,
    read_outcomes,
    read_weights,
)
from tubulus.stats.logistic.newton import compute_probabilities
from tubulus.stats.logistic.penalised import maximise_penalised
from tubulus.stats.missing import Vector

__all__ = ["FirthFit", "fit_firth", "fit_firth_batch", "fit_firth_stack"]

NO_MAXIMUM = "the search for the maximum of the penalised likelihood did not end"


@dataclass(frozen=True, slots=True)
class FirthFit:
    """A logistic regression by penalised likelihood.

    Parameters
    ----------
    coefficients : ndarray, shape (p,)
        Log odds ratios.
    covariance : ndarray, shape (p, p)
        Inverse of the information X' diag(w p (1 - p)) X at the coefficients.
    probabilities : ndarray, shape (n,)
        Fitted probability of each participant; they are drawn towards 1/2.
    penalised_log_likelihood : float
        Log-likelihood plus half the log determinant of the information.
    """

    coefficients: Vector
    covariance: Vector
    probabilities: Vector
    penalised_log_likelihood: float


def fit_firth(
    design: ArrayLike, outcome: ArrayLike, weights: ArrayLike | None = None
) -> FirthFit | str:
    """Fit a logistic regression by Firth's penalised likelihood, or say why it cannot be fitted.

    Parameters
    ----------
    design, outcome, weights : array_like
        As in :func:`~tubulus.stats.logistic.maximum_likelihood.fit_logistic`.

    Returns
    -------
    FirthFit or str
        The fit, finite under separation and where everybody has the same outcome; a sentence where
        participants are too few or columns depend on each other.

    Raises
    ------
    ValueError
        As ``fit_logistic``.

    Notes
    -----
    Maximises l(b) + log det I(b) / 2, which takes away the bias of order 1/n (Firth, Biometrika
    1993;80:27-38; Heinze and Schemper, Stat Med 2002;21:2409-2419). Steps along
    X'(w (y - p) + h (1/2 - p)) scaled by the information, halved where they lose height.
    """
    X, y = read_design(design, 2), read_outcomes(outcome, 1)
    w = np.ones(y.shape) if weights is None else read_weights(weights, 1)
    if not X.shape[0] == y.size == w.size:
        raise ValueError(f"{X.shape[0]} rows of design, {y.size} outcomes, {w.size} weights")
    reason = find_rank_reason(X[w > 0.0])
    if reason:
        return reason
    maxima = maximise_penalised(SharedDesign(X), y[None], w[None])
    if not maxima.converged[0]:
        return NO_MAXIMUM
    coefficients = maxima.coefficients[0]
    probabilities = compute_probabilities(X @ coefficients)
    information = X.T @ (X * (w * probabilities * (1.0 - probabilities))[:, None])
    covariance = np.asarray(np.linalg.inv(information), dtype=np.float64)
    return FirthFit(coefficients, covariance, probabilities, float(maxima.heights[0]))


def fit_firth_batch(
    design: ArrayLike, outcome: ArrayLike, weights: ArrayLike
) -> tuple[Vector, NDArray[np.bool_]]:
    """Fit by penalised likelihood under each of many vectors of weights.

    Parameters
    ----------
    design, outcome, weights : array_like
        As in :func:`~tubulus.stats.logistic.maximum_likelihood.fit_logistic_batch`. A participant
        of weight 0 counts neither in the likelihood nor in the penalty.

    Returns
    -------
    coefficients : ndarray, shape (B, p)
    converged : ndarray of bool, shape (B,)
        False, with coefficients NaN, where the columns depend on each other.

    Raises
    ------
    ValueError
        As ``fit_logistic``.
    """
    X, w = read_design(design, 2), read_weights(weights, 2)
    y = np.asarray(outcome, dtype=np.float64)
    y = np.broadcast_to(read_outcomes(y, y.ndim), w.shape)
    if X.shape[0] != w.shape[1]:
        raise ValueError(f"{X.shape[0]} rows of design, weights of {w.shape[1]} participants")
    maxima = maximise_penalised(SharedDesign(X), y, w)
    return maxima.coefficients, maxima.converged


def fit_firth_stack(
    designs: ArrayLike, outcomes: ArrayLike, weights: ArrayLike | None = None
) -> tuple[Vector, NDArray[np.bool_]]:
    """Fit by penalised likelihood to each of many data sets, all of n participants.

    Parameters
    ----------
    designs, outcomes, weights : array_like
        As in :func:`~tubulus.stats.logistic.maximum_likelihood.fit_logistic_stack`.

    Returns
    -------
    coefficients : ndarray, shape (B, p)
    converged : ndarray of bool, shape (B,)
        As in :func:`fit_firth_batch`.

    Raises
    ------
    ValueError
        As ``fit_logistic``.
    """
    X, y = read_design(designs, 3), read_outcomes(outcomes, 2)
    w = np.ones(y.shape) if weights is None else read_weights(weights, 2)
    if not X.shape[:2] == y.shape == w.shape:
        raise ValueError(f"designs {X.shape}, outcomes {y.shape} and weights {w.shape} differ")
    maxima = maximise_penalised(StackedDesigns(X), y, w)
    return maxima.coefficients, maxima.converged
