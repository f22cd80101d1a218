"""Cautions about comparisons of ranks."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.cautions.caution import Caution, CautionContext
from tubulus.analysis.estimators.ranked.superiority import TIED

__all__ = ["caution_many_ties"]

_MANY = 0.5
"""Share of pairs from which the ties outweigh all that was seen; a convention of this report."""


def caution_many_ties(context: CautionContext) -> Iterator[Caution]:
    """Say that most pairs are ties, so that the probability of superiority stays near one half."""
    rows = [row for row in context.estimates if row.statistic == TIED and not row.stratum]
    many = [row for row in rows if row.value is not None and row.value >= _MANY]
    if not many:
        return
    parts = "; ".join(
        f"{row.label}, {context.name_arm(row.arm)} against {context.name_arm(row.comparator)}: "
        f"{100 * (row.value or 0.0):.0f} %"
        for row in many
    )
    text = (
        f"Pairs in which both have the same rank: {parts}. Ties count half, so that the "
        "probability of superiority lies near one half and the win odds near 1 whatever the "
        "treatment does for the others. Read them beside the shares with any."
    )
    sections = tuple(dict.fromkeys(row.section for row in many))
    yield Caution("many-ties", "note", "Most pairs are ties", text, sections)
