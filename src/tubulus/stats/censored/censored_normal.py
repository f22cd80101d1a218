"""Normal regression of values of which some are known to lie below a limit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, special

from tubulus.stats.linear.least_squares import fit_least_squares
from tubulus.stats.missing import Vector

__all__ = ["CensoredFit", "fit_censored_normal"]

Flags = NDArray[np.bool_]

_MOST_STEPS = 100
_MOST_HALVINGS = 60
# Half the squared Newton decrement is the log-likelihood still to be gained.
_GAIN = 1e-18


@dataclass(frozen=True, slots=True)
class CensoredFit:
    """A fit of the censored normal regression.

    Parameters
    ----------
    coefficients : ndarray, shape (p,)
        Coefficients of the mean.
    sd : float
        Standard deviation around it, maximum likelihood.
    covariance : ndarray, shape (p + 1, p + 1)
        Inverse observed information of coefficients and log SD.
    scores : ndarray, shape (n, p + 1)
        Derivative of each log-likelihood by coefficients and log SD.
    log_likelihood : float
        At the fit.
    """

    coefficients: Vector
    sd: float
    covariance: Vector
    scores: Vector
    log_likelihood: float


def fit_censored_normal(outcome: Vector, below: Flags, design: Vector) -> CensoredFit | str:
    """Fit the regression, or say why it cannot be fitted.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        Value, or the limit below which it lies.
    below : ndarray of bool, shape (n,)
        Whether the outcome is such a limit.
    design : ndarray, shape (n, p)
        Columns of the model, the first of them ones.

    Returns
    -------
    CensoredFit or str
        The fit; a sentence where the quantified values alone do not determine the coefficients
        (for instance because all of an arm lie below the limit) or do not vary around them.

    Notes
    -----
    Log-likelihood: sum over values of log phi((y - x'b) / s) - log s, over limits of
    log Phi((L - x'b) / s). In g = b / s and h = 1 / s it is concave (Olsen 1978), so that Newton
    with halved steps finds the one maximum; the information is then carried to b and log s.
    Columns are made orthogonal for the fit, which changes no result.
    """
    obstacle = _find_obstacle(outcome, below, design)
    if obstacle:
        return obstacle
    n, p = design.shape
    basis, triangle = np.linalg.qr(design)
    basis, triangle = basis * np.sqrt(n), triangle / np.sqrt(n)
    centre = float(outcome.mean())
    columns = np.column_stack([-basis, outcome - centre])
    climbed = _climb(columns, below, _start(basis, outcome - centre))
    if climbed is None:
        return "the likelihood has no maximum that Newton's method can reach"
    position, value = climbed
    back = linalg.solve_triangular(triangle, np.eye(p))
    sd = 1.0 / float(position[-1])
    coefficients = back @ position[:-1] * sd
    coefficients[0] += centre
    # derivatives of (g, h) in the orthogonal columns by the coefficients and log SD
    jacobian = np.zeros((p + 1, p + 1))
    jacobian[:p, :p] = triangle / sd
    jacobian[:, p] = -position
    scores, information = _compute_derivatives(columns, below, position)
    covariance = np.asarray(np.linalg.inv(jacobian.T @ information @ jacobian), dtype=np.float64)
    return CensoredFit(coefficients, sd, covariance, scores @ jacobian, value)


def _find_obstacle(outcome: Vector, below: Flags, design: Vector) -> str:
    fit = fit_least_squares(design, outcome)
    if isinstance(fit, str):
        return fit
    if below.all():
        return "every value is below its limit"
    quantified = fit_least_squares(design[~below], outcome[~below])
    if isinstance(quantified, str):
        return "the quantified values alone do not determine the coefficients"
    if not quantified.residuals.any() or int((~below).sum()) == design.shape[1]:
        return "the quantified values do not vary around the fit"
    return ""


def _start(basis: Vector, centred: Vector) -> Vector:
    """Start from least squares with each limit as if it were the value."""
    coefficients = basis.T @ centred / centred.size
    sd = float(np.sqrt(np.mean((centred - basis @ coefficients) ** 2)))
    return np.append(coefficients, 1.0) / sd


def _climb(columns: Vector, below: Flags, start: Vector) -> tuple[Vector, float] | None:
    position, value = start, _compute_log_likelihood(columns, below, start)
    for _ in range(_MOST_STEPS):
        scores, information = _compute_derivatives(columns, below, position)
        gradient = scores.sum(axis=0)
        step = np.linalg.solve(information, gradient)
        gain = float(gradient @ step)
        share = 1.0
        for _ in range(_MOST_HALVINGS):
            tried = position + share * step
            new_value = _compute_log_likelihood(columns, below, tried)
            # the last steps are smaller than what the value can show
            if new_value >= value - 1e-12 * abs(value):
                break
            share /= 2.0
        else:
            return None
        position, value = tried, new_value
        if gain <= _GAIN * max(1.0, abs(value)):
            return position, value
    return None


def _compute_log_likelihood(columns: Vector, below: Flags, position: Vector) -> float:
    if position[-1] <= 0.0:
        return -np.inf
    residuals = columns @ position
    known = residuals[~below]
    value = known.size * (np.log(position[-1]) - 0.5 * np.log(2.0 * np.pi))
    return float(value - 0.5 * np.sum(known**2) + special.log_ndtr(residuals[below]).sum())


def _compute_derivatives(columns: Vector, below: Flags, position: Vector) -> tuple[Vector, Vector]:
    """Compute scores (n, p + 1) and information (p + 1, p + 1) in g and h."""
    residuals = columns @ position
    # hazard phi / Phi on the log scale, where it stays right far below the limit
    hazard = np.exp(-0.5 * residuals**2 - 0.5 * np.log(2.0 * np.pi) - special.log_ndtr(residuals))
    slope = np.where(below, hazard, -residuals)
    bend = np.where(below, hazard * (hazard + residuals), 1.0)
    scores = slope[:, None] * columns
    scores[~below, -1] += 1.0 / position[-1]
    information = columns.T @ (bend[:, None] * columns)
    information[-1, -1] += int((~below).sum()) / position[-1] ** 2
    return scores, information
