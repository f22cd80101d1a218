"""Identifiers of human genes and proteins, mapped offline to approved gene symbols.

Exports the embedded table and the mapping with its report: what was mapped, what is ambiguous,
what is lost and what came twice. Nothing is guessed and nothing is looked up on a network.
"""

from tubulus.screen.identifiers.excel_dates import list_names_behind_date
from tubulus.screen.identifiers.mapping import MAPPING_STATES, MappedName, map_name
from tubulus.screen.identifiers.report import MappingReport, map_identifiers
from tubulus.screen.identifiers.table import IdentifierTable, load_identifiers

__all__ = [
    "MAPPING_STATES",
    "IdentifierTable",
    "MappedName",
    "MappingReport",
    "list_names_behind_date",
    "load_identifiers",
    "map_identifiers",
    "map_name",
]
