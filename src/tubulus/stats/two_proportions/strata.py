"""Strata of two arms: which of them compare anybody, and who is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tubulus.stats.proportions.counts import require_counts

__all__ = ["NO_COMPARISON", "ComparedStrata", "StratumCounts", "choose_strata"]

NO_COMPARISON = "no stratum has participants of both arms"
"""Reason given where strata hold nothing to compare."""

StratumCounts = tuple[int, int, int, int]
"""Events and participants of the first arm, then of the comparator, in one stratum."""


@dataclass(frozen=True, slots=True)
class ComparedStrata:
    """Strata with participants of both arms.

    Parameters
    ----------
    counts : tuple of (int, int, int, int)
        Events and participants of the first arm, then of the comparator.
    n_1, n_0 : int
        Participants of each arm in them.
    n_left_out : int
        Participants in the other strata: nothing to compare them with.
    """

    counts: tuple[StratumCounts, ...]
    n_1: int
    n_0: int
    n_left_out: int


def choose_strata(strata: Sequence[StratumCounts]) -> ComparedStrata:
    """Choose the strata with participants of both arms.

    Raises
    ------
    ValueError
        If not 0 <= events <= n in an arm of a stratum.
    """
    for x_1, m_1, x_0, m_0 in strata:
        require_counts(x_1, m_1)
        require_counts(x_0, m_0)
    used = tuple(counts for counts in strata if counts[1] and counts[3])
    n_1, n_0 = sum(counts[1] for counts in used), sum(counts[3] for counts in used)
    left_out = sum(counts[1] + counts[3] for counts in strata) - n_1 - n_0
    return ComparedStrata(used, n_1, n_0, left_out)
