"""The caution about a stopping boundary for harms that the counted events have crossed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tubulus.analysis.cautions.caution import Caution, CautionContext

__all__ = ["caution_crossed"]

_READING = (
    "Participants stand in the order of their day 1 and events are those known now: this reading "
    "is made afterwards and is no record of what a committee saw."
)


def caution_crossed(context: CautionContext) -> Iterator[Caution]:
    """Say of each rule at which look the events counted reached its boundary first."""
    boundaries = context.tables.get("boundaries")
    if boundaries is None:
        return
    crossed: dict[str, Mapping[str, Any]] = {}
    for row in boundaries.iter_rows(named=True):
        if row["state"] == "stop":
            crossed.setdefault(row["rule"], row)
    if not crossed:
        return
    text = f"{' '.join(_describe(context, row) for row in crossed.values())} {_READING}"
    title = "A stopping boundary for harms is crossed"
    yield Caution("boundary-crossed", "limit", title, text, ("safety", "monitoring"))


def _describe(context: CautionContext, row: Mapping[str, Any]) -> str:
    missing = row["not_followed"]
    verb = "was" if missing == 1 else "were"
    counted = "counts" if missing == 1 else "count"
    unseen = f" {missing} {verb} not followed to the end and {counted} as without it."
    return (
        f"'{row['label']}', {context.name_arm(row['arm'])}: at look {row['look']}, with "
        f"{row['n']} participants, the plan stops at {row['stop_at']} with "
        f"'{context.name_subject(row['estimand'])}', and {row['observed_events']} were counted."
        f"{unseen if missing else ''}"
    )
