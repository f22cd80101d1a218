"""Count the reference numbers of each method and find the one that is farthest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tubulus.stats.reference.validation import ValidationRow
from tubulus.stats.registry import METHODS

__all__ = ["MethodSummary", "summarise_methods"]


@dataclass(frozen=True, slots=True)
class MethodSummary:
    """The reference numbers of one method.

    Parameters
    ----------
    method : str
        Name of the method.
    n_numbers, n_met, n_outside, n_skipped : int
        Numbers held against a reference; within, outside, not recomputed.
    largest_difference : float or None
        Largest distance from a reference number, in the unit of that number.
    largest_share : float or None
        Largest distance as a share of its tolerance.
    programs : tuple of str
        Where the reference numbers come from.
    """

    method: str
    n_numbers: int
    n_met: int
    n_outside: int
    n_skipped: int
    largest_difference: float | None
    largest_share: float | None
    programs: tuple[str, ...]


def summarise_methods(rows: Iterable[ValidationRow]) -> tuple[MethodSummary, ...]:
    """Summarise a validation by method, in the order of the registry."""
    found: dict[str, list[ValidationRow]] = defaultdict(list)
    for row in rows:
        found[row.case.method].append(row)
    order = [name for name in METHODS if name in found]
    return tuple(_summarise(name, found[name]) for name in order)


def _summarise(name: str, rows: Sequence[ValidationRow]) -> MethodSummary:
    outcomes = [row.outcome for row in rows]
    distances = [abs(row.difference) for row in rows if row.difference is not None]
    shares = [row.share_of_tolerance for row in rows]
    return MethodSummary(
        method=name,
        n_numbers=len(rows),
        n_met=outcomes.count("met"),
        n_outside=outcomes.count("outside"),
        n_skipped=outcomes.count("not recomputed"),
        largest_difference=max(distances, default=None),
        largest_share=max((share for share in shares if share is not None), default=None),
        programs=tuple(dict.fromkeys(row.case.program for row in rows)),
    )
