"""What a person must look at in a structure file before its proteins are docked."""

from __future__ import annotations

from pathlib import Path

import gemmi

from tubulus.core.errors import InputError
from tubulus.dock.partners.components import read_letters
from tubulus.dock.structures.reading.database_links import read_full_sequences
from tubulus.dock.structures.reading.files import StructureText, read_structure_text
from tubulus.dock.structures.reading.models import choose_model
from tubulus.dock.structures.reading.origin import read_entry
from tubulus.dock.structures.reading.pdb_columns import tell_open_end
from tubulus.dock.structures.reading.predictions import describe_likeness, tells_prediction
from tubulus.dock.structures.reading.read import parse_structure

__all__ = ["list_doubts"]


def list_doubts(path: Path) -> tuple[str, ...]:
    """List what a structure file leaves open: its end, its models, and whether it is predicted.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    source = read_structure_text(path)
    parsed = parse_structure(source)
    doubts = (
        _tell_end(source, parsed),
        _tell_models(source, parsed),
        _tell_likeness(source, parsed),
    )
    return tuple(doubt for doubt in doubts if doubt)


def _tell_end(source: StructureText, parsed: gemmi.Structure) -> str:
    """Say of a PDB file that it does not tell whether it is whole; empty where it does."""
    last = tell_open_end(source.text) if source.format == "pdb" else ""
    if not last:
        return ""
    declared = sum(map(len, read_full_sequences(parsed).values()))
    there = sum(len(read_letters(chain)) for chain in parsed[0])
    few = f"; {there} of the {declared} residues that it declares have atoms" if declared else ""
    return (
        f"{source.name} ends with {last} and neither TER nor END, as a file that was cut off "
        f"does{few}: check that this is its last residue."
    )


def _tell_models(source: StructureText, parsed: gemmi.Structure) -> str:
    """Say why docking will refuse a file whose models are no ensemble; empty where they are one."""
    try:
        choose_model(parsed, source.name, None)
    except InputError as error:
        (problem,) = error.problems
        return (
            f"{source.name}: {problem.message}; docking refuses it as it is: write the number of "
            "one in the column model of its rows, which are proposed from the first, or give the "
            "mmCIF file and the assembly's name."
        )
    return ""


def _tell_likeness(source: StructureText, parsed: gemmi.Structure) -> str:
    """Say that a file without an entry looks like a predicted model; empty where it does not."""
    if read_entry(parsed) or tells_prediction(parsed, source):
        return ""
    likeness = describe_likeness(parsed[0])
    return (
        f"{source.name} {likeness}; say predicted = yes or no in its row of the table of partners, "
        "else it is docked whole."
        if likeness
        else ""
    )
