"""Units in a reader's words: what the report and the exchanged numbers call them."""

from __future__ import annotations

__all__ = ["UNIT_WORDS", "name_unit"]

UNIT_WORDS: dict[str, str] = {
    "a": "years",
    "d": "days",
    "wk": "weeks",
    "h": "hours",
    "min": "minutes",
    "s": "seconds",
    "count": "",
}
"""Units whose symbol a reader may take for something else, in words."""


def name_unit(unit: str) -> str:
    """Name a unit for the reader; those that everybody reads stay as they are."""
    return UNIT_WORDS.get(unit, unit)
