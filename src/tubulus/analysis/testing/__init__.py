"""Tests in a planned order: what each may spend, and which hypotheses are rejected.

Exports the part :func:`derive_tests`, the schema of its table, and its words.
"""

from __future__ import annotations

from tubulus.analysis.testing.ordered import TEST_SCHEMA, derive_tests
from tubulus.analysis.testing.words import write_testing

__all__ = ["TEST_SCHEMA", "derive_tests", "write_testing"]
