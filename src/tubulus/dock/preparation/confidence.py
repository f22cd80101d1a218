"""Regions of predicted structural models that are too uncertain to dock."""

from __future__ import annotations

from typing import Final

import numpy as np

from tubulus.dock.structures.notes import Note
from tubulus.dock.structures.residue_labels import label_residues
from tubulus.dock.structures.structure import Structure

__all__ = ["LEAST_CONFIDENCE", "cut_low_confidence"]

LEAST_CONFIDENCE: Final = 70.0
"""pLDDT from which the backbone is expected to be modelled well (AlphaFold database, FAQ)."""


def cut_low_confidence(
    structure: Structure, least: float = LEAST_CONFIDENCE
) -> tuple[Structure, tuple[Note, ...]]:
    """Cut residues of a predicted structural model whose mean pLDDT lies below a limit.

    A measured structure is returned as it is.
    """
    if not structure.is_predicted or structure.n_atoms == 0:
        return structure, ()
    sums = np.bincount(structure.residue_index, structure.b_factor)
    means = sums / np.bincount(structure.residue_index)
    low = np.flatnonzero(means < least)
    if len(low) == 0:
        return structure, ()
    labels = label_residues(structure)
    text = f"{len(low)} of {structure.n_residues} residues cut, with pLDDT below {least:g}"
    note = Note("confidence_cut", text, len(low), tuple(labels[r] for r in low))
    return structure.select(~np.isin(structure.residue_index, low)), (note,)
