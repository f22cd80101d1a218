"""Linear models of an outcome: contrasts and means of arms adjusted for covariates.

Least squares with the HC3 covariance is the kernel; one module a method, and many fits at once.
Exports the estimators, the permutation test, ``compute_ancova_batch`` and their results.
"""

from __future__ import annotations

from tubulus.stats.linear import ancova, arm_means, freedman_lane, standardisation
from tubulus.stats.linear.ancova import AncovaResult, estimate_ancova, estimate_log_ancova
from tubulus.stats.linear.ancova_batch import AncovaBatch, compute_ancova_batch
from tubulus.stats.linear.arm_means import ArmMeans, estimate_arm_means, estimate_log_arm_means
from tubulus.stats.linear.freedman_lane import PermutationResult, compute_freedman_lane_test
from tubulus.stats.linear.standardisation import (
    StandardisedContrast,
    estimate_log_standardised_contrast,
    estimate_standardised_contrast,
)
from tubulus.stats.linear.targets import Target

METHODS = (ancova.METHOD, standardisation.METHOD, arm_means.METHOD, freedman_lane.METHOD)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "AncovaBatch",
    "AncovaResult",
    "ArmMeans",
    "PermutationResult",
    "StandardisedContrast",
    "Target",
    "compute_ancova_batch",
    "compute_freedman_lane_test",
    "estimate_ancova",
    "estimate_arm_means",
    "estimate_log_ancova",
    "estimate_log_arm_means",
    "estimate_log_standardised_contrast",
    "estimate_standardised_contrast",
]
