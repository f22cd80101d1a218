"""How far two arms differ before treatment and after weighting, without p-values.

Exports the standardised differences of numbers, shares and categories, the table of balance before
and after weighting and the effective sample size.
"""

from __future__ import annotations

from tubulus.stats.balance import effective_size, smd, weighted
from tubulus.stats.balance.effective_size import (
    WeightSummary,
    compute_effective_size,
    summarise_weights,
)
from tubulus.stats.balance.smd import (
    BalanceResult,
    compute_binary_smd,
    compute_categorical_smd,
    compute_continuous_smd,
)
from tubulus.stats.balance.weighted import (
    BalanceFigures,
    BalanceTable,
    CovariateBalance,
    compute_balance_table,
)

METHODS = (smd.METHOD, weighted.METHOD, effective_size.METHOD)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "BalanceFigures",
    "BalanceResult",
    "BalanceTable",
    "CovariateBalance",
    "WeightSummary",
    "compute_balance_table",
    "compute_binary_smd",
    "compute_categorical_smd",
    "compute_continuous_smd",
    "compute_effective_size",
    "summarise_weights",
]
