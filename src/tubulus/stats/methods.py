"""What is recorded of every method: what it gives, its limits and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Method"]


@dataclass(frozen=True, slots=True)
class Method:
    """Record of one statistical method, to be printed beside its numbers.

    Parameters
    ----------
    name : str
        Name under which results carry the method.
    gives : str
        What comes out, in words.
    limits : str
        What the method cannot do or show.
    source : str
        Paper or book that defines it.
    """

    name: str
    gives: str
    limits: str
    source: str
