"""What could explain a contrast besides the treatment.

Regression to the mean, unmeasured confounding, a negative-control outcome.
Exports the ``compute_*`` functions of each and ``estimate_negative_control``.
"""

from __future__ import annotations

from tubulus.stats.bias import (
    confounder_bounds,
    e_value,
    negative_control,
    regression_to_mean,
    robustness_value,
    tipping_confounder,
)
from tubulus.stats.bias.confounder_bounds import (
    ConfounderBound,
    ConfounderBounds,
    compute_confounder_bounds,
)
from tubulus.stats.bias.e_value import (
    EValue,
    compute_geometric_e_value,
    compute_mean_e_value,
    compute_odds_e_value,
    compute_risk_difference_e_value,
    compute_risk_ratio_e_value,
)
from tubulus.stats.bias.negative_control import NegativeControl, estimate_negative_control
from tubulus.stats.bias.regression_to_mean import (
    UntreatedChange,
    compute_cutoff_regression,
    compute_log_regression,
    compute_mean_regression,
    compute_regression_curve,
)
from tubulus.stats.bias.robustness_value import RobustnessValue, compute_robustness_value
from tubulus.stats.bias.tipping_confounder import (
    TippingCell,
    TippingRow,
    TippingTable,
    compute_difference_tipping,
    compute_ratio_tipping,
)

METHODS = (
    regression_to_mean.METHOD,
    e_value.METHOD,
    robustness_value.METHOD,
    confounder_bounds.METHOD,
    tipping_confounder.METHOD,
    negative_control.METHOD,
)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "ConfounderBound",
    "ConfounderBounds",
    "EValue",
    "NegativeControl",
    "RobustnessValue",
    "TippingCell",
    "TippingRow",
    "TippingTable",
    "UntreatedChange",
    "compute_confounder_bounds",
    "compute_cutoff_regression",
    "compute_difference_tipping",
    "compute_geometric_e_value",
    "compute_log_regression",
    "compute_mean_e_value",
    "compute_mean_regression",
    "compute_odds_e_value",
    "compute_ratio_tipping",
    "compute_regression_curve",
    "compute_risk_difference_e_value",
    "compute_risk_ratio_e_value",
    "compute_robustness_value",
    "estimate_negative_control",
]
