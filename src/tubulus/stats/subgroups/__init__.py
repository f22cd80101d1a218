"""Subgroups: whether the contrast of two arms differs between them, and how far to believe it.

The interaction comes first; a subgroup's own contrast is shown shrunken and without p-value.
Exports ``estimate_interaction``, ``estimate_risk_interaction`` and ``shrink_subgroups``.
"""

from __future__ import annotations

from tubulus.stats.subgroups import interaction, risk_interaction, shrinkage
from tubulus.stats.subgroups.interaction import (
    InteractionResult,
    SubgroupContrast,
    SubgroupDifference,
    estimate_interaction,
    estimate_log_interaction,
)
from tubulus.stats.subgroups.risk_interaction import RiskInteraction, estimate_risk_interaction
from tubulus.stats.subgroups.shrinkage import (
    ShrunkenSubgroups,
    compute_shrinkage_curve,
    shrink_subgroups,
)

METHODS = (
    interaction.METHOD,
    risk_interaction.MOVER,
    risk_interaction.HOMOGENEITY,
    shrinkage.METHOD,
)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "InteractionResult",
    "RiskInteraction",
    "ShrunkenSubgroups",
    "SubgroupContrast",
    "SubgroupDifference",
    "compute_shrinkage_curve",
    "estimate_interaction",
    "estimate_log_interaction",
    "estimate_risk_interaction",
    "shrink_subgroups",
]
