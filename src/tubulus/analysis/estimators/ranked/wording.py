"""What stands beside numbers of ranks: who stands where in the order, and why limits are absent."""

from __future__ import annotations

from collections.abc import Mapping

from tubulus.analysis.estimators.context import EstimandContext
from tubulus.analysis.estimators.ranked.scores import Mask, Scores
from tubulus.analysis.estimators.rows import join_notes
from tubulus.stats.results import Interval

__all__ = ["note_limits", "note_order"]


def note_order(context: EstimandContext, scores: Scores, arms: Mapping[str, Mask]) -> str:
    """Write how the participants of each arm are ranked, from the lowest."""
    parts = []
    for arm, chosen in arms.items():
        found = context.study.find_arm(arm)
        said = scores.describe(chosen)
        if said:
            parts.append(f"{found.label if found else arm}, from the lowest: {said}")
    better = "a lower value ranks higher" if context.endpoint.better == "lower" else ""
    return join_notes(better, *parts)


def note_limits(part: Interval) -> str:
    """Write why an estimate has no limits; empty where it has them or is not estimable."""
    if part.estimate is None or part.has_limits or not part.reason:
        return ""
    return f"no limits: {part.reason}"
