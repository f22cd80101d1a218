"""Sperm concentration of each participant, with lanes for none and for seen, not quantifiable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from tubulus.report.figures.figure import AnyChart, Figure, Panel, make_panel
from tubulus.report.figures.theme import ARM_COLOURS, ARM_SHAPES, INK, MUTED
from tubulus.report.figures.trajectories import AMOUNT_STATES, order_moments
from tubulus.report.material import Material
from tubulus.report.vocabulary import SYNTHETIC_FIGURE

__all__ = ["draw_amounts"]

_TICKS = (0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200)
_LANES = {"none": "None seen", "seen, not quantifiable": "Seen, not quantifiable"}


def draw_amounts(material: Material) -> Figure | None:
    """Draw each participant's amount at the last visit by arm; None where there is none.

    States are lanes below the scale: neither a number nor missing.
    """
    rows = material.get_rows("observations")
    endpoints = list(dict.fromkeys(r["endpoint"] for r in rows if r["state"] in AMOUNT_STATES))
    panels = []
    for endpoint in endpoints:
        own = [row for row in rows if row["endpoint"] == endpoint]
        last = order_moments(material, [row["visit"] for row in own])[-1]
        panels.append(_draw_panel(material, endpoint, [row for row in own if row["visit"] == last]))
    if not panels:
        return None
    flagged = sum(bool(r["flagged"]) for r in rows if r["endpoint"] in endpoints)
    return Figure(
        id="figure-amounts",
        title="Each participant at follow-up",
        caption="One dot a participant; dots are spread sideways so that none hides another. "
        + (f"Ringed: examined more sensitively than at baseline ({flagged})." if flagged else ""),
        alternative="Participants by arm in three lanes: none seen; seen, not quantifiable; and "
        "a scale of concentration. The counts are in the table of this section.",
        panels=tuple(panels),
    )


def _lane(row: dict[str, Any], arm: str) -> str:
    return f"{arm}|{row['state'] if row['state'] in AMOUNT_STATES else 'value'}"


def _draw_panel(material: Material, endpoint: str, rows: Sequence[dict[str, Any]]) -> Panel:
    shown = [r for r in rows if r["state"] in AMOUNT_STATES or r["value"] is not None]
    arms = [material.name_arm(a) for a in material.order_arms(r["arm"] for r in shown)]
    amounts = [r["value"] for r in shown if r["state"] not in AMOUNT_STATES and r["value"]]
    unit = next((r["unit"] for r in shown if r["unit"]), "")
    low, high = (min(amounts), max(amounts)) if amounts else (0.1, 1.0)
    # lanes stand one and two decades below the smallest amount of a log scale
    heights = {"seen, not quantifiable": low / 3.2, "none": low / 10}
    frame = pl.DataFrame([_place(material, r, arms, heights) for r in shown])
    return make_panel(
        _layer(frame, arms, unit, heights, high),
        f"amount-{endpoint}",
        title=(shown[0]["label"] or endpoint) if shown else endpoint,
        subtitle=SYNTHETIC_FIGURE if material.is_synthetic else "",
        height=240,
    )


def _place(
    material: Material, row: dict[str, Any], arms: Sequence[str], heights: dict[str, float]
) -> dict[str, Any]:
    arm = material.name_arm(row["arm"])
    state = row["state"]
    in_lane = state in AMOUNT_STATES
    return {
        "arm": arm,
        "who": row["participant"],
        "level": heights[state] if in_lane else row["value"],
        "written": _LANES[state] if in_lane else f"{row['value']:.3g} {row['unit']}",
        "flagged": bool(row["flagged"]),
        "stratum": row["stratum"] or "",
        "lane": _lane(row, arm),
        "centre": float(arms.index(arm)),
    }


def _layer(
    frame: pl.DataFrame, arms: Sequence[str], unit: str, heights: dict[str, float], high: float
) -> AnyChart:
    floor = heights["none"] / 1.8
    scale = alt.Scale(type="log", domain=[floor, high * 1.6], nice=False)
    y = alt.Y(
        "level:Q",
        scale=scale,
        axis=alt.Axis(
            title=f"{unit} (log scale)",
            values=[v for v in _TICKS if v > heights["none"] * 3.3],
            format="~g",
        ),
    )
    names = " : ".join(f"datum.value == {i} ? '{i}'" for i in range(len(arms))) + " : ''"
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[-0.5, len(arms) - 0.5], nice=False),
        axis=alt.Axis(title=None, labels=False, ticks=False, grid=False, labelExpr=names),
    )
    colour = alt.Color(
        "arm:N", scale=alt.Scale(domain=list(arms), range=list(ARM_COLOURS[: len(arms)]))
    )
    shape = alt.Shape(
        "arm:N", scale=alt.Scale(domain=list(arms), range=list(ARM_SHAPES[: len(arms)]))
    )
    # dots of one lane are spread evenly around the arm's centre, in the order of the table
    spread = (
        alt.Chart(frame)
        .transform_window(rank="row_number()", groupby=["lane"])
        .transform_joinaggregate(total="count()", groupby=["lane"])
        .transform_calculate(
            x="datum.centre + (datum.rank - (datum.total + 1) / 2)"
            " * min(0.06, 0.84 / max(1, datum.total))"
        )
    )
    lanes = pl.DataFrame({"level": list(heights.values()), "name": [_LANES[s] for s in heights]})
    tooltip = [
        alt.Tooltip("who:N", title="Participant"),
        alt.Tooltip("arm:N", title="Arm"),
        alt.Tooltip("written:N", title="Sperm"),
        alt.Tooltip("stratum:N", title="Subgroup"),
    ]
    return alt.layer(
        alt.Chart(lanes).mark_rule(color="#d9e0e6", strokeDash=[2, 3]).encode(y=y),
        alt.Chart(lanes)
        .mark_text(align="left", dy=-12, fontSize=11, color=MUTED)
        .encode(x=alt.value(2), y=y, text="name:N"),
        spread.mark_point(filled=True, size=alt.expr("width < 470 ? 14 : 46"), opacity=0.85).encode(
            x=x, y=y, color=colour, shape=shape, tooltip=tooltip
        ),
        spread.transform_filter("datum.flagged")
        .mark_point(size=150, color=INK, strokeWidth=1.2)
        .encode(x=x, y=y),
    )
