"""Two proportions: intervals of difference, ratio and odds ratio, crude and stratified.

Counts in, frozen results out; each method is one module with its formula, limits and source.
Exports the runners ``estimate_risk_difference`` and ``estimate_stratified_difference``.
"""

from __future__ import annotations

from tubulus.stats.two_proportions import mantel_haenszel, miettinen_nurminen, newcombe
from tubulus.stats.two_proportions.mantel_haenszel import (
    StratifiedDifference,
    estimate_stratified_difference,
)
from tubulus.stats.two_proportions.risk_difference import (
    RiskDifferenceMethod,
    estimate_risk_difference,
)

METHODS = (
    newcombe.METHOD,
    miettinen_nurminen.METHOD,
    mantel_haenszel.METHOD,
)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "RiskDifferenceMethod",
    "StratifiedDifference",
    "estimate_risk_difference",
    "estimate_stratified_difference",
]
