"""The love plot: how far covariates differ before weighting, and after each kind of weights."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from tubulus.report.figures.figure import AnyChart, Figure, make_panel
from tubulus.report.figures.theme import ARM_COLOURS, ARM_SHAPES, CAUTION
from tubulus.report.material import Material
from tubulus.report.vocabulary import SYNTHETIC_FIGURE

__all__ = ["draw_love_plot", "group_pairs"]

Rows = Sequence[Mapping[str, Any]]
_ROW_HEIGHT = 30
_NEGLIGIBLE = 0.1
_UNWEIGHTED = "Unweighted"
_LABEL_LENGTH = 20
_LINES = "split(datum.label, '\\n')"


def draw_love_plot(material: Material) -> Figure | None:
    """Draw one panel a pair of arms; None where there is no balance."""
    panels, told = [], []
    pairs = group_pairs(material, "balance")
    for position, (name, rows) in enumerate(pairs.items(), start=1):
        known = [row for row in rows if row["smd"] is not None]
        if not known:
            continue
        covariates = list(dict.fromkeys(row["covariate"] for row in known))
        panels.append(
            make_panel(
                _layer(known, covariates),
                f"love-{position}",
                title=name if len(pairs) > 1 else "Balance of the covariates",
                subtitle=SYNTHETIC_FIGURE if material.is_synthetic else "",
                over_labels=True,
                height=_ROW_HEIGHT * len(covariates),
            )
        )
        told.append(_tell(name, known))
    if not panels:
        return None
    first = next(iter(pairs.values()))[0]
    return Figure(
        id="figure-love",
        title="Standardised differences before and after weighting",
        caption="Sizes without their sign. The shaded band is within 0.1, often taken as "
        "negligible. Overlap weights and entropy balancing make the means equal by construction; "
        "that says nothing of what was not measured.",
        alternative=" ".join(told),
        panels=tuple(panels),
        provenance=str(first["provenance"]),
    )


def group_pairs(material: Material, table: str) -> dict[str, list[Mapping[str, Any]]]:
    """Group the rows of a table by the pair of arms and the analysis set they are about."""
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for row in material.get_rows(table):
        groups.setdefault((row["arm"], row["comparator"], row["analysis_set"]), []).append(row)
    several_sets = len({key[2] for key in groups}) > 1
    return {
        material.name_contrast(arm, other) + (f", set {name}" if several_sets else ""): rows
        for (arm, other, name), rows in groups.items()
    }


def _wrap(label: str) -> str:
    """Break a label into lines that leave a telephone half its width for the scale."""
    return "\n".join(textwrap.wrap(label, _LABEL_LENGTH)) or label


def _name_stage(row: Mapping[str, Any]) -> str:
    return _UNWEIGHTED if row["stage"] == "before" else str(row["target"]).capitalize()


def _tell(name: str, rows: Rows) -> str:
    largest: dict[str, float] = {}
    for row in rows:
        stage = _name_stage(row)
        largest[stage] = max(largest.get(stage, 0.0), abs(row["smd"]))
    said = "; ".join(f"{stage} {size:.2f}" for stage, size in largest.items())
    return f"{name}, largest difference: {said}."


def _layer(rows: Rows, covariates: Sequence[str]) -> AnyChart:
    stages = list(dict.fromkeys(_name_stage(row) for row in rows))
    frame = pl.DataFrame(
        [
            {
                "covariate": _wrap(row["covariate"]),
                "stage": _name_stage(row),
                "size": abs(row["smd"]),
                "written": f"{row['smd']:+.2f}",
            }
            for row in rows
        ]
    )
    edge = max(0.3, *(abs(row["smd"]) for row in rows)) * 1.08
    scale = alt.Scale(domain=[0.0, edge], nice=False)
    x = alt.X(
        "size:Q", scale=scale, axis=alt.Axis(title="Standardised difference, size", tickCount=5)
    )
    y = alt.Y(
        "covariate:N",
        sort=[_wrap(name) for name in covariates],
        axis=alt.Axis(title=None, grid=True, labelLimit=0, labelExpr=_LINES),
    )
    colours = [CAUTION, *ARM_COLOURS][: len(stages)]
    shapes = ["stroke", *ARM_SHAPES][: len(stages)]
    return alt.layer(
        alt.Chart(pl.DataFrame({"from": [0.0], "to": [_NEGLIGIBLE]}))
        .mark_rect(color="#e3edf2")
        .encode(x=alt.X("from:Q", scale=scale), x2="to:Q"),
        alt.Chart(frame)
        .mark_point(filled=False, size=85, strokeWidth=2, opacity=1)
        .encode(
            x=x,
            y=y,
            yOffset=alt.YOffset("stage:N", sort=stages),
            color=alt.Color(
                "stage:N",
                scale=alt.Scale(domain=stages, range=colours),
                legend=alt.Legend(columns=1),
            ),
            shape=alt.Shape("stage:N", scale=alt.Scale(domain=stages, range=shapes)),
            tooltip=[
                alt.Tooltip("covariate:N", title="Covariate"),
                alt.Tooltip("stage:N", title="Weights"),
                alt.Tooltip("written:N", title="Difference"),
            ],
        ),
    )
