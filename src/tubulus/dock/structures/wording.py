"""Counts in sentences: one atom, two atoms."""

from __future__ import annotations

__all__ = ["count_things"]


def count_things(count: int, singular: str, plural: str = "") -> str:
    """Return the number with its noun and what follows it.

    Examples
    --------
    >>> count_things(1, "atom was left out", "atoms were left out")
    '1 atom was left out'
    >>> count_things(1200, "residue")
    '1,200 residues'
    """
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"
