"""Estimators, intervals and tests for small two-arm trials: arrays in, frozen results out.

Knows no trial; what cannot be estimated is a state with a reason, never NaN (see ``results``).
Exports every estimator, the result classes and ``METHODS``, the record of each method.
"""

from __future__ import annotations

from tubulus.stats.balance import (
    BalanceResult,
    compute_binary_smd,
    compute_categorical_smd,
    compute_continuous_smd,
)
from tubulus.stats.bias import (
    UntreatedChange,
    compute_cutoff_regression,
    compute_log_regression,
    compute_mean_regression,
    compute_regression_curve,
)
from tubulus.stats.description import (
    AmountSummary,
    Correlation,
    Description,
    PairedChange,
    TwoPartResult,
    describe_change,
    describe_two_parts,
    describe_values,
    estimate_pearson,
    estimate_spearman,
)
from tubulus.stats.exact_tests import compute_boschloo_test, compute_fisher_test
from tubulus.stats.linear import AncovaResult, estimate_ancova, estimate_log_ancova
from tubulus.stats.methods import Method
from tubulus.stats.multiplicity import AdjustedTests, compute_benjamini_hochberg, compute_holm
from tubulus.stats.proportions import ProportionMethod, estimate_proportion, estimate_upper_limit
from tubulus.stats.registry import METHODS
from tubulus.stats.results import Alternative, HypothesisTest, Interval, State, Statistic
from tubulus.stats.two_proportions import (
    RiskDifferenceMethod,
    StratifiedDifference,
    estimate_risk_difference,
    estimate_stratified_difference,
)

__all__ = [
    "METHODS",
    "AdjustedTests",
    "Alternative",
    "AmountSummary",
    "AncovaResult",
    "BalanceResult",
    "Correlation",
    "Description",
    "HypothesisTest",
    "Interval",
    "Method",
    "PairedChange",
    "ProportionMethod",
    "RiskDifferenceMethod",
    "State",
    "Statistic",
    "StratifiedDifference",
    "TwoPartResult",
    "UntreatedChange",
    "compute_benjamini_hochberg",
    "compute_binary_smd",
    "compute_boschloo_test",
    "compute_categorical_smd",
    "compute_continuous_smd",
    "compute_cutoff_regression",
    "compute_fisher_test",
    "compute_holm",
    "compute_log_regression",
    "compute_mean_regression",
    "compute_regression_curve",
    "describe_change",
    "describe_two_parts",
    "describe_values",
    "estimate_ancova",
    "estimate_log_ancova",
    "estimate_pearson",
    "estimate_proportion",
    "estimate_risk_difference",
    "estimate_spearman",
    "estimate_stratified_difference",
    "estimate_upper_limit",
]
