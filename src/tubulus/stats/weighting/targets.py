"""Whom a weighted contrast is about: weights of the participants for each target population."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from tubulus.stats.missing import Vector

__all__ = ["POPULATIONS", "TARGETS", "Target", "compute_target_weights", "compute_weight_slopes"]

Target = Literal["ATE", "ATT", "ATU", "ATO", "matching"]
TARGETS: tuple[Target, ...] = get_args(Target)

POPULATIONS: dict[Target, str] = {
    "ATE": "all participants, as if each arm had been given to everybody",
    "ATT": "participants like those of the first arm",
    "ATU": "participants like those of the comparator",
    "ATO": "participants in equipoise, who could have been in either arm (overlap weights)",
    "matching": "participants whom one-to-one matching on the score would keep",
}
"""Target to the population that it describes."""


def compute_target_weights(predictors: Vector, target: Target) -> tuple[Vector, Vector]:
    """Compute the weight of each participant if in the first arm, and if in the comparator.

    Parameters
    ----------
    predictors : ndarray, any shape
        Log odds of the first arm, finite.
    target : {'ATE', 'ATT', 'ATU', 'ATO', 'matching'}
        Population that the contrast is about.

    Returns
    -------
    first, second : ndarray, shape of the predictors
        h / e and h / (1 - e).

    Notes
    -----
    With the score e and the tilting function h (Li, Morgan and Zaslavsky, JASA 2018;113:390-400):
    ATE h = 1; ATT h = e; ATU h = 1 - e; ATO h = e (1 - e); matching h = min(e, 1 - e) (Li and
    Greene, Int J Biostat 2013;9:215-234). Odds are taken as exponentials of the predictors, so that
    no weight loses digits near 0 and 1.
    """
    ones = np.ones_like(predictors)
    match target:
        case "ATE":
            return 1.0 + np.exp(-predictors), 1.0 + np.exp(predictors)
        case "ATT":
            return ones, np.exp(predictors)
        case "ATU":
            return np.exp(-predictors), ones
        case "ATO":
            return 1.0 / (1.0 + np.exp(predictors)), 1.0 / (1.0 + np.exp(-predictors))
        case "matching":
            return np.exp(np.minimum(0.0, -predictors)), np.exp(np.minimum(0.0, predictors))
    raise ValueError(f"the target is one of {', '.join(TARGETS)}, not {target!r}")


def compute_weight_slopes(predictors: Vector, target: Target) -> tuple[Vector, Vector]:
    """Compute the derivatives of both weights with respect to the log odds.

    Notes
    -----
    The weights of matching have a kink at e = 1/2, where the slope is taken as 0.
    """
    zeros = np.zeros_like(predictors)
    match target:
        case "ATE":
            return -np.exp(-predictors), np.exp(predictors)
        case "ATT":
            return zeros, np.exp(predictors)
        case "ATU":
            return -np.exp(-predictors), zeros
        case "ATO":
            first, second = compute_target_weights(predictors, "ATO")
            return -first * second, first * second
        case "matching":
            first, second = compute_target_weights(predictors, "matching")
            return np.where(predictors > 0.0, -first, 0.0), np.where(predictors < 0.0, second, 0.0)
    raise ValueError(f"the target is one of {', '.join(TARGETS)}, not {target!r}")
