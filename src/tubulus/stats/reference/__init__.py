"""Numbers of other programs and of papers, shipped with the package, and their recomputation.

``numbers`` holds the tables that R wrote, ``plans`` says which call must give which of them.
Exports ``list_cases``, ``validate_cases`` and the records that they take and return.
"""

from tubulus.stats.reference.case import ReferenceCase, Skipped
from tubulus.stats.reference.plans import list_cases, list_exceptions
from tubulus.stats.reference.summary import MethodSummary, summarise_methods
from tubulus.stats.reference.validation import ValidationRow, validate_cases

__all__ = [
    "MethodSummary",
    "ReferenceCase",
    "Skipped",
    "ValidationRow",
    "list_cases",
    "list_exceptions",
    "summarise_methods",
    "validate_cases",
]
