"""Estimators as weights of the outcome, for many bootstrap draws at once.

ANCOVA, weighted means and AIPW with a linear outcome model are all linear in the outcome: given arm
and covariates, a draw turns each of them into one weight a participant, whatever the outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.linear.definite_systems import CholeskyFactors, factor_systems
from tubulus.stats.linear.designs import SharedDesign
from tubulus.stats.logistic.newton import maximise_likelihoods
from tubulus.stats.missing import Vector
from tubulus.stats.weighting.targets import TARGETS, Target, compute_target_weights

__all__ = ["ESTIMATORS", "Estimator", "OutcomeWeights", "compute_outcome_weights"]

Estimator = Literal["ANCOVA", "ATE", "ATT", "ATU", "ATO", "matching", "AIPW"]
ESTIMATORS: tuple[Estimator, ...] = get_args(Estimator)

_ARM = 1
"""Column of the arm in the outcome model."""


@dataclass(frozen=True, slots=True)
class OutcomeWeights:
    """What arm and covariates contribute to every draw.

    Parameters
    ----------
    arm : ndarray, shape (n,)
        1 in the first arm, 0 in the comparator.
    score_design : ndarray, shape (n, k + 1)
        Intercept and standardised covariates.
    """

    arm: Vector
    score_design: Vector

    @property
    def outcome_design(self) -> Vector:
        """Intercept, arm and standardised covariates, shape (n, k + 2)."""
        return np.insert(self.score_design, _ARM, self.arm, axis=1)


def compute_outcome_weights(
    setting: OutcomeWeights, weights: Vector, estimators: tuple[Estimator, ...]
) -> dict[Estimator, Vector]:
    """Compute for every draw the weight that each outcome has in each estimate.

    Parameters
    ----------
    setting : OutcomeWeights
        Arm and covariates of n participants.
    weights : ndarray, shape (B, n)
        How often each draw holds each participant.
    estimators : tuple of Estimator
        What is to be estimated.

    Returns
    -------
    dict of Estimator to ndarray, shape (B, n)
        The estimate of draw b is its row times the outcomes; a row is NaN where a model of that
        draw has no fit.

    Notes
    -----
    With draws w, X = (1, a, z) and G = X'WX: ANCOVA has w_i x_i'G^-1 e_arm. Weighting has
    w_i a_i h_i / e_i over its sum, minus that of the comparator. AIPW has v_i / N + w_i x_i'G^-1
    (e_arm - X'v / N), v_i = w_i (a_i / e_i - (1 - a_i) / (1 - e_i)), N = sum w.
    """
    result: dict[Estimator, Vector] = {}
    predictors = _fit_scores(setting, weights) if set(estimators) - {"ANCOVA"} else weights
    for target in TARGETS:
        if target in estimators:
            result[target] = _weigh(setting.arm, weights, predictors, target)
    if {"ANCOVA", "AIPW"} & set(estimators):
        design = SharedDesign(setting.outcome_design)
        factors = factor_systems(design.compute_grams(weights))
        direction = np.zeros((design.p, weights.shape[0]))
        direction[_ARM] = 1.0
        if "ANCOVA" in estimators:
            result["ANCOVA"] = weights * _apply(design, factors, direction)
        if "AIPW" in estimators:
            inverse = _invert(setting.arm, weights, predictors)
            rest = direction - design.project(inverse).T
            result["AIPW"] = inverse + weights * _apply(design, factors, rest)
    return {name: result[name] for name in estimators}


def _fit_scores(setting: OutcomeWeights, weights: Vector) -> Vector:
    """Return the log odds of the first arm, (B, n), NaN where a draw has no score."""
    arms: Vector = np.broadcast_to(setting.arm, weights.shape)
    coefficients, _ = maximise_likelihoods(SharedDesign(setting.score_design), arms, weights)
    return np.asarray(coefficients @ setting.score_design.T)


def _weigh(arm: Vector, weights: Vector, predictors: Vector, target: Target) -> Vector:
    first, second = compute_target_weights(predictors, target)
    first *= weights * arm
    second *= weights * (1.0 - arm)
    first /= _require_positive(first.sum(axis=1, keepdims=True))
    second /= _require_positive(second.sum(axis=1, keepdims=True))
    return first - second


def _require_positive(totals: Vector) -> Vector:
    return np.where(totals > 0.0, totals, np.nan)


def _invert(arm: Vector, weights: Vector, predictors: Vector) -> Vector:
    """Return (a / e - (1 - a) / (1 - e)) w / sum w."""
    sign = 2.0 * arm - 1.0
    inverse = 1.0 + np.exp(-sign * predictors)
    inverse *= weights * sign
    inverse /= _require_positive(weights.sum(axis=1, keepdims=True))
    return np.asarray(inverse)


def _apply(design: SharedDesign, factors: CholeskyFactors, right: Vector) -> Vector:
    """Return x_i' G^-1 right of every participant, (B, n); NaN where G is singular."""
    solution = factors.solve(np.ascontiguousarray(right))
    solution[:, _find_singular(factors)] = np.nan
    return design.predict(np.ascontiguousarray(solution.T))


def _find_singular(factors: CholeskyFactors) -> NDArray[np.bool_]:
    return np.asarray(~factors.is_definite)
