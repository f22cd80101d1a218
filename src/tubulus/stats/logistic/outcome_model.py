"""Logistic model of an event given arm and covariates, with the influence of each participant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tubulus.stats.linear.designs import Designs, SharedDesign
from tubulus.stats.logistic.firth import fit_firth
from tubulus.stats.logistic.maximum_likelihood import fit_logistic
from tubulus.stats.logistic.newton import compute_probabilities, maximise_likelihoods
from tubulus.stats.logistic.penalised import maximise_penalised
from tubulus.stats.missing import Vector

__all__ = [
    "LogisticModel",
    "OutcomeModel",
    "correct_intercepts",
    "fit_models",
    "fit_outcome_model",
    "require_model",
]

LogisticModel = Literal["firth", "flic", "maximum likelihood"]
"""Penalised likelihood; the same with its intercept corrected; maximum likelihood."""

# leverage 1: the participant alone determines a coefficient
_LEVERAGE_TOLERANCE = 1e-10
# Newton on one number: squared errors, so that a step this small leaves rounding only
_STEP_TOLERANCE, _MOST_STEPS = 1e-10, 60


@dataclass(frozen=True, slots=True)
class OutcomeModel:
    """A fitted logistic model.

    Parameters
    ----------
    coefficients : ndarray, shape (p,)
        Log odds ratios.
    influence : ndarray, shape (n, p)
        What each participant moves the coefficients by, after HC3: the sum of squares is their
        sandwich covariance.
    covariance : ndarray, shape (p, p)
        Inverse of the information at the coefficients.
    """

    coefficients: Vector
    influence: Vector
    covariance: Vector


def fit_outcome_model(design: Vector, outcome: Vector, model: LogisticModel) -> OutcomeModel | str:
    """Fit a logistic model with the influence of each participant, or say why not.

    Parameters
    ----------
    design : ndarray, shape (n, p)
        Columns, the intercept first.
    outcome : ndarray, shape (n,)
        1 with the event and 0 without.
    model : {'firth', 'flic', 'maximum likelihood'}
        Which likelihood.

    Notes
    -----
    I^-1 x_i u_i / (1 - h_i) with u = y - p, under the penalty u = y - p + h (1/2 - p), and h the
    leverage of W^(1/2) X (HC3: R ``sandwich::vcovHC`` of a ``glm``).

    FLIC keeps the slopes of the penalised likelihood and moves the intercept until the fitted
    probabilities add up to the events (Puhr et al, Stat Med 2017;36:2302-2317).
    """
    require_model(model)
    fit = (fit_logistic if model == "maximum likelihood" else fit_firth)(design, outcome)
    if isinstance(fit, str):
        return fit
    probabilities = fit.probabilities
    variances = probabilities * (1.0 - probabilities)
    leverages = variances * np.einsum("ij,jk,ik->i", design, fit.covariance, design)
    if (leverages > 1.0 - _LEVERAGE_TOLERANCE).any():
        return "a participant alone determines a coefficient (leverage 1), HC3 is undefined"
    pull = outcome - probabilities
    if model != "maximum likelihood":
        pull = pull + leverages * (0.5 - probabilities)
    influence = (design * (pull / (1.0 - leverages))[:, None]) @ fit.covariance
    fitted = OutcomeModel(fit.coefficients, influence, fit.covariance)
    return _correct(design, outcome, fitted, leverages) if model == "flic" else fitted


def _correct(
    design: Vector, outcome: Vector, fit: OutcomeModel, leverages: Vector
) -> OutcomeModel | str:
    """Correct the intercept; participants move it by their residual and through the slopes."""
    ones = np.ones((1, outcome.size))
    shared = SharedDesign(design)
    coefficients = correct_intercepts(shared, outcome[None], ones, fit.coefficients[None])[0]
    if np.isnan(coefficients).any():
        return "every participant has the same outcome, log odds are infinite"
    probabilities = compute_probabilities(design @ coefficients)
    variances = probabilities * (1.0 - probabilities)
    influence = fit.influence.copy()
    by_slopes = influence[:, 1:] @ (variances @ design[:, 1:])
    residuals = (outcome - probabilities) / (1.0 - leverages)
    influence[:, 0] = (residuals - by_slopes) / variances.sum()
    information = design.T @ (design * variances[:, None])
    covariance = np.asarray(np.linalg.inv(information), dtype=np.float64)
    return OutcomeModel(coefficients, influence, covariance)


def fit_models(designs: Designs, outcomes: Vector, weights: Vector, model: LogisticModel) -> Vector:
    """Fit a logistic model to every data set; NaN where it has none.

    Parameters
    ----------
    designs : Designs
        Design of each of the B data sets, the intercept first.
    outcomes, weights : ndarray, shape (B, n)
        Outcomes 0 and 1, and weights.
    model : {'firth', 'flic', 'maximum likelihood'}
        Which likelihood.

    Returns
    -------
    ndarray, shape (B, p)
        Coefficients.
    """
    require_model(model)
    if model == "maximum likelihood":
        return maximise_likelihoods(designs, outcomes, weights)[0]
    coefficients = maximise_penalised(designs, outcomes, weights).coefficients
    if model == "flic":
        return correct_intercepts(designs, outcomes, weights, coefficients)
    return coefficients


def correct_intercepts(
    designs: Designs, outcomes: Vector, weights: Vector, coefficients: Vector
) -> Vector:
    """Move each intercept, the first column, until fitted probabilities add up to the events.

    Returns
    -------
    ndarray, shape (B, p)
        Coefficients; NaN where all who count have the same outcome.
    """
    events, everybody = np.sum(weights * outcomes, axis=1), np.sum(weights, axis=1)
    exists = (events > 0.0) & (events < everybody) & np.isfinite(coefficients[:, 0])
    corrected = np.where(exists[:, None], coefficients, 0.0)
    for _ in range(_MOST_STEPS):
        probabilities = compute_probabilities(designs.predict(corrected))
        gap = events - np.sum(weights * probabilities, axis=1)
        slope = np.sum(weights * probabilities * (1.0 - probabilities), axis=1)
        step = np.where(exists, np.clip(gap / np.maximum(slope, 1e-300), -2.0, 2.0), 0.0)
        corrected[:, 0] += step
        if np.max(np.abs(step), initial=0.0) <= _STEP_TOLERANCE:
            break
    return np.where(exists[:, None], corrected, np.nan)


def require_model(model: str) -> None:
    """Refuse a model of another name.

    Raises
    ------
    ValueError
        If it is none of the three.
    """
    if model not in ("firth", "flic", "maximum likelihood"):
        raise ValueError(f"the model is firth, flic or maximum likelihood, not {model}")
