"""Exact tests of two proportions, conditional and unconditional.

Counts in, p-values out; tables that tie are never separated by rounding.
Exports ``compute_fisher_test`` and ``compute_boschloo_test``.
"""

from __future__ import annotations

from tubulus.stats.exact_tests import boschloo, fisher
from tubulus.stats.exact_tests.boschloo import compute_boschloo_test
from tubulus.stats.exact_tests.fisher import compute_fisher_test

METHODS = (
    fisher.METHOD,
    boschloo.METHOD,
)
"""The record of each method of this folder."""

__all__ = ["METHODS", "compute_boschloo_test", "compute_fisher_test"]
