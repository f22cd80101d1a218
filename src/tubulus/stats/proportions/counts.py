"""Counts of events: what is a possible count, and what no participant leaves undefined."""

from __future__ import annotations

from operator import index

__all__ = ["NOBODY", "require_counts"]

NOBODY = "no participant"
"""Reason given where a denominator is zero."""


def require_counts(events: int, n: int) -> None:
    """Refuse counts that cannot be: negative, or more events than participants.

    Raises
    ------
    ValueError
        If not 0 <= events <= n.
    TypeError
        If a count is not a whole number.
    """
    if not 0 <= index(events) <= index(n):
        raise ValueError(f"events must lie between 0 and n, got {events} of {n}")
