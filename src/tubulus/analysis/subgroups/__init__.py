"""Subgroups: whether a contrast of arms differs between the levels of a stratum. No tests.

Exports the part :func:`derive_subgroups`, the schema of its table, and its words.
"""

from __future__ import annotations

from tubulus.analysis.subgroups.derive import derive_subgroups
from tubulus.analysis.subgroups.shrunken import SHRINKAGE_SCHEMA
from tubulus.analysis.subgroups.words import write_subgroups

__all__ = ["SHRINKAGE_SCHEMA", "derive_subgroups", "write_subgroups"]
