"""The overlap of the arms: how many of each have which chance to be in the first arm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from tubulus.report.figures.adjustment.love_plot import group_pairs
from tubulus.report.figures.figure import AnyChart, Figure, make_panel
from tubulus.report.figures.theme import ARM_COLOURS, MUTED
from tubulus.report.material import Material
from tubulus.report.vocabulary import SYNTHETIC_FIGURE

__all__ = ["draw_overlap"]

Rows = Sequence[Mapping[str, Any]]
_HEIGHT = 190


def draw_overlap(material: Material) -> Figure | None:
    """Draw one panel a pair of arms, the first arm upwards; None without propensity scores."""
    pairs = group_pairs(material, "propensity")
    panels = [
        make_panel(
            _layer(material, rows),
            f"overlap-{position}",
            title=name if len(pairs) > 1 else "Overlap of the arms",
            subtitle=SYNTHETIC_FIGURE if material.is_synthetic else "",
            height=_HEIGHT,
        )
        for position, (name, rows) in enumerate(pairs.items(), start=1)
    ]
    if not panels:
        return None
    first = next(iter(pairs.values()))[0]
    return Figure(
        id="figure-overlap",
        title="Propensity to be in the first arm",
        caption="Participants of each arm by the chance, given the covariates, that somebody like "
        "them is in the first arm. Where one arm has nobody, the other is compared with no one: "
        "overlap weights give such participants little weight.",
        alternative=" ".join(_tell(material, name, rows) for name, rows in pairs.items()),
        panels=tuple(panels),
        provenance=str(first["provenance"]),
    )


def _tell(material: Material, name: str, rows: Rows) -> str:
    said = "; ".join(
        f"{material.name_arm(row['of_arm'])} {row['low']:.1f} to {row['high']:.1f}: {row['n']}"
        for row in rows
        if row["n"]
    )
    return f"{name}: {said}."


def _layer(material: Material, rows: Rows) -> AnyChart:
    arms = [rows[0]["arm"], rows[0]["comparator"]]
    names = [material.name_arm(arm) for arm in arms]
    most = max(row["n"] for row in rows) + 1
    frame = pl.DataFrame(
        [
            {
                "from": row["low"] + 0.004,
                "to": row["high"] - 0.004,
                "zero": 0,
                "count": row["n"] if row["of_arm"] == arms[0] else -row["n"],
                "arm": material.name_arm(row["of_arm"]),
                "said": f"{row['n']} from {row['low']:.1f} to {row['high']:.1f}",
            }
            for row in rows
        ]
    )
    known = [arm.id for arm in material.study.arms]
    colours = [
        ARM_COLOURS[known.index(a) % len(ARM_COLOURS)] if a in known else MUTED for a in arms
    ]
    x = alt.X(
        "from:Q",
        scale=alt.Scale(domain=[0.0, 1.0], nice=False),
        axis=alt.Axis(title=f"Chance to be in {names[0]}", tickCount=6, grid=False),
    )
    y = alt.Y(
        "zero:Q",
        scale=alt.Scale(domain=[-most, most], nice=False),
        axis=alt.Axis(title="Participants", labelExpr="abs(datum.value)", tickMinStep=1),
    )
    return alt.layer(
        alt.Chart(frame)
        .mark_rect()
        .encode(
            x=x,
            x2="to:Q",
            y=y,
            y2="count:Q",
            color=alt.Color(
                "arm:N", scale=alt.Scale(domain=names, range=colours), legend=alt.Legend()
            ),
            tooltip=[
                alt.Tooltip("arm:N", title="Arm"),
                alt.Tooltip("said:N", title="Participants"),
            ],
        ),
        alt.Chart(pl.DataFrame({"at": [0]})).mark_rule(color=MUTED).encode(y="at:Q"),
    )
