"""Models of an ordered outcome: categories, scores, or amounts with a spike at zero.

The cumulative logit likelihood is the kernel; it takes as many levels as there are values.
Exports ``estimate_proportional_odds``.
"""

from __future__ import annotations

from tubulus.stats.ordinal import proportional_odds
from tubulus.stats.ordinal.proportional_odds import (
    ProportionalOddsResult,
    estimate_proportional_odds,
)

METHODS = (
    proportional_odds.METHOD,
    proportional_odds.PROFILE_METHOD,
)
"""The record of each method of this folder."""

__all__ = ["METHODS", "ProportionalOddsResult", "estimate_proportional_odds"]
