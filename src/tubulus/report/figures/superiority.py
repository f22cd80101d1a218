"""The figure of ranks: in how many of 100 pairs the first arm is ahead, and the odds of it."""

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

__all__ = ["draw_superiority"]

_SUPERIORITY, _ODDS = "probability of superiority", "win odds"


def draw_superiority(material: Material, section: str) -> Figure | None:
    """Draw the probability of superiority on 0 to 1 and the win odds; None where there are none."""
    estimates = material.select(section, _SUPERIORITY, _ODDS)
    chances = _make_lines(material, estimates, _SUPERIORITY)
    if not chances:
        return None
    odds = [line for line in _make_lines(material, estimates, _ODDS) if line.value > 0.0]
    names = [material.name_arm(arm) for arm in dict.fromkeys(s.row.arm for s in estimates)]
    subtitle = SYNTHETIC_FIGURE if material.is_synthetic else ""
    axis = IntervalAxis("Probability; 0.5 is no difference", reference=0.5, domain=(0.0, 1.0))
    panels: list[Panel] = [
        make_interval_panel(
            chances,
            f"superiority-{section}",
            axis,
            groups=names,
            title=f"Chance that {_name_side(estimates, names)} is ahead in a pair",
            subtitle=subtitle,
        )
    ]
    if odds:
        panels.append(
            make_interval_panel(
                odds,
                f"win-odds-{section}",
                IntervalAxis("Win odds (log scale); 1 is no difference", log=True, reference=1.0),
                groups=names,
                title="The same as odds",
                subtitle=subtitle,
            )
        )
    return Figure(
        id=f"figure-superiority-{section}",
        title="Pairs of one participant of each arm",
        caption="Every participant of the first arm is set against every one of the other; where "
        "neither is ahead the pair counts half for each. Many such ties keep the numbers near the "
        "dashed line.",
        alternative=_tell(chances, "ahead with probability") + _tell(odds, "win odds"),
        panels=tuple(panels),
    )


def _make_lines(
    material: Material, estimates: Sequence[ShownEstimate], statistic: str
) -> list[IntervalLine]:
    """Make a line for everybody and one a level of the stratum, named as far as they differ."""
    own = [s for s in estimates if s.row.statistic == statistic]
    parts = []
    if len({s.row.label for s in own}) > 1:
        parts.append("{label}")
    if len({(s.row.arm, s.row.comparator) for s in own}) > 1 or len({*_list_strata(own)}) < 2:
        parts.append("{contrast}")
    if len({*_list_strata(own)}) > 1:
        parts.append("{stratum}")
    lines = make_lines(material, own, label=", ".join(parts))
    return [_capitalise(line) for line in lines]


def _list_strata(estimates: Sequence[ShownEstimate]) -> list[str]:
    return [shown.row.stratum for shown in estimates]


def _capitalise(line: IntervalLine) -> IntervalLine:
    return IntervalLine(
        line.label[:1].upper() + line.label[1:],
        line.group,
        line.value,
        line.low,
        line.high,
        line.written,
        line.origin,
    )


def _name_side(estimates: Sequence[ShownEstimate], names: Sequence[str]) -> str:
    comparators = {s.row.comparator for s in estimates}
    return names[0] if len(comparators) == 1 and len(names) == 1 else "the first arm"


def _tell(lines: Sequence[IntervalLine], what: str) -> str:
    return "".join(f"{line.label}: {what} {line.written}. " for line in lines)
