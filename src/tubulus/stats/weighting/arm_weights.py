"""The weight of each participant, to describe balance and to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
from numpy.typing import ArrayLike

from tubulus.stats.choices import require_choice
from tubulus.stats.missing import Vector
from tubulus.stats.weighting.columns import read_arm_columns
from tubulus.stats.weighting.entropy_balancing import BalancedTarget, fit_entropy_weights
from tubulus.stats.weighting.propensity import fit_propensity
from tubulus.stats.weighting.targets import Target, compute_target_weights

__all__ = ["ArmWeights", "Weighting", "compute_arm_weights"]

Weighting = Literal["propensity", "Firth propensity", "entropy"]


@dataclass(frozen=True, slots=True)
class ArmWeights:
    """Weights of the participants.

    Parameters
    ----------
    weights : ndarray, shape (n,), or None
        Weights that sum to 1 in each arm, NaN for participants with arm or a covariate missing;
        None where there are none.
    n_missing : int
        Participants with arm or a covariate missing.
    reason : str
        Why there are no weights; empty where there are.
    """

    weights: Vector | None
    n_missing: int
    reason: str = ""


def compute_arm_weights(
    arm: ArrayLike,
    covariates: ArrayLike,
    *,
    target: Target = "ATO",
    weighting: Weighting = "propensity",
) -> ArmWeights:
    """Compute the weights that make two arms alike.

    Parameters
    ----------
    arm : array_like, shape (n,)
        1 in the first arm, 0 in the comparator, NaN where missing.
    covariates : array_like, shape (n, k)
        Numeric columns without intercept, NaN where missing.
    target, weighting
        As in :func:`estimate_weighted_contrast`.

    Returns
    -------
    ArmWeights
        Without weights, but with the reason, where there are none.

    Raises
    ------
    ValueError
        As :func:`estimate_weighted_contrast`.
    """
    require_choice(target, Target, "target")
    require_choice(weighting, Weighting, "weighting")
    present = np.where(np.isnan(np.asarray(arm, dtype=np.float64)), np.nan, 0.0)
    columns = read_arm_columns(present, arm, covariates)
    found = columns.reason or _compute_weights(columns.arm, columns.covariates, target, weighting)
    if isinstance(found, str):
        return ArmWeights(None, columns.n_missing, found)
    weights = np.full(present.size, np.nan)
    complete = ~(np.isnan(present) | np.isnan(np.asarray(covariates, dtype=float)).any(axis=1))
    for value in (1.0, 0.0):
        found[columns.arm == value] /= found[columns.arm == value].sum()
    weights[complete] = found
    return ArmWeights(weights, columns.n_missing)


def _compute_weights(
    arm: Vector, covariates: Vector, target: Target, weighting: Weighting
) -> Vector | str:
    if weighting == "entropy":
        balanced = fit_entropy_weights(arm, covariates, cast("BalancedTarget", target))
        return balanced if isinstance(balanced, str) else balanced.weights.copy()
    firth = weighting == "Firth propensity"
    model = fit_propensity(arm, covariates, firth_on_separation=firth)
    if isinstance(model, str):
        return model
    return np.where(arm == 1.0, *compute_target_weights(model.predictors, target))
