"""Two proportions: intervals of difference, ratio and odds ratio, crude and stratified.

Counts in, frozen results out; each method is one module with its formula, limits and source.
Exports the runners, ``estimate_risk_difference``, ``estimate_risk_ratio`` and the others.
"""

from __future__ import annotations

from tubulus.stats.two_proportions import (
    breslow_day,
    cochran_mantel_haenszel,
    mantel_haenszel,
    mantel_haenszel_odds,
    mee,
    miettinen_nurminen,
    newcombe,
    score_odds_ratio,
    score_risk_ratio,
    stratified_score,
)
from tubulus.stats.two_proportions.breslow_day import compute_odds_homogeneity_test
from tubulus.stats.two_proportions.cochran_mantel_haenszel import compute_cmh_test
from tubulus.stats.two_proportions.mantel_haenszel import (
    StratifiedDifference,
    estimate_stratified_difference,
)
from tubulus.stats.two_proportions.mantel_haenszel_odds import (
    StratifiedOddsRatio,
    estimate_common_odds_ratio,
)
from tubulus.stats.two_proportions.ratios import estimate_odds_ratio, estimate_risk_ratio
from tubulus.stats.two_proportions.risk_difference import (
    RiskDifferenceMethod,
    estimate_risk_difference,
)
from tubulus.stats.two_proportions.stratified_score import (
    StratumWeights,
    estimate_stratified_score_difference,
)

METHODS = (
    newcombe.METHOD,
    miettinen_nurminen.METHOD,
    mee.METHOD,
    score_risk_ratio.METHOD,
    score_odds_ratio.METHOD,
    mantel_haenszel.METHOD,
    stratified_score.METHOD,
    mantel_haenszel_odds.METHOD,
    cochran_mantel_haenszel.METHOD,
    breslow_day.METHOD,
)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "RiskDifferenceMethod",
    "StratifiedDifference",
    "StratifiedOddsRatio",
    "StratumWeights",
    "compute_cmh_test",
    "compute_odds_homogeneity_test",
    "estimate_common_odds_ratio",
    "estimate_odds_ratio",
    "estimate_risk_difference",
    "estimate_risk_ratio",
    "estimate_stratified_difference",
    "estimate_stratified_score_difference",
]
