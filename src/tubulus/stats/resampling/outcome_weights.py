"""Estimators as weights of the outcome, for many bootstrap draws at once.

ANCOVA, weighted means and AIPW with a linear outcome model are all linear in the outcome: given arm
and covariates, a draw turns each of them into one weight a participant, whatever the outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from tubulus.stats.choices import require_choice
from tubulus.stats.linear.definite_systems import CholeskyFactors, factor_systems
from tubulus.stats.linear.designs import SharedDesign
from tubulus.stats.missing import Vector
from tubulus.stats.resampling.score_fits import fit_draw_scores
from tubulus.stats.weighting.targets import TARGETS, Target

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
    start : ndarray, shape (k + 1,)
        Coefficients from which the score of a draw is searched.
    """

    arm: Vector
    score_design: Vector
    start: Vector

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
    for one in estimators:
        require_choice(one, Estimator, "estimators")
    result: dict[Estimator, Vector] = {}
    odds = _compute_other_odds(setting, weights) if set(estimators) - {"ANCOVA"} else weights
    for target in TARGETS:
        if target in estimators:
            result[target] = _weigh(setting.arm, weights, odds, target)
    if {"ANCOVA", "AIPW"} & set(estimators):
        design = SharedDesign(setting.outcome_design)
        factors = factor_systems(design.compute_grams(weights))
        direction = np.zeros((design.p, weights.shape[0]))
        direction[_ARM] = 1.0
        if "ANCOVA" in estimators:
            result["ANCOVA"] = weights * _apply(design, factors, direction)
        if "AIPW" in estimators:
            inverse = _invert(setting.arm, weights, odds)
            rest = direction - design.project(inverse).T
            result["AIPW"] = inverse + weights * _apply(design, factors, rest)
    return {name: result[name] for name in estimators}


def _compute_other_odds(setting: OutcomeWeights, weights: Vector) -> Vector:
    """Return each participant's odds of the other arm, (B, n), NaN where a draw has no score."""
    coefficients = fit_draw_scores(setting.score_design, setting.arm, weights, setting.start)
    signed = setting.score_design * (1.0 - 2.0 * setting.arm)[:, None]
    odds = np.asarray(coefficients @ signed.T)
    return np.exp(odds, out=odds)


def _weigh(arm: Vector, weights: Vector, odds: Vector, target: Target) -> Vector:
    raw = weights * _tilt(arm, odds, target)
    shares = np.column_stack([1.0 / _require_positive(raw @ member) for member in (arm, 1.0 - arm)])
    raw *= shares @ np.vstack([arm, arm - 1.0])
    return np.asarray(raw)


def _tilt(arm: Vector, odds: Vector, target: Target) -> Vector:
    """Return the weight of each participant in the arm that it is in."""
    match target:
        case "ATE":
            return 1.0 + odds
        case "ATT":
            return np.where(arm == 1.0, 1.0, odds)
        case "ATU":
            return np.where(arm == 1.0, odds, 1.0)
        case "ATO":
            return np.asarray(odds / (1.0 + odds))
        case "matching":
            return np.minimum(1.0, odds)


def _require_positive(totals: Vector) -> Vector:
    return np.where(totals > 0.0, totals, np.nan)


def _invert(arm: Vector, weights: Vector, odds: Vector) -> Vector:
    """Return (a / e - (1 - a) / (1 - e)) w / sum w."""
    inverse = 1.0 + odds
    inverse *= weights
    inverse *= 1.0 / _require_positive(weights.sum(axis=1, keepdims=True)) * (2.0 * arm - 1.0)
    return np.asarray(inverse)


def _apply(design: SharedDesign, factors: CholeskyFactors, right: Vector) -> Vector:
    """Return x_i' G^-1 right of every participant, (B, n); NaN where G is singular."""
    solution = factors.solve(np.ascontiguousarray(right))
    solution[:, _find_singular(factors)] = np.nan
    return design.predict(np.ascontiguousarray(solution.T))


def _find_singular(factors: CholeskyFactors) -> NDArray[np.bool_]:
    return np.asarray(~factors.is_definite)
