"""How arms that nobody drew by lot are made comparable: weights, balance, overlap.

Exports the part :func:`derive_adjustment`.
"""

from __future__ import annotations

from tubulus.analysis.adjustment.part import derive_adjustment

__all__ = ["derive_adjustment"]
