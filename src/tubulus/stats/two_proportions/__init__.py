"""Two proportions: intervals of difference, ratio and odds ratio, crude and stratified.

Counts in, frozen results out; each method is one module with its formula, limits and source.
Exports the runners, ``estimate_risk_difference``, ``estimate_risk_ratio`` and the others.
"""

from __future__ import annotations

from tubulus.stats.two_proportions import (
    mantel_haenszel,
    miettinen_nurminen,
    newcombe,
    score_odds_ratio,
    score_risk_ratio,
)
from tubulus.stats.two_proportions.mantel_haenszel import (
    StratifiedDifference,
    estimate_stratified_difference,
)
from tubulus.stats.two_proportions.ratios import estimate_odds_ratio, estimate_risk_ratio
from tubulus.stats.two_proportions.risk_difference import (
    RiskDifferenceMethod,
    estimate_risk_difference,
)

METHODS = (
    newcombe.METHOD,
    miettinen_nurminen.METHOD,
    score_risk_ratio.METHOD,
    score_odds_ratio.METHOD,
    mantel_haenszel.METHOD,
)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "RiskDifferenceMethod",
    "StratifiedDifference",
    "estimate_odds_ratio",
    "estimate_risk_difference",
    "estimate_risk_ratio",
    "estimate_stratified_difference",
]
