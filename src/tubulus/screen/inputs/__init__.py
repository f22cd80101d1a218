"""The tables of a screen, from the package and from the files that the settings name.

Exports the tables, the evidence behind the layers, and their readers.
"""

from tubulus.screen.inputs.evidence import EvidenceInputs, make_builtin_evidence
from tubulus.screen.inputs.files import list_screen_files
from tubulus.screen.inputs.tables import ScreenInputs, read_inputs

__all__ = [
    "EvidenceInputs",
    "ScreenInputs",
    "list_screen_files",
    "make_builtin_evidence",
    "read_inputs",
]
