"""Atoms of a partner as arrays, and the files that they come from.

Exports :class:`Structure` and the functions that join structures.
Coordinates are in ångström.
"""

from tubulus.dock.structures.structure import Structure, join_structures

__all__ = ["Structure", "join_structures"]
