"""The caution about estimands of one endpoint that count participants by different rules."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.cautions.caution import Caution, CautionContext
from tubulus.analysis.plan.sections import Estimand

__all__ = ["caution_rules_differ"]

_SECTIONS = ("responders", "concentration", "hormones", "safety")


def caution_rules_differ(context: CautionContext) -> Iterator[Caution]:
    """Say where estimands of one endpoint differ in set, missing values or events on the way."""
    groups: dict[str, list[Estimand]] = {}
    for estimand in context.plan.estimands:
        groups.setdefault(estimand.variable, []).append(estimand)
    parts = []
    for name, estimands in groups.items():
        rules = {e.id: _say_rules(context, e) for e in estimands}
        if len(set(rules.values())) > 1:
            said = "; ".join(f"{context.name_subject(own)}: {rule}" for own, rule in rules.items())
            parts.append(f"'{context.plan.find_endpoint(name).label}': {said}.")
    if parts:
        text = (
            f"{' '.join(parts)} What differs between their results may come of these rules as "
            "well as of the arms."
        )
        title = "One outcome, counted by different rules"
        yield Caution("rules-differ", "note", title, text, _SECTIONS)


def _say_rules(context: CautionContext, estimand: Estimand) -> str:
    events = sorted(f"{e.label} as {e.strategy}" for e in estimand.intercurrent_events)
    return ", ".join(
        [
            f"set '{context.plan.find_set(estimand.population).label}'",
            f"missing values {estimand.missing}",
            *(events or ["no event on the way"]),
        ]
    )
