"""Layers of evidence for a candidate interaction: each with its value, its source and its state.

Exports the table of evidence that all layers share.
"""

from tubulus.screen.layers.record import (
    EVIDENCE_SCHEMA,
    LAYER_KEYS,
    LAYERS,
    STATES,
    EvidenceState,
    Layer,
    make_evidence,
)

__all__ = [
    "EVIDENCE_SCHEMA",
    "LAYERS",
    "LAYER_KEYS",
    "STATES",
    "EvidenceState",
    "Layer",
    "make_evidence",
]
