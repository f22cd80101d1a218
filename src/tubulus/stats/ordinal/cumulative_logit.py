"""Cumulative logit model: maximum likelihood with one intercept for every cut between levels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, special

from tubulus.stats.missing import Vector

__all__ = ["CumulativeFit", "fit_cumulative_logit"]

Codes = NDArray[np.int64]

_MOST_STEPS = 100
_MOST_HALVINGS = 40
# Half the squared Newton decrement is the log-likelihood still to be gained.
_GAIN = 1e-18


@dataclass(frozen=True, slots=True)
class CumulativeFit:
    """A fit of the cumulative logit model.

    Parameters
    ----------
    intercepts : ndarray, shape (k - 1,)
        Cuts, increasing: logit P(level <= j) without covariates.
    coefficients : ndarray, shape (p,)
        Log odds ratios of a higher level.
    covariance : ndarray, shape (p, p)
        Inverse observed information of the coefficients, intercepts eliminated.
    log_likelihood : float
        At the fit.
    has_converged : bool
        False where the likelihood keeps growing or Newton steps no longer help.
    """

    intercepts: Vector
    coefficients: Vector
    covariance: Vector
    log_likelihood: float
    has_converged: bool


@dataclass(frozen=True, slots=True)
class _Derivatives:
    """Gradient and information in blocks: intercepts (banded), coefficients, both."""

    gradient_cuts: Vector
    gradient_coefficients: Vector
    bands: Vector
    border: Vector
    corner: Vector


def fit_cumulative_logit(
    levels: Codes,
    design: Vector,
    offset: Vector | None = None,
    start: CumulativeFit | None = None,
) -> CumulativeFit:
    """Fit the cumulative logit model.

    Parameters
    ----------
    levels : ndarray of int, shape (n,)
        Level of each participant, 0 to k - 1, every level present, k at least 2.
    design : ndarray, shape (n, p)
        Columns without an intercept; p may be 0.
    offset : ndarray, shape (n,), optional
        Part of the linear predictor that is held.
    start : CumulativeFit, optional
        Intercepts and coefficients to start from.

    Notes
    -----
    logit P(Y <= j) = a_j - eta, eta = offset + x'b. With u and l the upper and the lower cut of
    a participant, both less eta, the probability of the level is F(u) (1 - F(l)) (1 - exp(l - u)),
    a product in which nothing cancels, and its log is concave in all parameters. Hence Newton with
    halved steps from the intercepts of the empty model finds the maximum wherever there is one,
    also with a spike at one level and with as many levels as participants. Each Newton step
    eliminates the intercepts, whose information is tridiagonal: the cost grows as n p^2.
    """
    base = np.zeros(levels.size) if offset is None else offset
    if start is None:
        shares = np.cumsum(np.bincount(levels))[:-1] / levels.size
        cuts, coefficients = special.logit(shares), np.zeros(design.shape[1])
    else:
        cuts, coefficients = start.intercepts, start.coefficients
    value = _compute_log_likelihood(levels, cuts, base + design @ coefficients)
    has_converged = False
    derivatives = _compute_derivatives(levels, design, cuts, base + design @ coefficients)
    for _ in range(_MOST_STEPS):
        steps = _solve(derivatives)
        gain = derivatives.gradient_cuts @ steps[0] + derivatives.gradient_coefficients @ steps[1]
        climbed = _climb(levels, design, base, (cuts, coefficients, value), steps)
        if climbed is None:
            break
        cuts, coefficients, value = climbed
        derivatives = _compute_derivatives(levels, design, cuts, base + design @ coefficients)
        if gain <= _GAIN * max(1.0, abs(value)):
            has_converged = True
            break
    covariance = _invert(_reduce(derivatives)[0])
    has_converged = has_converged and bool(np.isfinite(covariance).all())
    return CumulativeFit(cuts, coefficients, covariance, value, has_converged)


def _climb(
    levels: Codes,
    design: Vector,
    base: Vector,
    position: tuple[Vector, Vector, float],
    steps: tuple[Vector, Vector],
) -> tuple[Vector, Vector, float] | None:
    """Take the Newton step, halved until the likelihood does not fall; None where it always does.

    Notes
    -----
    A fall by rounding alone is none: the last steps are smaller than what the value can show.
    """
    cuts, coefficients, value = position
    share = 1.0
    for _ in range(_MOST_HALVINGS):
        new_cuts, new_coefficients = cuts + share * steps[0], coefficients + share * steps[1]
        new_value = _compute_log_likelihood(levels, new_cuts, base + design @ new_coefficients)
        if new_value >= value - 1e-12 * abs(value):
            return new_cuts, new_coefficients, new_value
        share /= 2.0
    return None


def _compute_ends(levels: Codes, cuts: Vector, eta: Vector) -> tuple[Vector, Vector, Vector]:
    """Return upper and lower cut less eta, and the width between them.

    The width is that of the cuts: after a large eta is taken off, two near cuts are one number.
    """
    padded = np.concatenate([[-np.inf], cuts, [np.inf]])
    upper, lower = padded[levels + 1], padded[levels]
    return upper - eta, lower - eta, upper - lower


def _compute_log_likelihood(levels: Codes, cuts: Vector, eta: Vector) -> float:
    if (np.diff(cuts) <= 0.0).any():
        return -np.inf
    upper, lower, width = _compute_ends(levels, cuts, eta)
    terms = special.log_expit(upper) + special.log_expit(-lower) + np.log(-np.expm1(-width))
    return float(terms.sum())


def _compute_derivatives(levels: Codes, design: Vector, cuts: Vector, eta: Vector) -> _Derivatives:
    upper, lower, width = _compute_ends(levels, cuts, eta)
    # d log(1 - exp(-w)) / dw and minus its derivative; both vanish at infinite width
    pull = np.exp(-width) / -np.expm1(-width)
    bend = pull / -np.expm1(-width)
    slope_upper = special.expit(-upper) + pull
    slope_lower = -special.expit(lower) - pull
    bend_upper = special.expit(upper) * special.expit(-upper)
    bend_lower = special.expit(lower) * special.expit(-lower)
    k = cuts.size + 2
    # one slot for each padded cut; the infinite ones at both ends are dropped
    gradient = _add_up(levels + 1, slope_upper, k) + _add_up(levels, slope_lower, k)
    diagonal = _add_up(levels + 1, bend_upper + bend, k) + _add_up(levels, bend_lower + bend, k)
    beside = _add_up(levels, bend, k)
    border = np.zeros((k, design.shape[1]))
    np.subtract.at(border, levels + 1, bend_upper[:, None] * design)
    np.subtract.at(border, levels, bend_lower[:, None] * design)
    bands = np.zeros((2, cuts.size))
    bands[1] = diagonal[1:-1]
    bands[0, 1:] = -beside[1:-2]
    return _Derivatives(
        gradient[1:-1],
        -design.T @ (slope_upper + slope_lower),
        bands,
        border[1:-1],
        design.T @ ((bend_upper + bend_lower)[:, None] * design),
    )


def _add_up(slots: Codes, terms: Vector, size: int) -> Vector:
    return np.bincount(slots, terms, size).astype(np.float64)


def _reduce(derivatives: _Derivatives) -> tuple[Vector, Vector]:
    """Eliminate the intercepts: information of the coefficients, and A^-1 [border, gradient]."""
    right = np.column_stack([derivatives.border, derivatives.gradient_cuts])
    solved = _solve_bands(derivatives.bands, right)
    return derivatives.corner - derivatives.border.T @ solved[:, :-1], solved


def _solve_bands(bands: Vector, right: Vector) -> Vector:
    """Solve a symmetric tridiagonal system; NaN where it is singular, as after separation."""
    nothing = np.full(right.shape, np.nan)
    if bands.shape[1] == 1:
        # LAPACK's tridiagonal solver refuses a single equation
        return right / bands[1] if bands[1, 0] > 0.0 else nothing
    try:
        solved: Vector = linalg.solveh_banded(bands, right)
    except linalg.LinAlgError:
        return nothing
    return solved


def _solve(derivatives: _Derivatives) -> tuple[Vector, Vector]:
    information, solved = _reduce(derivatives)
    gradient = derivatives.gradient_coefficients
    step = _invert(information) @ (gradient - derivatives.border.T @ solved[:, -1])
    return solved[:, -1] - solved[:, :-1] @ step, step


def _invert(information: Vector) -> Vector:
    try:
        return np.asarray(np.linalg.inv(information), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.full(information.shape, np.nan)
