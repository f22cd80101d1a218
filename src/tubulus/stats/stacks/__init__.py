"""Estimators of one trial for many trials of equal size at once; each equals its original.

Arrays have the trials in their first axis. ANCOVA and imputation of many trials lie beside their
originals, in ``linear`` and ``imputation``. Exports weighting, shares, exact tests and gates.
"""

from __future__ import annotations

from tubulus.stats.stacks.contrasts import StackedContrasts, infer_stack
from tubulus.stats.stacks.gates import compute_gate_weights, reject_by_gates
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
    "compute_stacked_differences",
    "compute_stacked_shares",
    "compute_stacked_tests",
    "compute_stacked_weighting",
    "infer_stack",
    "reject_by_gates",
]
