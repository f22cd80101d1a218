"""Weighted contrasts of arms that nobody randomised: propensity scores and entropy balancing.

Arrays in, frozen results out; variances count the estimation of the weights.
Exports the estimators, the weights themselves and the description of overlap.
"""

from __future__ import annotations

from tubulus.stats.weighting import augmented, contrast, overlap, tmle
from tubulus.stats.weighting.arm_weights import ArmWeights, Weighting, compute_arm_weights
from tubulus.stats.weighting.augmented import estimate_augmented_contrast
from tubulus.stats.weighting.contrast import (
    estimate_weighted_contrast,
    estimate_weighted_ratio,
    estimate_weighted_risk_difference,
)
from tubulus.stats.weighting.influence import WeightedContrast
from tubulus.stats.weighting.outcome_model import OutcomeKind
from tubulus.stats.weighting.overlap import ArmOverlap, OverlapResult, describe_overlap
from tubulus.stats.weighting.targets import Target
from tubulus.stats.weighting.tmle import estimate_targeted_contrast

METHODS = (
    *contrast.METHODS.values(),
    *contrast.ENTROPY_METHODS.values(),
    augmented.METHOD,
    tmle.METHOD,
    overlap.METHOD,
)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "ArmOverlap",
    "ArmWeights",
    "OutcomeKind",
    "OverlapResult",
    "Target",
    "WeightedContrast",
    "Weighting",
    "compute_arm_weights",
    "describe_overlap",
    "estimate_augmented_contrast",
    "estimate_targeted_contrast",
    "estimate_weighted_contrast",
    "estimate_weighted_ratio",
    "estimate_weighted_risk_difference",
]
