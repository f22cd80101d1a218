"""A planned multiverse: one contrast under every combination of choices that are arbitrary.

Exports the part :func:`derive_multiverse`, the schemas of its tables, and its words.
"""

from __future__ import annotations

from tubulus.analysis.multiverse.derive import (
    MULTIVERSE_SCHEMA,
    OPTION_SCHEMA,
    derive_multiverse,
)
from tubulus.analysis.multiverse.words import write_multiverse

__all__ = ["MULTIVERSE_SCHEMA", "OPTION_SCHEMA", "derive_multiverse", "write_multiverse"]
