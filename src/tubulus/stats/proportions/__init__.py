"""One and two proportions: intervals, risk differences and exact tests.

Counts in, frozen results out; each method is one module with its formula, limits and source.
Exports the runners ``estimate_proportion``, ``estimate_risk_difference`` and the exact tests.
"""

from __future__ import annotations

from tubulus.stats.proportions.boschloo import compute_boschloo_test
from tubulus.stats.proportions.fisher import compute_fisher_test
from tubulus.stats.proportions.mantel_haenszel import (
    StratifiedDifference,
    estimate_stratified_difference,
)
from tubulus.stats.proportions.one_proportion import (
    ProportionMethod,
    estimate_proportion,
    estimate_upper_limit,
)
from tubulus.stats.proportions.risk_difference import (
    RiskDifferenceMethod,
    estimate_risk_difference,
)

__all__ = [
    "ProportionMethod",
    "RiskDifferenceMethod",
    "StratifiedDifference",
    "compute_boschloo_test",
    "compute_fisher_test",
    "estimate_proportion",
    "estimate_risk_difference",
    "estimate_stratified_difference",
    "estimate_upper_limit",
]
