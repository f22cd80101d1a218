"""The figure of a stopping boundary: the harms that stop the study, and those that were counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from tubulus.report.figures.figure import AnyChart, Figure, make_panel
from tubulus.report.figures.theme import ARM_COLOURS, CAUTION, INK, MUTED
from tubulus.report.material import Material
from tubulus.report.vocabulary import SYNTHETIC_FIGURE

__all__ = ["draw_boundary"]

_HEIGHT = 220
Rows = Sequence[Mapping[str, Any]]


def draw_boundary(material: Material, rows: Rows, position: int) -> Figure | None:
    """Draw the limit at each look of one rule and the observed number; None without a limit."""
    limits = [row for row in rows if row["stop_at"] is not None]
    if not limits:
        return None
    first = rows[0]
    observed = [row for row in rows if row["observed_events"] is not None]
    label = f"{first['label']}, {material.name_arm(first['arm'])}"
    panel = make_panel(
        _layer(limits, observed),
        f"boundary-{position}",
        title=label,
        subtitle=SYNTHETIC_FIGURE if material.is_synthetic else "",
        height=_HEIGHT,
    )
    stops = "; ".join(f"{row['stop_at']} of {row['n']}" for row in limits)
    seen = "; ".join(f"{row['observed_events']} of {row['n']}" for row in observed) or "none yet"
    return Figure(
        id=f"figure-boundary-{position}",
        title=label,
        caption="At or above the boundary the study stops. The dots are the participants with the "
        "harm among the first by day 1, as they are known now, not what a committee saw.",
        alternative=f"Stops at {stops}. Observed: {seen}.",
        panels=(panel,),
        provenance=str(first["provenance"]),
    )


def _layer(limits: Rows, observed: Rows) -> AnyChart:
    most = max(row["n"] for row in limits)
    top = 1 + max(max(row["stop_at"], row["observed_events"] or 0) for row in limits)
    x = alt.X(
        "n:Q",
        scale=alt.Scale(domain=[0, most * 1.15], nice=False),
        axis=alt.Axis(title="Participants at the look", values=[row["n"] for row in limits]),
    )
    y = alt.Y(
        "events:Q",
        scale=alt.Scale(domain=[0, top], nice=False),
        axis=alt.Axis(title="Participants with the harm", tickMinStep=1, format="d"),
    )
    bound = _frame(limits, "stop_at", "stops at")
    layers: list[alt.Chart] = [
        alt.Chart(bound)
        .mark_line(color=CAUTION, strokeDash=[5, 4], strokeWidth=1.5)
        .encode(x=x, y=y),
        alt.Chart(bound)
        .mark_point(color=CAUTION, shape="triangle-up", filled=True, size=80, opacity=1)
        .encode(x=x, y=y, tooltip=[alt.Tooltip("said:N", title="Boundary")]),
        alt.Chart(bound)
        .mark_text(align="left", baseline="top", dx=4, dy=8, fontSize=11, color=MUTED)
        .encode(x=x, y=y, text="said:N"),
    ]
    if observed:
        seen = _frame(observed, "observed_events", "observed")
        layers += [
            alt.Chart(seen).mark_line(color=ARM_COLOURS[0], strokeWidth=1.5).encode(x=x, y=y),
            alt.Chart(seen)
            .mark_circle(color=ARM_COLOURS[0], size=90, opacity=1)
            .encode(x=x, y=y, tooltip=[alt.Tooltip("said:N", title="Observed")]),
            alt.Chart(seen)
            .mark_text(align="left", dx=8, dy=-8, fontSize=11, color=INK)
            .encode(x=x, y=y, text="said:N"),
        ]
    return alt.layer(*layers)


def _frame(rows: Rows, key: str, words: str) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "n": [row["n"] for row in rows],
            "events": [row[key] for row in rows],
            "said": [f"{words} {row[key]} of {row['n']}" for row in rows],
        }
    )
