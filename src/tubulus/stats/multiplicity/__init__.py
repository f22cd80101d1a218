"""Guards against chance when several hypotheses are tested.

Exports Holm, Hochberg, Benjamini-Hochberg and the graphical procedure with its graphs.
"""

from __future__ import annotations

from tubulus.stats.multiplicity import graphical, step_down
from tubulus.stats.multiplicity.graph import (
    HypothesisGraph,
    make_fallback_graph,
    make_fixed_sequence_graph,
    make_gated_graph,
    make_holm_graph,
)
from tubulus.stats.multiplicity.graphical import GraphicalResult, GraphStep, compute_graphical
from tubulus.stats.multiplicity.step_down import (
    AdjustedTests,
    compute_benjamini_hochberg,
    compute_hochberg,
    compute_holm,
)

METHODS = (
    step_down.HOLM,
    step_down.HOCHBERG,
    step_down.BENJAMINI_HOCHBERG,
    graphical.METHOD,
)
"""The record of each method of this folder."""

__all__ = [
    "METHODS",
    "AdjustedTests",
    "GraphStep",
    "GraphicalResult",
    "HypothesisGraph",
    "compute_benjamini_hochberg",
    "compute_graphical",
    "compute_hochberg",
    "compute_holm",
    "make_fallback_graph",
    "make_fixed_sequence_graph",
    "make_gated_graph",
    "make_holm_graph",
]
