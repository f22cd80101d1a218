"""The figure of shifts: the estimate under each pair of them, and where the conclusion changes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from tubulus.report.figures.figure import AnyChart, Figure, Panel, make_panel
from tubulus.report.figures.theme import CAUTION, INK
from tubulus.report.material import Material
from tubulus.report.sections.missing.shifts import write_shift
from tubulus.report.vocabulary import SYNTHETIC_FIGURE

__all__ = ["draw_shifts"]

_CELL = 26
"""Height of a cell in CSS pixels: a line of small figures."""

_TINTS = ("#f0b48a", "#ffffff", "#8fbdd6")
"""Below, at and above no difference; light, so that the figures on them can be read."""

Rows = Sequence[Mapping[str, Any]]


def draw_shifts(material: Material) -> Figure | None:
    """Draw one grid a contrast; None where the results hold no grid."""
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for row in material.get_rows("tipping"):
        groups.setdefault((row["estimand"], row["arm"], row["comparator"]), []).append(row)
    drawn = [rows for rows in groups.values() if any(r["value"] is not None for r in rows)]
    if not drawn:
        return None
    several = len({(arm, other) for _, arm, other in groups}) > 1
    panels = [
        _draw_panel(material, rows, position, several=several)
        for position, rows in enumerate(drawn, start=1)
    ]
    return Figure(
        id="figure-shifts",
        title="Imputed values shifted in each arm",
        caption="Each cell is the estimate with imputed values of the first arm (rows) and of the "
        "comparator (columns) shifted; ratios, differences, or points of a share. The ring is the "
        "imputation without a shift. Framed bold cells change the conclusion.",
        alternative=" ".join(_tell(rows) for rows in drawn),
        panels=tuple(panels),
        wide=False,
        provenance=str(drawn[0][0]["provenance"]),
    )


def _draw_panel(material: Material, rows: Rows, position: int, *, several: bool) -> Panel:
    first = rows[0]
    name = str(first["label"])
    if several:
        name = material.name_question(name, first["arm"], first["comparator"])
    return make_panel(
        _layer(material, rows),
        f"shifts-{position}",
        title=name,
        subtitle=SYNTHETIC_FIGURE if material.is_synthetic else "",
        height=_CELL * len({row["delta_1"] for row in rows}),
        width=340,
    )


def _layer(material: Material, rows: Rows) -> AnyChart:
    first = rows[0]
    frame = _make_frame(rows)
    # the two axes count in the same steps; the largest shift of the first arm is on top
    across = [write_step(value, first) for value in sorted({r["delta_0"] for r in rows})]
    down = [write_step(value, first) for value in sorted({r["delta_1"] for r in rows})][::-1]
    what = {"ratio": "values ×", "odds ratio": "odds ×"}.get(first["shift"], "values +")
    unit = f", {first['unit']}" if first["unit"] else ""
    x = alt.X(
        "across:N",
        sort=across,
        axis=alt.Axis(
            title=f"{material.name_arm(first['comparator'])}: imputed {what}{unit}",
            labelAngle=0,
            labelOverlap=False,
            ticks=False,
            domain=False,
        ),
    )
    y = alt.Y(
        "down:N",
        sort=down,
        axis=alt.Axis(
            title=f"{material.name_arm(first['arm'])}: imputed {what}{unit}",
            ticks=False,
            domain=False,
            labelPadding=4,
        ),
    )
    edge = max([abs(v) for v in frame["side"].drop_nulls()] or [1.0]) or 1.0
    colour = alt.Color(
        "side:Q",
        scale=alt.Scale(domain=[-edge, 0.0, edge], range=list(_TINTS), interpolate="rgb"),
        legend=None,
    )
    told = [alt.Tooltip("told:N", title="Estimate")]
    base = alt.Chart(frame).encode(x=x, y=y)
    changed = base.transform_filter("datum.changes")
    layers: list[alt.Chart] = [
        base.mark_rect().encode(color=colour, tooltip=told),
        changed.mark_rect(filled=False, stroke=CAUTION, strokeWidth=1.5),
        base.transform_filter("datum.unshifted").mark_point(
            shape="circle", size=620, stroke=INK, strokeWidth=1.5, filled=False, opacity=1
        ),
        base.transform_filter("!datum.changes")
        .mark_text(fontSize=9, color=INK)
        .encode(text="written:N", tooltip=told),
        changed.mark_text(fontSize=9, fontWeight="bold", color=CAUTION).encode(
            text="written:N", tooltip=told
        ),
    ]
    return alt.layer(*layers)


def write_step(value: float, row: Mapping[str, Any]) -> str:
    """Write a shift beside an axis, whose title names its kind and unit."""
    if row["shift"] == "difference":
        return write_shift(value, "difference")
    return f"{value:g}"


def _make_frame(rows: Rows) -> pl.DataFrame:
    cells = []
    for row in rows:
        value = row["value"]
        cells.append(
            {
                "down": write_step(row["delta_1"], row),
                "across": write_step(row["delta_0"], row),
                "side": None if value is None else _measure(value, row),
                "written": "–" if value is None else _write(value, row),
                "told": _tell_cell(row),
                "changes": bool(row["changes"]),
                "unshifted": bool(row["is_unshifted"]),
            }
        )
    return pl.DataFrame(cells, schema_overrides={"side": pl.Float64()})


def _measure(value: float, row: Mapping[str, Any]) -> float:
    """Measure how far an estimate lies from no difference, on the scale of its limits."""
    return math.log(value) if row["shift"] == "ratio" and value > 0 else value


def _write(value: float, row: Mapping[str, Any]) -> str:
    if row["shift"] == "odds ratio":
        return f"{100 * value:+.0f}".replace("-", "\N{MINUS SIGN}")
    text = f"{value:.2f}" if row["shift"] == "ratio" else f"{value:+.2g}"
    return text.replace("-", "\N{MINUS SIGN}")


def _tell_cell(row: Mapping[str, Any]) -> str:
    if row["value"] is None:
        return str(row["reason"])
    limits = ""
    if row["low"] is not None and row["high"] is not None:
        limits = f" ({_write(row['low'], row)} to {_write(row['high'], row)})"
    return f"{_write(row['value'], row)}{limits}"


def _tell(rows: Rows) -> str:
    changing = sum(bool(row["changes"]) for row in rows)
    middle = next((row for row in rows if row["is_unshifted"]), rows[0])
    return (
        f"{middle['label']}: {_tell_cell(middle)} without a shift; {changing} of {len(rows)} pairs "
        "of shifts change the conclusion."
    )
