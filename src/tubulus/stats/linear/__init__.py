"""Linear models of an outcome: contrasts of arms adjusted for covariates.

Least squares with the HC3 covariance is the kernel; one module a method.
Exports ``estimate_ancova`` and ``estimate_log_ancova``.
"""

from __future__ import annotations

from tubulus.stats.linear import ancova
from tubulus.stats.linear.ancova import AncovaResult, estimate_ancova, estimate_log_ancova

METHODS = (ancova.METHOD,)
"""The record of each method of this folder."""

__all__ = ["METHODS", "AncovaResult", "estimate_ancova", "estimate_log_ancova"]
