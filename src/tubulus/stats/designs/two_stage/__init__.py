"""Two-stage designs of one arm that may end early for futility.

Exact search and exact inference; every probability is binomial.
Exports ``find_simon_designs`` and ``estimate_after_two_stages``.
"""

from __future__ import annotations

from tubulus.stats.designs.two_stage import inference, simon
from tubulus.stats.designs.two_stage.design import TwoStageDesign
from tubulus.stats.designs.two_stage.inference import TwoStageResult, estimate_after_two_stages
from tubulus.stats.designs.two_stage.simon import SimonDesign, SimonDesigns, find_simon_designs

METHODS = (simon.METHOD, inference.METHOD)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "SimonDesign",
    "SimonDesigns",
    "TwoStageDesign",
    "TwoStageResult",
    "estimate_after_two_stages",
    "find_simon_designs",
]
