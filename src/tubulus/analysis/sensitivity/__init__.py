"""Contrasts once more by other methods, as each estimand asks; rules for who counts are elsewhere.

Exports the part :func:`derive_other_methods`.
"""

from __future__ import annotations

from tubulus.analysis.sensitivity.part import derive_other_methods

__all__ = ["derive_other_methods"]
