"""How many examples a law is tried on: few in `make test`, many in a long search."""

from __future__ import annotations

from hypothesis import settings

__all__ = ["CHECKED", "take"]

CHECKED = 50
"""Examples of a law in `make test`, where it does not ask for another number."""


def take(examples: int) -> settings:
    """Return settings with so many examples in `make test`; a longer search multiplies them."""
    return settings(max_examples=examples * settings().max_examples // CHECKED)
