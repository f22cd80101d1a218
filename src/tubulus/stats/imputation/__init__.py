"""Multiple imputation of outcomes that were not seen, and how much hangs on them.

Imputes by arm, pools by Rubin's rules with Barnard-Rubin df, shifts what was imputed by delta.
Exports ``impute_*``, ``estimate_imputed_contrast``, ``pool_estimates`` and ``compute_*``.
"""

from __future__ import annotations

from tubulus.stats.imputation import (
    delta,
    extremes,
    logistic,
    matching,
    normal,
    outcome,
    pooling,
)
from tubulus.stats.imputation.contrast import ImputedContrast, estimate_imputed_contrast
from tubulus.stats.imputation.delta import DeltaCell, DeltaGrid, TippingPoint, compute_delta_grid
from tubulus.stats.imputation.extremes import ExtremeCase, compute_extreme_cases
from tubulus.stats.imputation.model import Imputation, ImputationModel
from tubulus.stats.imputation.outcome import impute_log_outcome, impute_outcome
from tubulus.stats.imputation.pooling import PooledEstimate, pool_estimates
from tubulus.stats.imputation.stack import ImputedStack, compute_imputed_ancova_stack

METHODS = (
    normal.METHOD,
    logistic.METHOD,
    matching.METHOD,
    outcome.METHOD,
    pooling.METHOD,
    delta.METHOD,
    extremes.METHOD,
)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "DeltaCell",
    "DeltaGrid",
    "ExtremeCase",
    "Imputation",
    "ImputationModel",
    "ImputedContrast",
    "ImputedStack",
    "PooledEstimate",
    "TippingPoint",
    "compute_delta_grid",
    "compute_extreme_cases",
    "compute_imputed_ancova_stack",
    "estimate_imputed_contrast",
    "impute_log_outcome",
    "impute_outcome",
    "pool_estimates",
]
