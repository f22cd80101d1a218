"""What is said of values before any comparison of arms.

Distributions, changes within an arm, correlations, and amounts with a spike at zero.
Exports the ``describe_`` functions and the correlations.
"""

from __future__ import annotations

from tubulus.stats.description import correlation, describe, paired, two_part
from tubulus.stats.description.correlation import Correlation, estimate_pearson, estimate_spearman
from tubulus.stats.description.describe import Description, describe_values
from tubulus.stats.description.paired import PairedChange, describe_change
from tubulus.stats.description.two_part import AmountSummary, TwoPartResult, describe_two_parts

METHODS = (
    describe.METHOD,
    correlation.PEARSON,
    correlation.SPEARMAN,
    paired.METHOD,
    two_part.METHOD,
)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "AmountSummary",
    "Correlation",
    "Description",
    "PairedChange",
    "TwoPartResult",
    "describe_change",
    "describe_two_parts",
    "describe_values",
    "estimate_pearson",
    "estimate_spearman",
]
