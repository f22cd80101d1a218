"""The network of candidate interactions: cargo proteins at the left, receptors at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
import polars as pl

from tubulus.report.figures.figure import AnyChart, Figure, make_panel
from tubulus.report.figures.theme import ARM_COLOURS, INK, MUTED
from tubulus.report.material import Material
from tubulus.report.tables.screen import list_candidates
from tubulus.report.vocabulary import SYNTHETIC_SCREEN

__all__ = ["COMPARTMENTS", "draw_network"]

COMPARTMENTS = ("basal", "adluminal", "interstitial", "several sides", "side unresolved")
"""Sides of the blood-testis barrier a receptor may be listed on, in the order of the legend."""
_COMPARTMENT_COLOURS = (ARM_COLOURS[0], ARM_COLOURS[3], ARM_COLOURS[1], "#525252", "#7d8b99")

_COMPARTMENT_DASHES = ((1, 0), (6, 2), (1, 2), (8, 3, 2, 3), (3, 2))
"""Dashes beside the colours, for readers who do not see them and for prints in grey."""


def draw_network(material: Material) -> Figure | None:
    """Draw cargo proteins at the left, receptors at the right, a line for each candidate pair."""
    candidates = list_candidates(material)
    shown = candidates[: material.settings.interactions_listed]
    if not shown:
        return None
    receptors = list(dict.fromkeys(row["receptor"] for row in shown))
    at_right = _spread(receptors)
    # ligands stand at the mean height of their receptors, so that lines cross little
    wanted: dict[str, list[float]] = {}
    for row in shown:
        wanted.setdefault(row["ligand"], []).append(at_right[row["receptor"]])
    ligands = sorted(wanted, key=lambda name: (sum(wanted[name]) / len(wanted[name]), name))
    at_left = _spread(ligands)
    lines = pl.DataFrame(
        [
            {
                "pair": f"{row['ligand']} – {row['receptor']}",
                "x": 0.0,
                "y": at_left[row["ligand"]],
                "x2": 1.0,
                "y2": at_right[row["receptor"]],
                "side": _name_side(row),
                "cells": ", ".join(row["cells"]),
                "why": row.get("reason") or "",
            }
            for row in shown
        ]
    )
    nodes = pl.DataFrame(
        [{"name": name, "x": 0.0, "y": at_left[name], "align": "right"} for name in ligands]
        + [{"name": name, "x": 1.0, "y": at_right[name], "align": "left"} for name in receptors]
    )
    height = 17 * max(len(ligands), len(receptors))
    panel = make_panel(
        _layer_network(lines, nodes),
        "network",
        title="Candidate interactions",
        subtitle=SYNTHETIC_SCREEN if material.is_synthetic else "",
        height=height,
    )
    left = len(candidates) - len(shown)
    return Figure(
        id="figure-network",
        title="Which cargo protein could bind which receptor",
        caption="Left: proteins listed in vesicle cargo. Right: receptors listed on cells of the "
        "tubule. A line is a pair known from the literature, no observed contact. "
        + (f"{left} more candidates are not drawn." if left > 0 else ""),
        alternative=f"{len(shown)} candidate pairs of {len(ligands)} cargo proteins and "
        f"{len(receptors)} receptors; they are listed in the table of candidate interactions.",
        panels=(panel,),
        synthetic=f"{SYNTHETIC_SCREEN}.",
        provenance=material.find_provenance("screen"),
    )


def _layer_network(lines: pl.DataFrame, nodes: pl.DataFrame) -> AnyChart:
    x = alt.X("x:Q", scale=alt.Scale(domain=[-0.32, 1.32], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[-0.03, 1.03], reverse=True, nice=False), axis=None)
    sides = [side for side in COMPARTMENTS if side in set(lines["side"])]
    colours = [_COMPARTMENT_COLOURS[COMPARTMENTS.index(side)] for side in sides]
    dashes = [list(_COMPARTMENT_DASHES[COMPARTMENTS.index(side)]) for side in sides]
    sides_of_text: tuple[tuple[Literal["left", "right"], int], ...] = (("right", -7), ("left", 7))
    texts = [
        alt.Chart(nodes)
        .transform_filter(f"datum.align == '{align}'")
        .mark_text(align=align, dx=dx, fontSize=11, color=INK)
        .encode(x=x, y=y, text="name:N")
        for align, dx in sides_of_text
    ]
    return alt.layer(
        alt.Chart(lines)
        .mark_rule(strokeWidth=1.6, opacity=0.6)
        .encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            color=alt.Color("side:N", scale=alt.Scale(domain=sides, range=colours)),
            strokeDash=alt.StrokeDash("side:N", scale=alt.Scale(domain=sides, range=dashes)),
            tooltip=[
                alt.Tooltip("pair:N", title="Pair"),
                alt.Tooltip("cells:N", title="Cell types"),
                alt.Tooltip("side:N", title="Side"),
                alt.Tooltip("why:N", title="Why"),
            ],
        ),
        alt.Chart(nodes).mark_circle(size=36, color=MUTED, opacity=1).encode(x=x, y=y),
        *texts,
    )


def _spread(names: Sequence[str]) -> dict[str, float]:
    """Spread names evenly over the height; a single one stands in the middle."""
    if len(names) == 1:
        return {names[0]: 0.5}
    return {name: position / (len(names) - 1) for position, name in enumerate(names)}


def _name_side(row: dict[str, Any]) -> str:
    sides = row["compartments"]
    name = next(iter(sides)) if len(sides) == 1 else "several sides"
    return name if name in COMPARTMENTS else "side unresolved"
