"""The estimators of one trial, for many trials of equal size at once; each equals its original.

Arrays have the trials in their first axis; a participant without an outcome has the weight 0.
Exports the stacked fits; their records are those of the estimators that they repeat.
"""

from __future__ import annotations

from tubulus.stats.stacks.ancova import compute_stacked_ancova, fit_stacked_contrasts
from tubulus.stats.stacks.contrasts import StackedContrasts, infer_stack
from tubulus.stats.stacks.gates import compute_gate_weights, reject_by_gates
from tubulus.stats.stacks.imputation import impute_stacked_outcomes, pool_stacked_contrasts
from tubulus.stats.stacks.shares import (
    compute_stacked_differences,
    compute_stacked_shares,
    compute_stacked_tests,
)
from tubulus.stats.stacks.weighting import compute_stacked_weighting

METHODS = ()
"""No methods of its own."""

__all__ = [
    "METHODS",
    "StackedContrasts",
    "compute_gate_weights",
    "compute_stacked_ancova",
    "compute_stacked_differences",
    "compute_stacked_shares",
    "compute_stacked_tests",
    "compute_stacked_weighting",
    "fit_stacked_contrasts",
    "impute_stacked_outcomes",
    "infer_stack",
    "pool_stacked_contrasts",
    "reject_by_gates",
]
