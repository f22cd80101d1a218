"""The balance figure: standardised differences between the arms before treatment."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import altair as alt
import polars as pl

from tubulus.core.estimates import Estimate
from tubulus.report.figures.figure import AnyChart, Figure, make_panel
from tubulus.report.figures.theme import ARM_COLOURS, INK, MUTED
from tubulus.report.material import Material, ShownEstimate
from tubulus.report.numbers import format_value
from tubulus.report.trace import describe_origin
from tubulus.report.vocabulary import SYNTHETIC_FIGURE

__all__ = ["draw_balance"]

_USUAL_MARK = 0.1
"""Common rule of thumb for a negligible standardised difference (Austin, Stat Med 2009;28:3083)."""


_LABEL_LENGTH = 26
_LINES = "split(datum.label, '\\n')"


def draw_balance(material: Material) -> Figure | None:
    """Draw one dot an item, sorted by size; None where there are no differences."""
    shown = [
        s
        for s in material.select("baseline", "smd")
        if s.row.state == "estimated" and s.row.value is not None
    ]
    if not shown:
        return None
    shown.sort(key=lambda s: -abs(s.row.value or 0.0))
    subtitle = SYNTHETIC_FIGURE if material.is_synthetic else ""
    several = len({(s.row.arm, s.row.comparator) for s in shown}) > 1
    items = [_wrap(_name_item(material, s.row, several=several)) for s in shown]
    panel = make_panel(
        _layer(material, shown, items),
        "balance",
        title="Baseline balance",
        subtitle=subtitle,
        height=len(shown) * (10 + 13 * max(1 + item.count("\n") for item in items)),
    )
    largest = shown[0].row
    return Figure(
        id="figure-balance",
        title="Standardised differences before treatment",
        caption="The shaded band is within 0.1, often taken as negligible. Beyond it the arms "
        "differ in ways that can explain a later difference.",
        alternative=f"{len(shown)} items. The largest difference is "
        f"{format_value(largest.value or 0.0, 'index', material.settings)} "
        f"for {_name_item(material, largest, several=several)}.",
        panels=(panel,),
    )


def _name_item(material: Material, row: Estimate, *, several: bool) -> str:
    label = row.label or row.endpoint
    return f"{label}: {material.name_contrast(row.arm, row.comparator)}" if several else label


def _wrap(label: str) -> str:
    """Break a label into lines that leave a telephone half its width for the scale."""
    return "\n".join(textwrap.wrap(label, _LABEL_LENGTH)) or label


def _layer(material: Material, shown: Sequence[ShownEstimate], items: Sequence[str]) -> AnyChart:
    frame = pl.DataFrame(
        {
            "item": items,
            "value": [s.row.value for s in shown],
            "written": [
                format_value(s.row.value or 0.0, "index", material.settings) for s in shown
            ],
            "origin": [describe_origin(s) for s in shown],
        }
    )
    edge = max(0.5, *(abs(s.row.value or 0.0) for s in shown)) * 1.5
    scale = alt.Scale(domain=[-edge, edge], nice=False)
    y = alt.Y(
        "item:N", sort=None, axis=alt.Axis(title=None, labelLimit=0, labelExpr=_LINES, grid=True)
    )
    band = pl.DataFrame({"from": [-_USUAL_MARK], "to": [_USUAL_MARK]})
    x = alt.X(
        "value:Q",
        scale=scale,
        axis=alt.Axis(title="Standardised difference", tickCount=5, format="+.1f"),
    )
    return alt.layer(
        alt.Chart(band)
        .mark_rect(color="#e3edf2")
        .encode(x=alt.X("from:Q", scale=scale), x2="to:Q"),
        alt.Chart(pl.DataFrame({"at": [0.0]})).mark_rule(color=MUTED).encode(x="at:Q"),
        alt.Chart(frame)
        .mark_circle(size=90, color=ARM_COLOURS[0], opacity=1)
        .encode(
            x=x,
            y=y,
            tooltip=[
                alt.Tooltip("item:N", title="Item"),
                alt.Tooltip("written:N", title="Difference"),
                alt.Tooltip("origin:N", title="From"),
            ],
        ),
        alt.Chart(frame)
        .mark_text(align="left", dx=8, fontSize=11, color=INK)
        .encode(x=x, y=y, text="written:N"),
    )
