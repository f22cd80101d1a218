"""Bootstrap of adjusted contrasts: draws as vectors of weights, percentile limits.

No row is copied: every estimator of every draw is a product of weights and outcomes.
Exports the bootstrap, its draws and its results.
"""

from __future__ import annotations

from tubulus.stats.resampling import bootstrap
from tubulus.stats.resampling.bootstrap import (
    BootstrapResult,
    bootstrap_contrasts,
    compute_draw_estimates,
)
from tubulus.stats.resampling.draws import count_draws, draw_stratified_weights
from tubulus.stats.resampling.outcome_weights import Estimator
from tubulus.stats.resampling.percentile import BootstrapInterval, compute_percentile_limits

METHODS = (bootstrap.METHOD,)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "BootstrapInterval",
    "BootstrapResult",
    "Estimator",
    "bootstrap_contrasts",
    "compute_draw_estimates",
    "compute_percentile_limits",
    "count_draws",
    "draw_stratified_weights",
]
