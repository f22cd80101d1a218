"""Figures of the in-silico screen: receptors by cell type, and who could bind whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
import polars as pl

from tubulus.report.figures.figure import AnyChart, Figure, make_panel
from tubulus.report.figures.theme import ARM_COLOURS, INK, MUTED
from tubulus.report.material import Material
from tubulus.report.numbers import format_number, format_p
from tubulus.report.tables.screen import list_candidates, list_tested
from tubulus.report.vocabulary import SYNTHETIC_SCREEN

__all__ = ["draw_network", "draw_receptors"]

_FDR_LEVEL = 0.05
_COMPARTMENTS = ("basal", "adluminal", "interstitial", "several sides", "side unresolved")
_COMPARTMENT_COLOURS = (ARM_COLOURS[0], ARM_COLOURS[3], ARM_COLOURS[1], "#525252", "#9aa7b3")


def draw_receptors(material: Material) -> Figure | None:
    """Draw receptors against cell types, coloured by how many cargo partners count.

    The mark is a false discovery rate within the level of the screen's settings.
    """
    tested = list_tested(material)
    names = list(dict.fromkeys(row["receptor"] for row in tested))
    names = names[: material.settings.receptors_shown]
    rows = [row for row in tested if row["receptor"] in names]
    if not rows:
        return None
    level = _get_level(material)
    frame = pl.DataFrame([_describe_test(row, level) for row in rows])
    cells = sorted(
        {row["cell_type"] for row in rows}, key=lambda c: (_order_compartment(rows, c), c)
    )
    x = alt.X(
        "cell:N",
        sort=cells,
        axis=alt.Axis(title=None, labelAngle=-50, labelLimit=200, orient="top", domain=False),
    )
    y = alt.Y("receptor:N", sort=names, axis=alt.Axis(title=None, domain=False, ticks=False))
    base = alt.Chart(frame)
    chart = alt.layer(
        base.mark_rect(stroke="white", strokeWidth=1).encode(
            x=x,
            y=y,
            color=alt.Color(
                "surprise:Q",
                scale=alt.Scale(range=["#e6eef3", "#0b5c82"], domainMin=0),
                legend=alt.Legend(title="−log10 p", gradientLength=140, orient="bottom"),
            ),
            tooltip=[
                alt.Tooltip("receptor:N", title="Receptor"),
                alt.Tooltip("cell:N", title="Cell type"),
                alt.Tooltip("compartment:N", title="Side"),
                alt.Tooltip("partners:Q", title="Partners counted"),
                alt.Tooltip("expected:N", title="Expected"),
                alt.Tooltip("p:N", title="Test"),
                alt.Tooltip("q:N", title="False discovery rate"),
            ],
        ),
        base.mark_text(fontSize=10).encode(
            x=x,
            y=y,
            text="mark:N",
            color=alt.condition("datum.dark", alt.value("white"), alt.value(INK)),
        ),
    )
    found = sorted({r["receptor"] for r in tested if r["q"] is not None and r["q"] <= level})
    panel = make_panel(
        chart,
        "receptors",
        title="Receptors by cell type",
        subtitle=SYNTHETIC_SCREEN if material.is_synthetic else "",
        height=17 * len(names),
    )
    said = ", ".join(found) if found else "none"
    return Figure(
        id="figure-receptors",
        title="How surprising the number of cargo partners is, by receptor and cell type",
        caption="Number: cargo partners that count in the test. Cell types of one receptor share "
        f"its test. A star marks a false discovery rate within {level:g}; marked: {said}. "
        "Cell types without a cell in a row: the receptor is not listed there.",
        alternative=f"{len(names)} receptors on {len(cells)} cell types. Receptors within the "
        f"false discovery rate: {said}. The numbers are in the table of receptors.",
        panels=(panel,),
    )


def _get_level(material: Material) -> float:
    screen = material.results.manifest.get("screen") or {}
    settings = screen.get("settings") or {} if isinstance(screen, dict) else {}
    level = settings.get("fdr_level", _FDR_LEVEL) if isinstance(settings, dict) else _FDR_LEVEL
    return float(level)


def _describe_test(row: dict[str, Any], level: float) -> dict[str, Any]:
    # a display scale: colour follows the order of magnitude of p
    surprise = -pl.Series([row["p"]]).log10().item()
    marked = row["q"] is not None and row["q"] <= level
    return {
        "receptor": row["receptor"],
        "cell": row["cell_type"],
        "compartment": row.get("compartment") or "unresolved",
        "partners": row["n_partners"],
        "expected": format_number(row["expected"]) if row.get("expected") is not None else "–",
        "p": format_p(row["p"]),
        "q": "–" if row["q"] is None else format_number(row["q"], 2),
        "surprise": surprise,
        "mark": f"{row['n_partners']}{'★' if marked else ''}",
        "dark": surprise > 1.2,
    }


def _order_compartment(rows: Sequence[dict[str, Any]], cell: str) -> int:
    side = next((r.get("compartment") for r in rows if r["cell_type"] == cell), None)
    return _COMPARTMENTS.index(side) if side in _COMPARTMENTS else len(_COMPARTMENTS)


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
    )


def _layer_network(lines: pl.DataFrame, nodes: pl.DataFrame) -> AnyChart:
    x = alt.X("x:Q", scale=alt.Scale(domain=[-0.32, 1.32], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[-0.03, 1.03], reverse=True, nice=False), axis=None)
    sides = [side for side in _COMPARTMENTS if side in set(lines["side"])]
    colours = [_COMPARTMENT_COLOURS[_COMPARTMENTS.index(side)] for side in sides]
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
    return name if name in _COMPARTMENTS else "side unresolved"
