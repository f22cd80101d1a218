"""Figures of effects: shares by arm, ratios and differences between arms."""

from __future__ import annotations

from collections.abc import Sequence

from tubulus.report.figures.figure import Figure, Panel
from tubulus.report.figures.intervals import (
    IntervalAxis,
    IntervalLine,
    make_interval_panel,
    make_lines,
)
from tubulus.report.material import Material, ShownEstimate
from tubulus.report.vocabulary import SYNTHETIC_FIGURE

__all__ = ["draw_differences", "draw_ratios", "draw_shares"]


def draw_shares(material: Material, section: str, title: str, caption: str) -> Figure | None:
    """Draw the shares of a section by arm, everybody first and then each subgroup."""
    estimates = _order_strata(material.select(section, "share"))
    labels = {shown.row.label for shown in estimates}
    pattern = "{label}, {stratum}, {arm}" if len(labels) > 1 else "{stratum}: {arm}"
    if not any(shown.row.stratum for shown in estimates):
        pattern = "{label}: {arm}" if len(labels) > 1 else "{arm}"
    lines = make_lines(material, estimates, factor=100.0, label=pattern)
    if not lines:
        return None
    ends = [e for line in lines for e in (line.value, line.high) if e is not None]
    edge = min(100.0, max(10.0, 1.05 * max(ends)))
    # estimands of one endpoint with other comparators tell the share of an arm once more
    lines = list({(x.label, x.written): x for x in map(_capitalise, lines)}.values())
    panel = make_interval_panel(
        lines,
        f"shares-{section}",
        IntervalAxis("Participants, %", domain=(0.0, edge)),
        groups=_list_arms(material, estimates),
        title=title,
        subtitle=_subtitle(material),
    )
    return Figure(
        id=f"figure-shares-{section}",
        title=title,
        caption=caption,
        alternative=_tell(lines),
        panels=(panel,),
    )


def _order_strata(estimates: Sequence[ShownEstimate]) -> list[ShownEstimate]:
    """Put the arms of one outcome and level together, whichever estimand tells of them."""
    first = list(dict.fromkeys((s.row.label, s.row.stratum) for s in estimates))
    labels = list(dict.fromkeys(label for label, _ in first))
    return sorted(
        estimates,
        key=lambda s: (labels.index(s.row.label), first.index((s.row.label, s.row.stratum))),
    )


def draw_ratios(material: Material, section: str, title: str, caption: str) -> Figure | None:
    """Draw ratios of geometric means, arm against comparator, on a logarithmic scale."""
    estimates = [s for s in material.select(section) if s.row.statistic == "geometric mean ratio"]
    contrasts = {(s.row.arm, s.row.comparator) for s in estimates}
    lines = _make_contrast_lines(material, estimates, several=len(contrasts) > 1)
    positive = [line for line in lines if line.value > 0]
    if not positive:
        return None
    axis = "Ratio (log scale)"
    if len(contrasts) == 1:
        arm, comparator = contrasts.pop()
        axis = f"Ratio, {material.name_arm(arm)} / {material.name_arm(comparator)} (log scale)"
    panel = make_interval_panel(
        positive,
        f"ratios-{section}",
        IntervalAxis(axis, log=True, reference=1.0),
        groups=_list_arms(material, estimates),
        title=title,
        subtitle=_subtitle(material),
    )
    return Figure(
        id=f"figure-ratios-{section}",
        title=title,
        caption=caption,
        alternative=_tell(positive),
        panels=(panel,),
    )


def draw_differences(material: Material, section: str, title: str, caption: str) -> Figure | None:
    """Draw adjusted differences, arm against comparator, one panel a unit."""
    estimates = [s for s in material.select(section) if s.row.statistic == "adjusted difference"]
    several = len({(s.row.arm, s.row.comparator) for s in estimates}) > 1
    panels: list[Panel] = []
    told: list[IntervalLine] = []
    for unit in dict.fromkeys(s.row.unit for s in estimates):
        own = [s for s in estimates if s.row.unit == unit]
        lines = _make_contrast_lines(material, own, several=several)
        if not lines:
            continue
        told += lines
        arm, comparator = own[0].row.arm, own[0].row.comparator
        axis = "Difference"
        if not several:
            axis += f", {material.name_arm(arm)} minus {material.name_arm(comparator)}"
        panels.append(
            make_interval_panel(
                lines,
                f"differences-{section}-{len(panels) + 1}",
                IntervalAxis(f"{axis}, {unit}" if unit else axis, reference=0.0),
                groups=_list_arms(material, own),
                title=title,
                subtitle=_subtitle(material),
            )
        )
    if not panels:
        return None
    return Figure(
        id=f"figure-differences-{section}",
        title=title,
        caption=caption,
        alternative=_tell(told),
        panels=tuple(panels),
    )


def _make_contrast_lines(
    material: Material, estimates: Sequence[ShownEstimate], *, several: bool
) -> list[IntervalLine]:
    """Make lines of contrasts, with the visit where a label has several."""
    visits: dict[str, set[str]] = {}
    for shown in estimates:
        visits.setdefault(shown.row.label, set()).add(shown.row.visit)
    lines: list[IntervalLine] = []
    for shown in estimates:
        at = ", {visit}" if len(visits[shown.row.label]) > 1 else ""
        question = material.name_question(shown.row.label, shown.row.arm, shown.row.comparator)
        against = ": {contrast}" if several and question != shown.row.label else ""
        label = f"{{label}}{at}{against}"
        lines += make_lines(material, [shown], label=label)
    return lines


def _subtitle(material: Material) -> str:
    return SYNTHETIC_FIGURE if material.is_synthetic else ""


def _list_arms(material: Material, estimates: Sequence[ShownEstimate]) -> list[str]:
    arms = material.order_arms(arm.id for arm in material.study.arms)
    used = {shown.row.arm for shown in estimates}
    names = [material.name_arm(arm) for arm in arms if arm in used]
    return names + [material.name_arm(arm) for arm in used - set(arms)]


def _capitalise(line: IntervalLine) -> IntervalLine:
    label = line.label[:1].upper() + line.label[1:]
    return IntervalLine(
        label, line.group, line.value, line.low, line.high, line.written, line.origin
    )


def _tell(lines: Sequence[IntervalLine]) -> str:
    return "; ".join(f"{line.label}: {line.written}" for line in lines) + "."
