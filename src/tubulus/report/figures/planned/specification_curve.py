"""The specification curve: the estimate under every planned choice, and which choices gave it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from tubulus.report.figures.figure import AnyChart, Figure, make_panel
from tubulus.report.figures.theme import ARM_COLOURS, CAUTION, INK, MUTED
from tubulus.report.material import Material
from tubulus.report.numbers import format_number
from tubulus.report.tables.planned.options import name_option
from tubulus.report.vocabulary import SYNTHETIC_FIGURE

__all__ = ["draw_specification_curve"]

Rows = Sequence[Mapping[str, Any]]

_CHOICES = ("population", "scale", "outcome", "covariates", "missing", "errors")
_CURVE_HEIGHT, _LINE_HEIGHT = 230, 14
# both panels give their axis the same room, so that estimate and choices stand above each other
_MARGIN = 128
_WRAP = 21
_INSIDE, _OUTSIDE = "Limits hold no difference", "Limits exclude no difference"
_LINES = "split(datum.label, '\\n')"


def draw_specification_curve(material: Material, rows: Rows, position: int) -> Figure | None:
    """Draw the estimates in their order with limits, and below them the options of each.

    None where no specification gave an estimate.
    """
    shown = sorted((r for r in rows if r["value"] is not None), key=lambda row: row["place"])
    if not shown:
        return None
    first = shown[0]
    about = f"{first['label']}: {material.name_contrast(first['arm'], first['comparator'])}"
    subtitle = SYNTHETIC_FIGURE if material.is_synthetic else ""
    options = _list_options(rows)
    curve = make_panel(
        _draw_curve(shown),
        f"curve-{position}",
        title=about,
        subtitle=subtitle,
        height=_CURVE_HEIGHT,
    )
    lines = max(1 + label.count("\n") for label in options.values())
    choices = make_panel(
        _draw_choices(shown, options),
        f"choices-{position}",
        title="Choices of each",
        height=max(22, _LINE_HEIGHT * lines) * len(options),
    )
    return Figure(
        id=f"figure-curve-{position}",
        title=about,
        caption=f"{len(shown)} of {len(rows)} planned combinations, sorted by their estimate; "
        f"below each stand the choices that gave it. {_tell_planned(shown)}Specifications share "
        "their participants: that many agree is no further evidence, and none removes what was "
        "not measured.",
        alternative=_tell(shown),
        panels=(curve, choices),
    )


def _tell_planned(shown: Rows) -> str:
    if not any(row["is_planned"] for row in shown):
        return ""
    return "The dashed upright line is the estimand's own analysis. "


def _tell(shown: Rows) -> str:
    ends = (shown[0]["value"], shown[-1]["value"])
    outside = sum(_excludes(row) for row in shown)
    low, high = (format_number(end) for end in ends)
    return (
        f"{len(shown)} estimates from {low} to {high} ({shown[0]['measure']}); the limits of "
        f"{outside} exclude no difference."
    )


def _excludes(row: Mapping[str, Any]) -> bool:
    low, high = row["low"], row["high"]
    return low is not None and high is not None and not low <= row["null"] <= high


def _make_place(n: int) -> alt.X:
    return alt.X(
        "place:Q",
        scale=alt.Scale(domain=[0, n + 1], nice=False),
        axis=alt.Axis(title=None, labels=False, ticks=False, grid=False, domain=False),
    )


def _draw_curve(shown: Rows) -> AnyChart:
    first = shown[0]
    log = first["measure"] == "geometric mean ratio"
    scale = alt.Scale(type="log" if log else "linear", zero=False, nice=False, padding=8)
    axis = alt.Axis(title=None, minExtent=_MARGIN, maxExtent=_MARGIN, tickCount=5)
    x = _make_place(len(shown))
    legend = alt.Legend(columns=2)
    kinds = [_INSIDE, _OUTSIDE]
    colour = alt.Color(
        "limits:N", scale=alt.Scale(domain=kinds, range=[MUTED, ARM_COLOURS[1]]), legend=legend
    )
    shape = alt.Shape(
        "limits:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"]), legend=legend
    )
    base = alt.Chart(_make_frame(shown))
    null = alt.Chart(pl.DataFrame({"at": [float(first["null"])]}))
    unit = f", {first['unit']}" if first["unit"] else ""
    measure = f"{first['measure'][:1].upper()}{first['measure'][1:]}"
    named = f"{measure}{unit}{' (log scale)' if log else ''}"
    return alt.layer(
        null.mark_text(align="left", fontSize=11, color=MUTED).encode(
            x=alt.value(0), y=alt.value(-8), text=alt.value(named)
        ),
        null.mark_rule(color=INK, strokeWidth=1).encode(y=alt.Y("at:Q", scale=scale)),
        *_mark_planned(shown, x),
        base.mark_rule(strokeWidth=1.2, opacity=0.55).encode(
            x=x, y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q", color=colour
        ),
        base.mark_point(filled=True, size=26, opacity=1).encode(
            x=x,
            y=alt.Y("value:Q", scale=scale, axis=axis),
            color=colour,
            shape=shape,
            tooltip=_list_tooltips(first["measure"]),
        ),
    )


def _make_frame(shown: Rows) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "place": row["place"],
                "value": row["value"],
                "low": row["value"] if row["low"] is None else row["low"],
                "high": row["value"] if row["high"] is None else row["high"],
                "limits": _OUTSIDE if _excludes(row) else _INSIDE,
                "choices": _write_choices(row),
                "own": _write_own(row),
            }
            for row in shown
        ]
    )


def _list_tooltips(measure: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("choices:N", title="Choices"),
        alt.Tooltip("value:Q", title=measure, format=".3~g"),
        alt.Tooltip("low:Q", title="From", format=".3~g"),
        alt.Tooltip("high:Q", title="To", format=".3~g"),
        alt.Tooltip("own:N", title="On its own scale"),
    ]


def _draw_choices(shown: Rows, options: Mapping[tuple[str, str], str]) -> AnyChart:
    labels = list(options.values())
    frame = pl.DataFrame(
        [
            {
                "place": row["place"],
                "option": options[choice, row[choice]],
                "choices": _write_choices(row),
            }
            for row in shown
            for choice in _CHOICES
            if (choice, row[choice]) in options
        ]
    )
    x = _make_place(len(shown))
    y = alt.Y(
        "option:N",
        scale=alt.Scale(domain=labels),
        axis=alt.Axis(
            title=None,
            labelExpr=_LINES,
            labelLimit=0,
            minExtent=_MARGIN,
            maxExtent=_MARGIN,
            grid=True,
            ticks=False,
        ),
    )
    return alt.layer(
        *_mark_planned(shown, x),
        alt.Chart(frame)
        .mark_circle(size=20, color=INK, opacity=1)
        .encode(x=x, y=y, tooltip=[alt.Tooltip("choices:N", title="Choices")]),
    )


def _mark_planned(shown: Rows, x: alt.X) -> list[alt.Chart]:
    places = [row["place"] for row in shown if row["is_planned"]]
    if not places:
        return []
    mark = alt.Chart(pl.DataFrame({"place": places}))
    return [mark.mark_rule(color=CAUTION, strokeDash=[4, 3], strokeWidth=1.2).encode(x=x)]


def _list_options(rows: Rows) -> dict[tuple[str, str], str]:
    """List the options of the choices that are varied, with their labels broken into lines."""
    found: dict[tuple[str, str], str] = {}
    for choice in _CHOICES:
        own = list(dict.fromkeys(row[choice] for row in rows))
        if len(own) < 2:
            continue
        for option in own:
            named = name_option(choice, option)
            found[choice, option] = "\n".join(textwrap.wrap(named, _WRAP)) or named
    return found


def _write_choices(row: Mapping[str, Any]) -> str:
    return "; ".join(name_option(choice, row[choice]) for choice in _CHOICES)


def _write_own(row: Mapping[str, Any]) -> str:
    numbers = (row["own_value"], row["own_low"], row["own_high"])
    if any(number is None for number in numbers):
        return f"{row['own_measure']} without limits"
    value, low, high = (format_number(number) for number in numbers)
    return f"{row['own_measure']} {value} ({low} to {high})"
