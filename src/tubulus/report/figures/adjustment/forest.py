"""The forest: the planned contrast of each endpoint above every adjusted one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import altair as alt
import polars as pl

from tubulus.report.figures.figure import AnyChart, Figure, Panel, make_panel
from tubulus.report.figures.intervals import IntervalAxis, IntervalLine, choose_domain, make_lines
from tubulus.report.figures.theme import ARM_COLOURS, MUTED
from tubulus.report.material import Material, ShownEstimate
from tubulus.report.numbers import choose_style
from tubulus.report.tables.adjustment.contrasts import (
    AdjustedContrast,
    list_adjusted_contrasts,
    name_adjustment,
)
from tubulus.report.vocabulary import SYNTHETIC_FIGURE

__all__ = ["draw_forest"]

_PLANNED = "Planned analysis"
_ROW_HEIGHT, _WIDTH = 34, 360
_LINES = "split(datum.label, '\\n')"


def draw_forest(material: Material) -> Figure | None:
    """Draw one panel a contrast; None where nothing was adjusted."""
    found = [one for one in list_adjusted_contrasts(material) if one.adjusted]
    panels, told = [], []
    for position, one in enumerate(found, start=1):
        lines = list(_list_lines(material, one))
        if lines:
            panels.append(_make_panel(material, one, lines, position, several=_has_several(found)))
            told.append(f"{one.label}: " + "; ".join(f"{n.label} {n.written}" for n in lines))
    if not panels:
        return None
    return Figure(
        id="figure-forest",
        title="The planned contrast and the adjusted ones",
        caption="The planned contrast stands on top, in colour. Below it participants are made "
        "comparable in other ways. Where all agree, the way of adjusting does not decide; none of "
        f"them removes what was not measured. The dashed line is no difference.{_say_who(found)}",
        alternative=". ".join(told) + ".",
        panels=tuple(panels),
        wide=False,
    )


def _say_who(found: Sequence[AdjustedContrast]) -> str:
    """Say where the planned contrast and the adjusted ones rest on different participants."""
    planned = [s.row for one in found for s in one.planned]
    if not any(row.method.startswith("imputation") and row.missing for row in planned):
        return ""
    return (
        " A planned contrast that was imputed counts everybody; the adjusted ones count those with "
        "a value."
    )


def _has_several(found: Sequence[AdjustedContrast]) -> bool:
    return len({(one.arm, one.comparator) for one in found}) > 1


def _list_lines(material: Material, one: AdjustedContrast) -> Iterator[IntervalLine]:
    shown: list[tuple[str, ShownEstimate]] = [(_PLANNED, s) for s in one.planned]
    shown += [(name_adjustment(s.row.statistic), s) for s in one.adjusted]
    for name, estimate in shown:
        factor = 100.0 if choose_style(estimate.row) == "points" else 1.0
        pattern = name.replace("{", "").replace("}", "")
        for line in make_lines(material, [estimate], factor=factor, label=pattern):
            if choose_style(estimate.row) != "ratio" or line.value > 0:
                yield line


def _make_panel(
    material: Material,
    one: AdjustedContrast,
    lines: Sequence[IntervalLine],
    position: int,
    *,
    several: bool,
) -> Panel:
    is_ratio = choose_style(one.adjusted[0].row) == "ratio"
    is_share = choose_style(one.adjusted[0].row) == "points"
    unit = "Difference, percentage points" if is_share else f"Difference, {one.unit}"
    axis = IntervalAxis(
        "Ratio (log scale)" if is_ratio else unit.removesuffix(", "),
        log=is_ratio,
        reference=1.0 if is_ratio else 0.0,
    )
    title = one.label
    if several:
        title = material.name_question(one.label, one.arm, one.comparator)
    return make_panel(
        _layer(lines, axis),
        f"forest-{position}",
        title=title,
        subtitle=SYNTHETIC_FIGURE if material.is_synthetic else "",
        over_labels=True,
        height=_ROW_HEIGHT * len(lines),
        width=_WIDTH,
    )


def _layer(lines: Sequence[IntervalLine], axis: IntervalAxis) -> AnyChart:
    low, high = choose_domain(lines, axis)
    frame = pl.DataFrame(
        [
            {
                "row": f"{line.label}\n{line.written.replace(' points', '')}",
                "which": "planned" if line.label == _PLANNED else "other",
                "value": line.value,
                "from": _bound(line.low, line.value, low, high),
                "to": _bound(line.high, line.value, low, high),
                "written": line.written,
                "origin": line.origin,
            }
            for line in lines
        ]
    )
    scale = alt.Scale(type="log" if axis.log else "linear", domain=[low, high], nice=False)
    ticks = {"tickCount": 4, "format": "~g"} if axis.log else {"tickCount": 5}
    x_axis = alt.Axis(title=axis.title, **ticks)
    y = alt.Y("row:N", sort=None, axis=alt.Axis(title=None, labelLimit=0, labelExpr=_LINES))
    colour = alt.Color(
        "which:N",
        scale=alt.Scale(domain=["planned", "other"], range=[ARM_COLOURS[0], MUTED]),
        legend=None,
    )
    return alt.layer(
        alt.Chart(pl.DataFrame({"at": [float(axis.reference or 0.0)]}))
        .mark_rule(color=MUTED, strokeDash=[4, 3])
        .encode(x=alt.X("at:Q", scale=scale, axis=x_axis)),
        alt.Chart(frame)
        .mark_rule(strokeWidth=2.2)
        .encode(x=alt.X("from:Q", scale=scale, axis=x_axis), x2="to:Q", y=y, color=colour),
        alt.Chart(frame)
        .mark_point(filled=True, size=70, opacity=1)
        .encode(
            x=alt.X("value:Q", scale=scale, axis=x_axis),
            y=y,
            color=colour,
            tooltip=[
                alt.Tooltip("written:N", title="Value"),
                alt.Tooltip("origin:N", title="From"),
            ],
        ),
    )


def _bound(limit: float | None, value: float, low: float, high: float) -> float:
    return value if limit is None else min(max(limit, low), high)
