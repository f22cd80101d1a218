"""Cautions about arms that differ before any treatment."""

from __future__ import annotations

from collections.abc import Iterator

from tubulus.analysis.baseline import IMBALANCE, Imbalance, list_imbalances, select_described
from tubulus.analysis.cautions.caution import Caution, CautionContext

__all__ = ["caution_imbalance"]

_SOURCE = (
    "limit of 0.25: Rubin, Health Serv Outcomes Res Methodol 2001;2:169-188; Stuart, Stat Sci "
    "2010;25:1-21"
)


def caution_imbalance(context: CautionContext) -> Iterator[Caution]:
    """Warn of variables in which arms that were not randomised differ before treatment."""
    if context.is_randomised or not context.is_controlled:
        return
    members = select_described(context.snapshot, context.plan)
    if members is None:
        return
    found = list(list_imbalances(members, tuple(arm.id for arm in context.arms)))
    if not found:
        return
    parts = "; ".join(_describe(context, one) for one in found)
    text = (
        f"Before treatment the arms differ by more than {IMBALANCE:g} standard deviations in: "
        f"{parts}. A crude difference between the arms mixes these with the treatment; one that "
        "is stratified or adjusted removes what was measured and modelled, and nothing else."
    )
    yield Caution(
        "baseline-imbalance",
        "limit",
        "The arms differ before treatment",
        text,
        ("baseline", "responders", "hormones", "concentration", "sensitivity"),
        _SOURCE,
    )


def _describe(context: CautionContext, one: Imbalance) -> str:
    size = "without any overlap" if one.difference is None else f"{abs(one.difference):.2f}"
    if len(context.arms) == 2:
        return f"{one.label} {size}"
    arms = f"{context.name_arm(one.arm)} and {context.name_arm(one.comparator)}"
    return f"{one.label} {size} ({arms})"
