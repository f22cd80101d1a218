"""For whom each weighted contrast of the plan holds, and how its weights are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tubulus.analysis.adjustment.contrasts import Contrast
from tubulus.analysis.dataset import Vector
from tubulus.analysis.plan.sections import Adjustment
from tubulus.stats.weighting import ArmWeights, Target, Weighting, compute_arm_weights

__all__ = ["TARGETS", "PlannedTarget", "compute_weights", "find_known_arm", "list_targets"]


@dataclass(frozen=True, slots=True)
class PlannedTarget:
    """One way to weigh the arms.

    Parameters
    ----------
    name : str
        What it is called beside a number.
    target, weighting
        The same for the stats room.
    holds_for : str
        For whom the contrast holds, in words.
    """

    name: str
    target: Target
    weighting: Weighting
    holds_for: str


TARGETS: Mapping[str, PlannedTarget] = {
    "overlap": PlannedTarget(
        "overlap weights",
        "ATO",
        "propensity",
        "holds for participants who by the covariates could well have been in either arm",
    ),
    "att": PlannedTarget(
        "weights for the treated",
        "ATT",
        "propensity",
        "holds for participants like those of the first arm",
    ),
    "ate": PlannedTarget(
        "weights for all",
        "ATE",
        "propensity",
        "holds for all participants of both arms",
    ),
    "entropy": PlannedTarget(
        "entropy balancing",
        "ATE",
        "entropy",
        "holds for all participants of both arms, whose covariate means each arm is weighted to",
    ),
}
"""Targets by the word of the plan."""


def list_targets(adjustment: Adjustment) -> tuple[PlannedTarget, ...]:
    """Return the targets of the plan; what doubly robust estimators weigh by is among them."""
    names = list(adjustment.targets)
    if adjustment.doubly_robust and "ate" not in names:
        names.append("ate")
    return tuple(TARGETS[name] for name in names)


def compute_weights(contrast: Contrast, target: PlannedTarget) -> ArmWeights:
    """Compute the weights of the participants who have outcome and covariates."""
    return compute_arm_weights(
        find_known_arm(contrast),
        contrast.score.values,
        target=target.target,
        weighting=target.weighting,
    )


def find_known_arm(contrast: Contrast) -> Vector:
    """Return the arm of those whose outcome is known, NaN of the others; shape (n,)."""
    arm: Vector = np.where(np.isnan(contrast.outcome), np.nan, contrast.indicator)
    return arm
