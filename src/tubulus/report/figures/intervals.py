"""Interval plots: one line a number, its label and its figures written above the line.

Labels stand inside the plot, not beside it, so that a telephone leaves the whole width to the
scale.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

import altair as alt
import polars as pl

from tubulus.report.figures.figure import Panel, make_panel
from tubulus.report.figures.theme import ARM_COLOURS, ARM_SHAPES, INK, MUTED
from tubulus.report.material import Material, ShownEstimate
from tubulus.report.numbers import choose_style, format_count, format_interval, format_value
from tubulus.report.trace import describe_origin

__all__ = ["IntervalAxis", "IntervalLine", "choose_domain", "make_interval_panel", "make_lines"]

_ROW_HEIGHT, _LINE_HEIGHT = 56, 14
_NARROW_LABEL = 54
"""Characters of a label that fit the width of a telephone."""
# mean widths of a character of label and figures at 12 px
_LABEL_WIDTH, _FIGURE_WIDTH = 6.3, 7.0


@dataclass(frozen=True, slots=True)
class IntervalLine:
    """One line of the plot; ``group`` gives its colour, None limits are not drawn.

    ``beside`` is a second mark on the same line, without an interval.
    """

    label: str
    group: str
    value: float
    low: float | None
    high: float | None
    written: str
    origin: str
    beside: float | None = None
    beside_group: str = ""


def make_lines(
    material: Material,
    estimates: Sequence[ShownEstimate],
    *,
    factor: float = 1.0,
    label: str = "{label}",
) -> list[IntervalLine]:
    """Turn estimates that have a number into lines.

    Parameters
    ----------
    factor : float
        What the scale counts in: 100 for percentages.
    label : str
        Pattern with ``{label}``, ``{stratum}``, ``{arm}``, ``{contrast}``, ``{visit}``,
        ``{statistic}``.
    """
    lines = []
    for shown in estimates:
        row = shown.row
        if row.state != "estimated" or row.value is None or not math.isfinite(row.value):
            continue
        name = label.format(
            label=row.label or row.endpoint,
            stratum=row.stratum or "everybody",
            arm=material.name_arm(row.arm),
            contrast=material.name_contrast(row.arm, row.comparator),
            visit=material.name_visit(row.visit),
            statistic=row.statistic,
        )
        style = choose_style(row)
        interval = format_interval(row, material.settings)
        counts = format_count(row) if style == "share" else ""
        value = format_value(row.value, style, material.settings)
        written = " · ".join(filter(None, (counts, value, interval.partition("CI ")[2])))
        lines.append(
            IntervalLine(
                name,
                material.name_arm(row.arm),
                factor * row.value,
                _scale(row.low, factor),
                _scale(row.high, factor),
                written,
                describe_origin(shown),
            )
        )
    return lines


@dataclass(frozen=True, slots=True)
class IntervalAxis:
    """The scale of the plot; ``reference`` is a dashed line, ``domain`` the ends where fixed."""

    title: str
    log: bool = False
    reference: float | None = None
    domain: tuple[float, float] | None = None


def make_interval_panel(
    lines: Sequence[IntervalLine],
    name: str,
    axis: IntervalAxis,
    *,
    groups: Sequence[str],
    title: str = "",
    subtitle: str = "",
) -> Panel:
    """Draw lines from above down; an infinite limit ends at the edge of the plot.

    Parameters
    ----------
    lines : sequence of IntervalLine
        At least one.
    name : str
        Unique in the report.
    axis : IntervalAxis
        The scale.
    groups : sequence of str
        Groups in the order of their colours.
    title, subtitle : str
        Shown inside the image.
    """
    low, high = axis.domain or choose_domain(lines, axis)
    scale = alt.Scale(type="log" if axis.log else "linear", domain=[low, high], nice=False)
    own, beside = _make_frame(lines, low, high), _make_frame(_list_beside(lines), low, high)
    base = alt.Chart(own)
    y = alt.Y(
        "position:Q",
        axis=None,
        scale=alt.Scale(domain=[-0.8, len(lines) - 0.7], reverse=True, nice=False),
    )
    ticks = {"values": _choose_ticks(low, high), "format": "~g"} if axis.log else {"tickCount": 6}
    x_axis = alt.Axis(title=axis.title, grid=True, **ticks)
    shown = list(dict.fromkeys(groups))
    legend = alt.Legend() if len(shown) > 1 else None
    colour = alt.Color(
        "group:N", scale=alt.Scale(domain=shown, range=list(ARM_COLOURS)), legend=legend
    )
    shape = alt.Shape(
        "group:N", scale=alt.Scale(domain=shown, range=list(ARM_SHAPES)), legend=legend
    )
    layers: list[alt.Chart] = []
    if axis.reference is not None:
        layers.append(
            alt.Chart(pl.DataFrame({"at": [float(axis.reference)]}))
            .mark_rule(color=MUTED, strokeDash=[4, 3])
            .encode(x=alt.X("at:Q", scale=scale, axis=x_axis))
        )
    layers += [
        base.mark_rule(strokeWidth=2.5).encode(
            x=alt.X("from:Q", scale=scale, axis=x_axis), x2="to:Q", y=y, color=colour
        ),
        *(
            alt.Chart(frame)
            .mark_point(filled=True, size=85, opacity=1)
            .encode(
                x=alt.X("value:Q", scale=scale, axis=x_axis),
                y=y,
                color=colour,
                shape=shape,
                tooltip=_TOOLTIP,
            )
            for frame in (own, beside)
            if frame.height
        ),
        *_write_labels(base, y, lines),
    ]
    more = _LINE_HEIGHT if any(_break(line.label)[0] for line in lines) else 0
    height = (_ROW_HEIGHT + more) * len(lines)
    return make_panel(alt.layer(*layers), name, title=title, subtitle=subtitle, height=height)


_TOOLTIP = [
    alt.Tooltip("label:N", title="Line"),
    alt.Tooltip("written:N", title="Value"),
    alt.Tooltip("origin:N", title="From"),
]


def _write_labels(base: alt.Chart, y: alt.Y, lines: Sequence[IntervalLine]) -> list[alt.Chart]:
    """Write label and figures above each line, one under the other where both do not fit."""
    needed = 24 + max(
        _LABEL_WIDTH * len(line.label) + _FIGURE_WIDTH * len(line.written) for line in lines
    )
    narrow = f"width < {needed:.0f}"
    upper = -28 - _LINE_HEIGHT
    return [
        # a hidden label must not take room either
        base.mark_text(
            align="left",
            dy=-17,
            fontSize=12,
            color=INK,
            opacity=alt.expr(f"{narrow} ? 0 : 1"),
            limit=alt.expr(f"{narrow} ? 1 : 2000"),
        ).encode(x=alt.value(0), y=y, text="label:N"),
        *(
            base.mark_text(
                align="left",
                dy=dy,
                fontSize=12,
                color=INK,
                opacity=alt.expr(f"{narrow} ? 1 : 0"),
            ).encode(x=alt.value(0), y=y, text=f"{part}:N")
            for part, dy in (("upper", upper), ("lower", -28))
        ),
        base.mark_text(
            align=alt.expr(f"{narrow} ? 'left' : 'right'"),
            # beside the label it stands clear of the line, below it nearer
            dy=alt.expr(f"{narrow} ? -13 : -17"),
            fontSize=12,
            color=INK,
            fontWeight=600,
        ).encode(x=alt.value(alt.expr(f"{narrow} ? 0 : width")), y=y, text="written:N"),
    ]


def _break(label: str) -> tuple[str, str]:
    """Break a label into an upper line, empty where none is needed, and a lower one."""
    lines = textwrap.wrap(label, _NARROW_LABEL) or [label]
    return lines[0] if len(lines) > 1 else "", " ".join(lines[1:]) or lines[0]


def _list_beside(lines: Sequence[IntervalLine]) -> list[IntervalLine | None]:
    """Turn second marks into lines of their own, None where a line has one mark."""
    return [
        None
        if line.beside is None
        else replace(line, value=line.beside, group=line.beside_group, low=None, high=None)
        for line in lines
    ]


def _make_frame(lines: Sequence[IntervalLine | None], low: float, high: float) -> pl.DataFrame:
    def bound(limit: float | None, value: float, end: float) -> float:
        if limit is None:
            return value
        return end if math.isinf(limit) else min(max(limit, low), high)

    return pl.DataFrame(
        [
            {
                "position": float(position),
                "label": line.label,
                "upper": _break(line.label)[0],
                "lower": _break(line.label)[1],
                "group": line.group,
                "value": min(max(line.value, low), high),
                "from": bound(line.low, line.value, low),
                "to": bound(line.high, line.value, high),
                "written": line.written,
                "origin": line.origin,
            }
            for position, line in enumerate(lines)
            if line is not None
        ]
    )


def choose_domain(lines: Sequence[IntervalLine], axis: IntervalAxis) -> tuple[float, float]:
    """Choose the ends of the scale so that every finite limit is on it."""
    ends = [
        end
        for line in lines
        for end in (line.value, line.low, line.high, line.beside, axis.reference)
        if end is not None and math.isfinite(end) and (end > 0 or not axis.log)
    ]
    low, high = (min(ends), max(ends)) if ends else (0.5, 2.0)
    if axis.log:
        return low / 1.15, high * 1.15
    room = 0.06 * (high - low) or 1.0
    return low - room, high + room


_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 5, 10, 20, 50, 100)


def _choose_ticks(low: float, high: float) -> list[float]:
    ticks = [tick for tick in _TICKS if low <= tick <= high]
    return ticks if len(ticks) <= 8 else [t for t in ticks if t in {0.01, 0.1, 0.5, 1, 2, 10, 100}]


def _scale(limit: float | None, factor: float) -> float | None:
    return None if limit is None else factor * limit
