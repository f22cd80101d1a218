"""Structures joining a study: fetched or copied, hashed, and proposed as partners of docking.

Exports the use cases behind ``tubulus data add structures`` and ``decoys``, and a check of hashes.
Nothing is fetched that was not named; every address is told before it is opened.
"""

from tubulus.runs.structures.adding import StructureAddition, add_structures
from tubulus.runs.structures.decoys import add_decoys
from tubulus.runs.structures.downloading import Opener, Outside
from tubulus.runs.structures.verifying import require_unchanged

__all__ = [
    "Opener",
    "Outside",
    "StructureAddition",
    "add_decoys",
    "add_structures",
    "require_unchanged",
]
