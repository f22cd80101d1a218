"""Atoms of partners as arrays, the files that they come from, and their surface.

Exports :class:`Structure`, its reader and writers, and the solvent accessible surface.
Coordinates are in ångström.
"""

from tubulus.dock.structures.complex_files import render_complex, write_complex
from tubulus.dock.structures.notes import Note
from tubulus.dock.structures.reading.read import ReadingOptions, StructureReading, read_structure
from tubulus.dock.structures.structure import Structure, join_structures
from tubulus.dock.structures.surface_area import compute_relative_exposure, compute_residue_area
from tubulus.dock.structures.writing import render_mmcif, render_pdb

__all__ = [
    "Note",
    "ReadingOptions",
    "Structure",
    "StructureReading",
    "compute_relative_exposure",
    "compute_residue_area",
    "join_structures",
    "read_structure",
    "render_complex",
    "render_mmcif",
    "render_pdb",
    "write_complex",
]
