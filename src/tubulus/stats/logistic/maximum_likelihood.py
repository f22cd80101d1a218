"""Logistic regression by maximum likelihood, of one data set and of many at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize

from tubulus.stats.linear.designs import SharedDesign, StackedDesigns
from tubulus.stats.logistic.arrays import (
    find_rank_reason,
    read_design,
    read_outcomes,
    read_weights,
)
from tubulus.stats.logistic.newton import (
    compute_log_likelihoods,
    compute_probabilities,
    maximise_likelihoods,
)
from tubulus.stats.missing import Vector

__all__ = ["LogisticFit", "fit_logistic", "fit_logistic_batch", "fit_logistic_stack"]

# Sum of the margins of a separating combination whose coefficients lie in [-1, 1], columns scaled.
_SEPARATION_TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True)
class LogisticFit:
    """A logistic regression.

    Parameters
    ----------
    coefficients : ndarray, shape (p,)
        Log odds ratios.
    covariance : ndarray, shape (p, p)
        Inverse of the information X' diag(w p (1 - p)) X.
    probabilities : ndarray, shape (n,)
        Fitted probability of each participant.
    log_likelihood : float
        Weighted log-likelihood at the coefficients.
    """

    coefficients: Vector
    covariance: Vector
    probabilities: Vector
    log_likelihood: float


def fit_logistic(
    design: ArrayLike, outcome: ArrayLike, weights: ArrayLike | None = None
) -> LogisticFit | str:
    """Fit a logistic regression, or say why it has no maximum likelihood.

    Parameters
    ----------
    design : array_like, shape (n, p)
        Columns of the model including the intercept, without missing values.
    outcome : array_like, shape (n,)
        1 with the event and 0 without, nobody missing.
    weights : array_like, shape (n,), optional
        Weight of each participant, 0 for one who does not count.

    Returns
    -------
    LogisticFit or str
        The fit; a sentence where participants are too few, columns depend on each other or a
        combination of columns separates those with the event from those without.

    Raises
    ------
    ValueError
        If shapes do not match, a value is missing or infinite, an outcome is neither 0 nor 1 or
        a weight is negative.

    Notes
    -----
    Newton's method on sum w (y log p + (1 - y) log(1 - p)), logit p = x'b; it equals iterated
    reweighted least squares. A maximum exists unless some b has (2y - 1) x'b >= 0 for everybody
    and > 0 for somebody (Albert and Anderson, Biometrika 1984;71:1-10), which a linear programme
    decides (Konis, DPhil thesis, Oxford 2007).
    """
    X, y = read_design(design, 2), read_outcomes(outcome, 1)
    w = np.ones(y.shape) if weights is None else read_weights(weights, 1)
    if not X.shape[0] == y.size == w.size:
        raise ValueError(f"{X.shape[0]} rows of design, {y.size} outcomes, {w.size} weights")
    counted = w > 0.0
    reason = find_rank_reason(X[counted])
    if reason:
        return reason
    coefficients, converged = maximise_likelihoods(SharedDesign(X), y[None], w[None])
    if not converged[0]:
        return _find_separation_reason(X[counted], y[counted])
    probabilities = compute_probabilities(X @ coefficients[0])
    information = X.T @ (X * (w * probabilities * (1.0 - probabilities))[:, None])
    height = compute_log_likelihoods(X @ coefficients[0], y, w)
    covariance = np.asarray(np.linalg.inv(information), dtype=np.float64)
    return LogisticFit(coefficients[0], covariance, probabilities, float(height))


def fit_logistic_batch(
    design: ArrayLike, outcome: ArrayLike, weights: ArrayLike
) -> tuple[Vector, NDArray[np.bool_]]:
    """Fit a logistic regression under each of many vectors of weights.

    Parameters
    ----------
    design : array_like, shape (n, p)
        As in :func:`fit_logistic`.
    outcome : array_like, shape (n,) or (B, n)
        Outcomes 0 and 1, the same for all or of each data set.
    weights : array_like, shape (B, n)
        A vector of weights each, for instance how often a bootstrap draw holds a participant.

    Returns
    -------
    coefficients : ndarray, shape (B, p)
        Maximum likelihood; NaN where there is none.
    converged : ndarray of bool, shape (B,)
        False under separation or where the columns depend on each other.

    Raises
    ------
    ValueError
        As :func:`fit_logistic`.
    """
    X, w = read_design(design, 2), read_weights(weights, 2)
    y = np.asarray(outcome, dtype=np.float64)
    y = np.broadcast_to(read_outcomes(y, y.ndim), w.shape)
    if X.shape[0] != w.shape[1]:
        raise ValueError(f"{X.shape[0]} rows of design, weights of {w.shape[1]} participants")
    return maximise_likelihoods(SharedDesign(X), y, w)


def fit_logistic_stack(
    designs: ArrayLike, outcomes: ArrayLike, weights: ArrayLike | None = None
) -> tuple[Vector, NDArray[np.bool_]]:
    """Fit a logistic regression to each of many data sets, all of n participants.

    Parameters
    ----------
    designs : array_like, shape (B, n, p)
        Design of each data set, columns including the intercept.
    outcomes : array_like, shape (B, n)
        Outcomes 0 and 1 of each data set.
    weights : array_like, shape (B, n), optional
        Weights; 0 leaves a participant out, so that data sets may differ in size.

    Returns
    -------
    coefficients : ndarray, shape (B, p)
    converged : ndarray of bool, shape (B,)
        As in :func:`fit_logistic_batch`.

    Raises
    ------
    ValueError
        As :func:`fit_logistic`.
    """
    X, y = read_design(designs, 3), read_outcomes(outcomes, 2)
    w = np.ones(y.shape) if weights is None else read_weights(weights, 2)
    if not X.shape[:2] == y.shape == w.shape:
        raise ValueError(f"designs {X.shape}, outcomes {y.shape} and weights {w.shape} differ")
    return maximise_likelihoods(StackedDesigns(X), y, w)


def _find_separation_reason(design: Vector, outcome: Vector) -> str:
    if outcome.min() == outcome.max():
        return "every participant has the same outcome, log odds are infinite"
    margins = design / np.linalg.norm(design, axis=0) * (2.0 * outcome - 1.0)[:, None]
    solution = optimize.linprog(
        -margins.sum(axis=0), A_ub=-margins, b_ub=np.zeros(outcome.size), bounds=(-1.0, 1.0)
    )
    if solution.status == 0 and -solution.fun > _SEPARATION_TOLERANCE:
        return (
            "a combination of covariates separates those with the event from those without, "
            "the likelihood has no maximum"
        )
    return "the likelihood is too flat for its maximum to be found"
