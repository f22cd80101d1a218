"""The forest of subgroups: the contrast of each level as estimated, and drawn to the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tubulus.core.estimates import Estimate
from tubulus.report.figures.figure import Figure
from tubulus.report.figures.intervals import (
    IntervalAxis,
    IntervalLine,
    make_interval_panel,
    make_lines,
)
from tubulus.report.material import Material, ShownEstimate
from tubulus.report.vocabulary import SYNTHETIC_FIGURE

__all__ = ["draw_subgroups"]

_RAW = ("risk difference", "geometric mean ratio", "adjusted difference")
_OWN, _SHRUNKEN = "As estimated", "Drawn towards the other levels"


def draw_subgroups(material: Material) -> Iterator[Figure]:
    """Draw one figure a contrast: everybody, then each level as estimated and shrunken."""
    raw = material.select("subgroups", *_RAW)
    keys = dict.fromkeys((s.row.estimand, s.row.arm, s.row.comparator) for s in raw)
    for position, key in enumerate(keys, start=1):
        own = [s for s in raw if (s.row.estimand, s.row.arm, s.row.comparator) == key]
        figure = _draw(material, own, position)
        if figure is not None:
            yield figure


def _draw(material: Material, raw: Sequence[ShownEstimate], position: int) -> Figure | None:
    first = raw[0].row
    factor = 100.0 if first.statistic == "risk difference" else 1.0
    lines: list[IntervalLine] = []
    for shown, group in _order(material, raw):
        made = make_lines(material, [shown], factor=factor, label="{stratum}")
        lines += [replace(line, label=_name(line, group), group=group) for line in made]
    if len(lines) < 2:
        return None
    ratio = first.statistic == "geometric mean ratio"
    label = material.name_question(first.label, first.arm, first.comparator)
    unit = "percentage points" if factor > 1.0 else first.unit
    title = "Ratio of geometric means (log scale)" if ratio else f"Difference, {unit}"
    panel = make_interval_panel(
        lines,
        f"subgroups-{position}",
        IntervalAxis(title, log=ratio, reference=1.0 if ratio else 0.0),
        groups=(_OWN, _SHRUNKEN),
        title=label,
        subtitle=SYNTHETIC_FIGURE if material.is_synthetic else "",
    )
    return Figure(
        id=f"figure-subgroups-{position}",
        title=label,
        caption="Levels are described, not tested. Look at the lower line of each level: it "
        "borrows from the others as the plan says, for contrasts of few participants scatter "
        f"widely by chance.{_say_who(material, first)}",
        alternative="; ".join(f"{line.label}: {line.written}" for line in lines) + ".",
        panels=(panel,),
    )


def _order(material: Material, raw: Sequence[ShownEstimate]) -> Iterator[tuple[ShownEstimate, str]]:
    """Yield the contrast of everybody, then each level with its shrunken contrast."""
    first = raw[0].row
    yield from ((shown, _OWN) for shown in _find_everybody(material, first))
    statistic = f"shrunken {first.statistic}"
    for shown in raw:
        yield shown, _OWN
        yield from (
            (other, _SHRUNKEN)
            for other in material.select("subgroups", statistic)
            if (other.row.estimand, other.row.comparator, other.row.stratum)
            == (first.estimand, first.comparator, shown.row.stratum)
        )


def _find_everybody(material: Material, first: Estimate) -> list[ShownEstimate]:
    """Find the contrast of everybody in the section of its outcome."""
    key = (first.estimand, first.statistic, first.arm, first.comparator)
    return [
        shown
        for shown in material.estimates
        if (shown.row.estimand, shown.row.statistic, shown.row.arm, shown.row.comparator) == key
        and not shown.row.stratum
        and shown.row.role in {"primary", "secondary", "safety"}
        and shown.row.section in {"responders", "hormones", "safety"}
    ][:1]


def _say_who(material: Material, first: Estimate) -> str:
    """Say where everybody and the levels rest on different participants."""
    imputed = any(
        shown.row.method.startswith("imputation") and shown.row.missing
        for shown in _find_everybody(material, first)
    )
    if not imputed:
        return ""
    return (
        " The contrast of everybody rests on imputed values for those without; the levels count "
        "those with a value."
    )


def _name(line: IntervalLine, group: str) -> str:
    label = line.label[:1].upper() + line.label[1:]
    return f"{label}, drawn to the others" if group == _SHRUNKEN else label
