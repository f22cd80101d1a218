"""Predicted structural models: how they are told from measured ones, and their confidence."""

from __future__ import annotations

from dataclasses import replace

import gemmi

from tubulus.dock.structures.notes import Note
from tubulus.dock.structures.reading.files import StructureText
from tubulus.dock.structures.reading.origin import read_title
from tubulus.dock.structures.structure import Structure

__all__ = [
    "TITLE_WORDS",
    "describe_likeness",
    "note_likeness",
    "rescale_confidence",
    "tells_prediction",
]

TITLE_WORDS = ("ALPHAFOLD", "ESMFOLD", "ROSETTAFOLD", "COLABFOLD", "BOLTZ", "CHAI-1")
"""Words in the title by which a file says that its model is predicted."""

# a few residues, or a value for each chain, tell nothing
_LEAST_RESIDUES = 20
_LEAST_VALUES = 5
_MOST_CONFIDENCE = 100.0


def tells_prediction(structure: gemmi.Structure, source: StructureText) -> bool:
    """Tell whether a file says that its structural model is predicted.

    PDB files say so in their title, mmCIF files by the category of quality metrics
    (``_ma_qa_metric``). A predicted model saved without either is read as a measured one, with a
    note where :func:`describe_likeness` finds it.
    """
    title = read_title(structure).upper()
    named = any(word in title for word in TITLE_WORDS)
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


def describe_likeness(model: gemmi.Model) -> str:
    """Say that what stands in place of displacement looks like pLDDT; empty where it does not.

    Parameters
    ----------
    model : gemmi.Model
        Chains that are read.

    Notes
    -----
    It does where all atoms of an amino acid bear one value, whichever amino acid it is, and the
    values lie within 0 to 100 and are five different ones or more. Refinement residue by residue,
    as is usual at low resolution, gives such values too, as in one of 192 measured structures
    of Docking Benchmark 5 and of complexes of growth factors: nothing is decided by them.
    """
    values: list[float] = []
    for chain in model:
        for residue in chain:
            if residue.find_atom("CA", "*") is None or len(residue) < 2:
                continue
            found = {round(atom.b_iso, 2) for atom in residue}
            if len(found) > 1:
                return ""
            values += found
    if len(values) < _LEAST_RESIDUES or len(set(values)) < _LEAST_VALUES:
        return ""
    low, high = min(values), max(values)
    if low < 0.0 or high > _MOST_CONFIDENCE:
        return ""
    return (
        f"looks like a predicted model: every residue has one value for all its atoms ({low:g} to "
        f"{high:g}) where B factors stand, as pLDDT is written"
    )


def note_likeness(model: gemmi.Model) -> tuple[Note, ...]:
    """Note a model that looks predicted, and that it is read as a measured one."""
    likeness = describe_likeness(model)
    if not likeness:
        return ()
    text = (
        f"{likeness}; the file does not say. It is read as measured and nothing uncertain is cut: "
        "say predicted = yes or no in the table of partners"
    )
    return (Note("looks_predicted", text),)
