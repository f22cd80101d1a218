"""Propensity score: the probability of the first arm given the covariates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tubulus.stats.logistic.firth import fit_firth
from tubulus.stats.logistic.maximum_likelihood import fit_logistic
from tubulus.stats.missing import Vector

__all__ = ["PropensityModel", "ScoreMethod", "fit_propensity", "standardise_columns"]

ScoreMethod = Literal["maximum likelihood", "Firth"]

# A spread below this share of the largest value is rounding: no measurement has twelve digits.
_RELATIVE_ROUNDING = 1e-12
_SEPARATED = "the covariates separate the arms: the propensity score has no maximum likelihood"


@dataclass(frozen=True, slots=True)
class PropensityModel:
    """A fitted propensity score.

    Parameters
    ----------
    scores, predictors : ndarray, shape (n,)
        Probability of the first arm, and its log odds.
    coefficients : ndarray, shape (k + 1,)
        Intercept and log odds ratios per unit of each covariate.
    design : ndarray, shape (n, k + 1)
        Intercept and standardised covariates, the columns of what follows.
    score_equations : ndarray, shape (n, k + 1)
        What each participant adds to the estimating equations, which sum to zero.
    inverse_information : ndarray, shape (k + 1, k + 1)
        Inverse of X' diag(e (1 - e)) X.
    method : {'maximum likelihood', 'Firth'}
        How it was fitted.
    """

    scores: Vector
    predictors: Vector
    coefficients: Vector
    design: Vector
    score_equations: Vector
    inverse_information: Vector
    method: ScoreMethod


def fit_propensity(
    arm: Vector, covariates: Vector, *, firth_on_separation: bool = False
) -> PropensityModel | str:
    """Fit a logistic propensity score with main effects, or say why there is none.

    Parameters
    ----------
    arm : ndarray, shape (n,)
        1 in the first arm and 0 in the comparator; both occur, nothing is missing.
    covariates : ndarray, shape (n, k)
        Columns without intercept, nothing missing.
    firth_on_separation : bool
        Whether Firth's penalised likelihood takes over where the covariates separate the arms.

    Returns
    -------
    PropensityModel or str
        The fit; a sentence where participants are too few, columns depend on each other or the
        covariates separate the arms.

    Notes
    -----
    logit e = b0 + b'z by maximum likelihood: sum x (a - e) = 0. Never a penalty by default, since
    it leaves confounding behind. Firth: sum x (a - e + h (1/2 - e)) = 0 with the leverages h
    (Heinze and Schemper, Stat Med 2002;21:2409-2419); what a participant adds then holds h fixed,
    which is right in large trials only.
    """
    columns = standardise_columns(covariates)
    if isinstance(columns, str):
        return columns
    means, spreads, standard = columns
    design = np.column_stack([np.ones(arm.size), standard])
    fit = fit_logistic(design, arm)
    if not isinstance(fit, str):
        scaling = means, spreads
        return _make_model(arm, design, fit.coefficients, "maximum likelihood", scaling)
    if "separates" not in fit:
        return fit
    if not firth_on_separation:
        return _SEPARATED
    penalised = fit_firth(design, arm)
    if isinstance(penalised, str):
        return penalised
    return _make_model(arm, design, penalised.coefficients, "Firth", (means, spreads))


def standardise_columns(covariates: Vector) -> tuple[Vector, Vector, Vector] | str:
    """Return means, standard deviations and standardised columns, or name the obstacle."""
    if covariates.shape[0] == 0:
        return "no complete participant"
    means = covariates.mean(axis=0)
    spreads = covariates.std(axis=0)
    if (spreads <= _RELATIVE_ROUNDING * np.abs(covariates).max(axis=0, initial=0.0)).any():
        return "a covariate is the same for every complete participant"
    return means, spreads, (covariates - means) / spreads


def _make_model(
    arm: Vector,
    design: Vector,
    coefficients: Vector,
    method: ScoreMethod,
    scaling: tuple[Vector, Vector],
) -> PropensityModel:
    means, spreads = scaling
    predictors = design @ coefficients
    scores = 1.0 / (1.0 + np.exp(-predictors))
    variances = scores * (1.0 - scores)
    inverse = np.asarray(np.linalg.inv(design.T @ (design * variances[:, None])))
    residuals = arm - scores
    if method == "Firth":
        leverages = variances * np.einsum("ij,jk,ik->i", design, inverse, design)
        residuals = residuals + leverages * (0.5 - scores)
    slopes = coefficients[1:] / spreads
    own = np.concatenate([[coefficients[0] - means @ slopes], slopes])
    return PropensityModel(
        scores, predictors, own, design, design * residuals[:, None], inverse, method
    )
