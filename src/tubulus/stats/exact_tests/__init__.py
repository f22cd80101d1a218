"""Exact methods for two proportions, conditional and unconditional, for one table or for all.

Counts in, p-values and limits out; tables that tie are never separated by rounding.
Exports the tests, ``compute_exact_tables`` and ``estimate_exact_risk_difference``.
"""

from __future__ import annotations

from tubulus.stats.exact_tests import boschloo, fisher, unconditional_interval, z_pooled
from tubulus.stats.exact_tests.all_tables import ExactTables, compute_exact_tables
from tubulus.stats.exact_tests.boschloo import compute_boschloo_test
from tubulus.stats.exact_tests.fisher import compute_fisher_test
from tubulus.stats.exact_tests.unconditional_interval import estimate_exact_risk_difference
from tubulus.stats.exact_tests.z_pooled import compute_z_pooled_test

METHODS = (
    fisher.METHOD,
    boschloo.METHOD,
    z_pooled.METHOD,
    unconditional_interval.METHOD,
)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "ExactTables",
    "compute_boschloo_test",
    "compute_exact_tables",
    "compute_fisher_test",
    "compute_z_pooled_test",
    "estimate_exact_risk_difference",
]
