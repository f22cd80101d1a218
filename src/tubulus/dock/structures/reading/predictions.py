"""Predicted structural models: how they are told from measured ones, and their confidence."""

from __future__ import annotations

from dataclasses import replace

import gemmi

from tubulus.dock.structures.notes import Note
from tubulus.dock.structures.reading.files import StructureText
from tubulus.dock.structures.structure import Structure

__all__ = ["rescale_confidence", "tells_prediction"]

_TITLE_WORDS = ("ALPHAFOLD", "ESMFOLD", "ROSETTAFOLD", "COLABFOLD", "BOLTZ", "CHAI-1")


def tells_prediction(structure: gemmi.Structure, source: StructureText) -> bool:
    """Tell whether a file says that its structural model is predicted.

    PDB files say so in their title, mmCIF files by the category of quality metrics
    (``_ma_qa_metric``). A predicted model saved without either looks like a measured one.
    """
    title = dict(structure.info.items()).get("_struct.title", "")
    named = any(word in title.upper() for word in _TITLE_WORDS)
    return named or (source.format == "mmcif" and "_ma_qa_metric" in source.text)


def rescale_confidence(structure: Structure) -> tuple[Structure, Note]:
    """Mark a structure as predicted, with pLDDT from 0 to 100.

    Some programs write pLDDT from 0 to 1; values that are all at most 1 are multiplied by 100.
    """
    confidence = structure.b_factor
    words = "predicted structural model: the displacement column is read as pLDDT"
    if confidence.size and confidence.max() <= 1.0:
        confidence = confidence * 100.0
        words += ", multiplied by 100"
    return replace(structure, b_factor=confidence, is_predicted=True), Note("predicted", words)
