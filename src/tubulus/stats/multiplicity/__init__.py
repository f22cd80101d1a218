"""Guards against chance when several hypotheses are tested.

Exports Holm and Benjamini-Hochberg.
"""

from __future__ import annotations

from tubulus.stats.multiplicity import step_down
from tubulus.stats.multiplicity.step_down import (
    AdjustedTests,
    compute_benjamini_hochberg,
    compute_holm,
)

METHODS = (
    step_down.HOLM,
    step_down.BENJAMINI_HOCHBERG,
)
"""The record of each method of this folder."""

__all__ = ["METHODS", "AdjustedTests", "compute_benjamini_hochberg", "compute_holm"]
