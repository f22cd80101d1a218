"""How far two arms differ before treatment, without p-values.

Exports the standardised differences of numbers, shares and categories.
"""

from __future__ import annotations

from tubulus.stats.balance import smd
from tubulus.stats.balance.smd import (
    BalanceResult,
    compute_binary_smd,
    compute_categorical_smd,
    compute_continuous_smd,
)

METHODS = (smd.METHOD,)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "BalanceResult",
    "compute_binary_smd",
    "compute_categorical_smd",
    "compute_continuous_smd",
]
