"""Values below a quantification limit: known to be small, not known how small.

The censored normal likelihood is the kernel; limits may differ between participants.
Exports both contrasts and ``draw_below_limit`` for multiple imputation.
"""

from __future__ import annotations

from tubulus.stats.censored import below_limit, tobit
from tubulus.stats.censored.below_limit import BelowLimitDraws, draw_below_limit
from tubulus.stats.censored.tobit import (
    CensoredResult,
    Covariance,
    Reference,
    estimate_censored_contrast,
    estimate_log_censored_contrast,
)

METHODS = (
    tobit.METHOD,
    tobit.NORMAL_METHOD,
    tobit.PROFILE_METHOD,
    below_limit.METHOD,
)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "BelowLimitDraws",
    "CensoredResult",
    "Covariance",
    "Reference",
    "draw_below_limit",
    "estimate_censored_contrast",
    "estimate_log_censored_contrast",
]
