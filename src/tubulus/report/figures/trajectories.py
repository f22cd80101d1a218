"""Individual trajectories: every participant's value at each visit, by arm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from tubulus.report.figures.figure import AnyChart, Figure, Panel, make_panel
from tubulus.report.figures.theme import ARM_COLOURS, ARM_SHAPES
from tubulus.report.material import Material
from tubulus.report.vocabulary import SYNTHETIC_FIGURE, name_unit

__all__ = ["AMOUNT_STATES", "draw_trajectories", "order_moments"]

AMOUNT_STATES = frozenset({"none", "seen, not quantifiable"})
"""States that only the amount of sperm can have; such endpoints have a figure of their own."""

_LEVEL_LABELS = 4
"""Moments below the axis whose names have room beside each other."""


def draw_trajectories(material: Material) -> Figure | None:
    """Draw one panel an endpoint: lines from visit to visit, the arms beside each other.

    Endpoints that are yes or no, and those that count sperm, are not drawn here.
    """
    panels = []
    lost = 0
    for endpoint, rows in _list_endpoints(material).items():
        drawn = [row for row in rows if row["value"] is not None]
        lost += len(rows) - len(drawn)
        if drawn:
            panels.append(_draw_panel(material, endpoint, drawn))
    if not panels:
        return None
    return Figure(
        id="figure-trajectories",
        title="Each participant before and after",
        caption="One line a participant. "
        + (f"{lost} values are missing or not numbers and not drawn. " if lost else "")
        + "Change within an arm also holds time, regression to the mean and surgery.",
        alternative="Lines from baseline to follow-up of every participant, by arm; the medians "
        "are in the table of this section.",
        panels=tuple(panels),
        wide=False,
    )


def order_moments(material: Material, visits: Sequence[str]) -> list[str]:
    """Order visits: baseline first, then as the study has them, then as the table has them."""
    ordered = material.order_visits(visits)
    return sorted(ordered, key=lambda visit: visit != "baseline")


def _list_endpoints(material: Material) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in material.get_rows("observations"):
        found.setdefault(row["endpoint"], []).append(row)
    return {
        endpoint: rows
        for endpoint, rows in found.items()
        if not AMOUNT_STATES & {row["state"] for row in rows}
        and not {row["value"] for row in rows} <= {0.0, 1.0, None}
        and len({row["visit"] for row in rows}) > 1
    }


def _draw_panel(material: Material, endpoint: str, rows: Sequence[dict[str, Any]]) -> Panel:
    arms = material.order_arms(row["arm"] for row in rows)
    visits = order_moments(material, [row["visit"] for row in rows])
    # one axis with the arms beside each other keeps both on the same scale on any screen
    gap = len(visits) + 0.6
    places = {
        (arm, visit): i * gap + j for i, arm in enumerate(arms) for j, visit in enumerate(visits)
    }
    labels = {place: material.name_visit(visit) for (_, visit), place in places.items()}
    frame = pl.DataFrame(
        {
            "place": [places[row["arm"], row["visit"]] for row in rows],
            "value": [row["value"] for row in rows],
            "arm": [material.name_arm(row["arm"]) for row in rows],
            "who": [row["participant"] for row in rows],
            "visit": [material.name_visit(row["visit"]) for row in rows],
        }
    )
    names = [material.name_arm(arm) for arm in arms]
    unit = next((row["unit"] for row in rows if row["unit"]), "")
    chart = _layer(frame, names, labels, unit)
    return make_panel(
        chart,
        f"trajectory-{endpoint}",
        title=rows[0]["label"] or endpoint,
        subtitle=SYNTHETIC_FIGURE if material.is_synthetic else "",
        height=210,
        width=330,
    )


def _layer(
    frame: pl.DataFrame, names: Sequence[str], labels: Mapping[float, str], unit: str
) -> AnyChart:
    values = frame["value"].to_list()
    log = min(values) > 0
    ticks = list(labels)
    text = " : ".join(f"datum.value == {at} ? {_quote(labels[at])}" for at in ticks) + " : ''"
    x = alt.X(
        "place:Q",
        scale=alt.Scale(domain=[-0.4, max(ticks) + 0.4], nice=False),
        axis=alt.Axis(
            title=None,
            values=ticks,
            labelExpr=text,
            grid=False,
            ticks=False,
            # two moments of two arms have room side by side; more would hide one another
            labelAngle=-45 if len(ticks) > _LEVEL_LABELS else 0,
            labelOverlap=len(ticks) <= _LEVEL_LABELS,
        ),
    )
    y = alt.Y(
        "value:Q",
        scale=_scale(values, log=log),
        axis=alt.Axis(
            title=f"{name_unit(unit)}{' (log scale)' if log else ''}".strip(), tickCount=5
        ),
    )
    colour = alt.Color(
        "arm:N",
        scale=alt.Scale(domain=list(names), range=list(ARM_COLOURS[: len(names)])),
        legend=alt.Legend(columns=1),
    )
    base = alt.Chart(frame)
    return alt.layer(
        base.mark_line(strokeWidth=1, opacity=0.45).encode(x=x, y=y, color=colour, detail="who:N"),
        base.mark_point(filled=True, size=22, opacity=0.7).encode(
            x=x,
            y=y,
            color=colour,
            shape=alt.Shape(
                "arm:N",
                scale=alt.Scale(domain=list(names), range=list(ARM_SHAPES[: len(names)])),
                legend=alt.Legend(columns=1),
            ),
            tooltip=[
                alt.Tooltip("who:N", title="Participant"),
                alt.Tooltip("arm:N", title="Arm"),
                alt.Tooltip("visit:N", title="Visit"),
                alt.Tooltip("value:Q", title=unit or "Value", format=".3~g"),
            ],
        ),
    )


def _scale(values: Sequence[float], *, log: bool) -> alt.Scale:
    low, high = min(values), max(values)
    if log:
        return alt.Scale(type="log", domain=[low / 1.1, high * 1.1], nice=False)
    room = 0.05 * (high - low) or 1.0
    return alt.Scale(type="linear", domain=[low - room, high + room], nice=False)


def _quote(text: str) -> str:
    """Write a text as a string of Vega's expression language."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ")
    return f"'{escaped}'"
