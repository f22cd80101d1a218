"""One proportion: intervals and the one-sided upper limit.

Counts in, frozen results out; each method is one module with its formula, limits and source.
Exports the runners ``estimate_proportion`` and ``estimate_upper_limit``.
"""

from __future__ import annotations

from tubulus.stats.proportions import clopper_pearson, jeffreys, mid_p, wilson
from tubulus.stats.proportions.one_proportion import (
    ProportionMethod,
    estimate_proportion,
    estimate_upper_limit,
)

METHODS = (
    clopper_pearson.METHOD,
    wilson.METHOD,
    jeffreys.METHOD,
    mid_p.METHOD,
)
"""The record of each method of this folder."""

__all__ = ["METHODS", "ProportionMethod", "estimate_proportion", "estimate_upper_limit"]
