"""Rules that look at the data and return findings, never exceptions.

Exports :func:`run_checks`, the list :data:`CHECKS`, :class:`Check` and :class:`Finding`.
Messages hold identifiers, places and limits, never a participant's value.
"""

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import FINDING_SCHEMA, Finding, make_finding_frame
from tubulus.study.checks.registry import CHECKS, list_checks, run_checks

__all__ = [
    "CHECKS",
    "FINDING_SCHEMA",
    "Check",
    "Finding",
    "list_checks",
    "make_finding_frame",
    "run_checks",
]
