"""Cautions about when harms happened, and whether they would have been seen."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.cautions.caution import Caution, CautionContext
from tubulus.analysis.estimators.shares.harms import WITHOUT_DAY
from tubulus.analysis.plan.sections import Endpoint

__all__ = ["caution_no_window", "caution_undated"]


def caution_no_window(context: CautionContext) -> Iterator[Caution]:
    """Warn of a harm that is counted whenever it happened."""
    used = [context.plan.find_endpoint(e.variable) for e in context.plan.estimands]
    labels = dict.fromkeys(e.label for e in used if e.harm and not _is_bound(context, e))
    if labels:
        text = (
            f"No study days bound these harms: {'; '.join(labels)}. Events before the treatment "
            "and long after it count, and a longer follow-up of one arm looks like more harm."
        )
        title = "Harms without a window"
        yield Caution("no-window", "warning", title, text, ("safety",))


def _is_bound(context: CautionContext, endpoint: Endpoint) -> bool:
    """Tell whether study days bound a harm, or every item it looks at is of a named visit."""
    uses = context.plan.list_uses(endpoint.when)
    return endpoint.within_days is not None or all(use.visit for use in uses)


def caution_undated(context: CautionContext) -> Iterator[Caution]:
    """Warn of entries without a study day, which count as if they lay in the window."""
    rows = [row for row in context.estimates if row.statistic == WITHOUT_DAY]
    if rows:
        parts = "; ".join(f"{row.label}, {context.name_arm(row.arm)}: {row.n}" for row in rows)
        text = (
            f"Entries without a date, or of a man without a day 1, have no study day: {parts}. "
            "They count as if within the window."
        )
        yield Caution("undated-events", "warning", "Events without a study day", text, ("safety",))
