"""Group-sequential boundaries of a normal statistic with independent increments.

Recursive numerical integration to rounding; information in shares of the planned total.
Exports the classical and the spending boundaries, their power and inflation.
"""

from __future__ import annotations

from tubulus.stats.designs.group_sequential import boundaries
from tubulus.stats.designs.group_sequential.boundaries import (
    GroupSequentialBoundary,
    compute_classical_boundary,
    compute_inflation,
    compute_power,
    compute_spending_boundary,
)
from tubulus.stats.designs.group_sequential.spending import Spending, compute_spent_alpha

METHODS = (boundaries.METHOD,)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "GroupSequentialBoundary",
    "Spending",
    "compute_classical_boundary",
    "compute_inflation",
    "compute_power",
    "compute_spending_boundary",
    "compute_spent_alpha",
]
