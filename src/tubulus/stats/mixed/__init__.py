"""Repeated measures: contrasts of arms at each visit from every visit that was observed.

Restricted maximum likelihood with an unstructured covariance; one module a step of the method.
Exports ``estimate_mmrm`` and its results.
"""

from __future__ import annotations

from tubulus.stats.mixed import mmrm
from tubulus.stats.mixed.design import SlopesByVisit
from tubulus.stats.mixed.mmrm import (
    CovarianceShape,
    DfMethod,
    JointTest,
    MmrmResult,
    VisitEstimate,
    estimate_mmrm,
)

METHODS = (mmrm.KENWARD_ROGER, mmrm.SATTERTHWAITE)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "CovarianceShape",
    "DfMethod",
    "JointTest",
    "MmrmResult",
    "SlopesByVisit",
    "VisitEstimate",
    "estimate_mmrm",
]
