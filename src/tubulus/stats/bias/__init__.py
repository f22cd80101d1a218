"""What could explain a contrast besides the treatment.

Regression to the mean of men chosen for extreme values.
Exports the ``compute_*_regression`` functions.
"""

from __future__ import annotations

from tubulus.stats.bias import regression_to_mean
from tubulus.stats.bias.regression_to_mean import (
    UntreatedChange,
    compute_cutoff_regression,
    compute_log_regression,
    compute_mean_regression,
    compute_regression_curve,
)

METHODS = (regression_to_mean.METHOD,)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "UntreatedChange",
    "compute_cutoff_regression",
    "compute_log_regression",
    "compute_mean_regression",
    "compute_regression_curve",
]
