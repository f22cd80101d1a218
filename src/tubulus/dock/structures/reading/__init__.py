"""Structures out of PDB and mmCIF files: one model, one location an atom, no water, no hydrogen.

Exports the reader and its options. What is chosen, changed and left out is noted; what cannot be
used is refused with what to do.
"""

from tubulus.dock.structures.reading.folder import list_structures
from tubulus.dock.structures.reading.read import (
    MOST_ATOMS,
    ReadingOptions,
    StructureReading,
    read_structure,
)

__all__ = ["MOST_ATOMS", "ReadingOptions", "StructureReading", "list_structures", "read_structure"]
