"""Three-valued logic: true, false, and unknown (None).

Notes
-----
The strong logic of S. C. Kleene, *Introduction to Metamathematics* (1952), section 64: a result is
known exactly where the unknown parts could not change it.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["conjoin", "disjoin", "negate"]


def conjoin(truths: Iterable[bool | None]) -> bool | None:
    """Return whether all are true; of nothing, true."""
    unknown = False
    for truth in truths:
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


def disjoin(truths: Iterable[bool | None]) -> bool | None:
    """Return whether any is true; of nothing, false."""
    return negate(conjoin(negate(truth) for truth in truths))


def negate(truth: bool | None) -> bool | None:
    """Return the opposite; the opposite of unknown is unknown."""
    return None if truth is None else not truth
