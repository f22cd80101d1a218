"""Sides of the blood-testis barrier: their order, colours and dashes in all figures."""

from __future__ import annotations

from collections.abc import Collection

from tubulus.report.figures.theme import ARM_COLOURS

__all__ = ["SIDES", "SIDE_COLOURS", "SIDE_DASHES", "name_side", "order_side"]

SIDES = ("basal", "adluminal", "interstitial", "several sides", "side unresolved")
"""Sides a receptor may be listed on, in the order of legends and columns."""

SIDE_COLOURS = (ARM_COLOURS[0], ARM_COLOURS[3], ARM_COLOURS[1], "#525252", "#7d8b99")

SIDE_DASHES = ((1, 0), (6, 2), (1, 2), (8, 3, 2, 3), (3, 2))
"""Dashes beside the colours, for readers who do not see them and for prints in grey."""


def name_side(compartments: Collection[str | None]) -> str:
    """Name the side of one or several compartments; what is not known is unresolved."""
    if len(compartments) > 1:
        return "several sides"
    name = next(iter(compartments), None)
    return name if name in SIDES else "side unresolved"


def order_side(compartment: str | None) -> int:
    """Return the place of a compartment in the order of sides."""
    return SIDES.index(name_side([compartment]))
