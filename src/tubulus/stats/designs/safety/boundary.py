"""A stopping boundary for one proportion that is looked at several times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import index

__all__ = ["StoppingBoundary", "require_level", "require_looks", "require_probability"]


def require_looks(looks: Sequence[int]) -> tuple[int, ...]:
    """Return the looks as whole numbers that rise from at least 1.

    Raises
    ------
    ValueError
        If there is no look or the numbers of participants do not rise.
    TypeError
        If a number is not whole.
    """
    numbers = tuple(index(n) for n in looks)
    if not numbers or numbers[0] < 1:
        raise ValueError("at least one look, after at least one participant")
    if any(later <= earlier for earlier, later in pairwise(numbers)):
        raise ValueError(f"looks come after ever more participants, not {list(numbers)}")
    return numbers


def require_probability(probability: float, name: str) -> None:
    """Refuse a probability outside (0, 1), for instance a percentage."""
    if not 0.0 < probability < 1.0:
        raise ValueError(f"{name} must lie strictly between 0 and 1, not {probability}")


def require_level(alpha: float) -> None:
    """Refuse a level outside (0, 1)."""
    require_probability(alpha, "alpha")


@dataclass(frozen=True, slots=True)
class StoppingBoundary:
    """From how many events on a trial stops, at each look.

    Parameters
    ----------
    looks : tuple of int
        Participants observed at each look, ascending.
    limits : tuple of int or None
        Stop where at least so many of them had the event; None where no number stops.

    Raises
    ------
    ValueError
        If looks do not rise, lengths differ, or a limit lies outside 0 to the participants then.
    """

    looks: tuple[int, ...]
    limits: tuple[int | None, ...]

    def __post_init__(self) -> None:
        """Hold looks and limits together."""
        require_looks(self.looks)
        if len(self.limits) != len(self.looks):
            raise ValueError("each look has its limit, None where nothing stops")
        pairs = zip(self.looks, self.limits, strict=True)
        if any(limit is not None and not 0 <= index(limit) <= n for n, limit in pairs):
            raise ValueError("a limit lies between 0 and the participants at its look")

    @property
    def stops(self) -> bool:
        """Whether any number of events at any look stops the trial."""
        return any(limit is not None for limit in self.limits)
