"""Cautions about who is counted: in no arm, in no set, or out of the order of the flow."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.cautions.caution import Caution, CautionContext
from tubulus.analysis.flow import follow_steps

__all__ = ["caution_flow", "caution_left_out"]


def caution_flow(context: CautionContext) -> Iterator[Caution]:
    """Warn of participants who reached a step of the flow without the one before.

    An analysis set counts them by its own condition alone; a flow that left them out would tell
    another number of participants than the results.
    """
    parts = [
        f"{found.step.label}, {len(found.out_of_order)}"
        for found in follow_steps(context.snapshot, context.plan)
        if found.out_of_order
    ]
    if parts:
        text = (
            "Participants who reached a step of the flow without the step before it: "
            f"{'; '.join(parts)}. They are counted in the step that they reached, as in the "
            "analysis; the record of the step before is missing, or the steps do not follow "
            "from one another."
        )
        title = "Flow and analysis start from different records"
        yield Caution("flow-and-analysis", "warning", title, text, ("all",))


def caution_left_out(context: CautionContext) -> Iterator[Caution]:
    """Warn of participants whom no denominator counts because arm or membership is not known."""
    parts = [*_list_left_out(context)]
    if parts:
        text = (
            f"Left out of every number because something is not known: {'; '.join(parts)}. They "
            "may belong to the analysis; each denominator may be too small by as many."
        )
        title = "Participants whom no analysis counts"
        yield Caution("left-out", "warning", title, text, ("all",))


def _list_left_out(context: CautionContext) -> Iterator[str]:
    for chosen in context.plan.sets:
        expression = context.plan.expressions[chosen.when]
        truths = {p.id: expression.evaluate(p).truth for p in context.snapshot.data}
        armless = sum(1 for p in context.snapshot.data if truths[p.id] and not p.arm)
        unknown = sum(1 for truth in truths.values() if truth is None)
        if armless:
            yield f"in '{chosen.label}' without a known arm: {armless}"
        if unknown:
            yield f"not known whether in '{chosen.label}': {unknown}"
