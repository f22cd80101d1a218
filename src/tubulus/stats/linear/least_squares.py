"""Least squares with the HC3 covariance: the kernel of every linear contrast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tubulus.stats.missing import Vector

__all__ = ["LinearFit", "compute_contrast_error", "compute_influence", "fit_least_squares"]

# Singular values of the column-scaled design below this share of the largest count as zero.
_RANK_TOLERANCE = 1e-10
# Residuals below this share of the largest outcome, and weights below this share of the largest,
# are rounding: no measurement has twelve digits.
_RELATIVE_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class LinearFit:
    """A least-squares fit.

    Parameters
    ----------
    coefficients : ndarray, shape (p,)
        Least-squares coefficients.
    residuals, leverages : ndarray, shape (n,)
        Residuals, exactly 0 where only rounding is left, and diagonal of the hat matrix.
    weights : ndarray, shape (p, n)
        Each coefficient is its row of weights times the outcome: (X'X)^-1 X'.
    reason : str
        Why the HC3 covariance does not exist; empty where it does.
    """

    coefficients: Vector
    residuals: Vector
    leverages: Vector
    weights: Vector
    reason: str = ""


def fit_least_squares(design: Vector, outcome: Vector) -> LinearFit | str:
    """Fit a linear model, or say why it cannot be fitted.

    Parameters
    ----------
    design : ndarray, shape (n, p)
        Columns of the model including the intercept, without missing values.
    outcome : ndarray, shape (n,)
        Outcome without missing values.

    Returns
    -------
    LinearFit or str
        The fit; a sentence where columns depend on each other or participants are too few.
    """
    n, p = design.shape
    if n < p:
        return f"{n} complete participants cannot determine {p} coefficients"
    scale = np.linalg.norm(design, axis=0)
    if (scale == 0.0).any():
        return "a covariate is zero for every complete participant"
    left, singular, right = np.linalg.svd(design / scale, full_matrices=False)
    if singular[-1] <= _RANK_TOLERANCE * singular[0]:
        return "covariates determine each other or the arm (the design has not full rank)"
    weights = (right.T / singular) @ left.T / scale[:, None]
    coefficients = weights @ outcome
    residuals = outcome - design @ coefficients
    residuals[np.abs(residuals) <= _RELATIVE_ROUNDING * np.abs(outcome).max()] = 0.0
    leverages = np.sum(left**2, axis=1)
    reason = _find_obstacle(n - p, residuals, leverages)
    return LinearFit(coefficients, residuals, leverages, weights, reason)


def _find_obstacle(df: int, residuals: Vector, leverages: Vector) -> str:
    if df == 0:
        return "as many coefficients as complete participants, no variation is left to measure"
    if (leverages > 1.0 - _RANK_TOLERANCE).any():
        return "a participant alone determines a coefficient (leverage 1), HC3 is undefined"
    if not residuals.any():
        return "the outcome does not vary around the fit"
    return ""


def compute_influence(fit: LinearFit, combination: Vector) -> Vector:
    """Compute what each participant moves a linear combination of coefficients, after HC3.

    Parameters
    ----------
    fit : LinearFit
        A fit without obstacle, whose ``reason`` is empty.
    combination : ndarray, shape (p,)
        Multiplier of each coefficient.

    Notes
    -----
    c'(X'X)^-1 x_i e_i / (1 - h_i); the squares add up to the HC3 variance.
    """
    influence = combination @ fit.weights
    # the weight of participants who do not bear on the contrast is 0, not rounding
    influence[np.abs(influence) <= _RELATIVE_ROUNDING * np.abs(influence).max()] = 0.0
    return np.asarray(influence * fit.residuals / (1.0 - fit.leverages))


def compute_contrast_error(fit: LinearFit, contrast: Vector) -> float:
    """Compute the HC3 standard error of a linear combination of coefficients.

    Notes
    -----
    Var(c'b) = sum_i (c'(X'X)^-1 x_i)^2 e_i^2 / (1 - h_i)^2, MacKinnon and White (1985); arguments
    as in :func:`compute_influence`.
    """
    return float(np.sqrt(np.sum(compute_influence(fit, contrast) ** 2)))
