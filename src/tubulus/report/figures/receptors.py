"""The heat map of receptors by cell type: how many cargo partners, and how surprising that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from tubulus.report.figures.figure import AnyChart, Figure, make_panel
from tubulus.report.figures.network import COMPARTMENTS
from tubulus.report.material import Material
from tubulus.report.numbers import format_number, format_p
from tubulus.report.tables.screen import list_tested
from tubulus.report.vocabulary import SYNTHETIC_SCREEN

__all__ = ["draw_receptors"]

_FDR_LEVEL = 0.05
_DARK = 0.78
"""Share of the colour scale from which white letters have the higher contrast (above 4.5 : 1)."""


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
    # white letters only where the colour behind them is dark enough, near the largest value
    dark = _DARK * max(_measure_surprise(row) for row in rows)
    frame = pl.DataFrame([_describe_test(row, level, dark) for row in rows])
    cells = sorted(
        {row["cell_type"] for row in rows}, key=lambda c: (_order_compartment(rows, c), c)
    )
    found = sorted({r["receptor"] for r in tested if r["q"] is not None and r["q"] <= level})
    panel = make_panel(
        _layer(frame, names, cells),
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
        broad=True,
        synthetic=f"{SYNTHETIC_SCREEN}.",
        provenance=material.find_provenance("screen"),
    )


def _layer(frame: pl.DataFrame, names: Sequence[str], cells: Sequence[str]) -> AnyChart:
    x = alt.X(
        "cell:N",
        sort=list(cells),
        axis=alt.Axis(title=None, labelAngle=-50, labelLimit=200, orient="top", domain=False),
    )
    y = alt.Y("receptor:N", sort=list(names), axis=alt.Axis(title=None, domain=False, ticks=False))
    base = alt.Chart(frame)
    return alt.layer(
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
            color=alt.condition("datum.dark", alt.value("white"), alt.value("black")),
        ),
    )


def _get_level(material: Material) -> float:
    screen = material.results.manifest.get("screen") or {}
    settings = screen.get("settings") or {} if isinstance(screen, dict) else {}
    level = settings.get("fdr_level", _FDR_LEVEL) if isinstance(settings, dict) else _FDR_LEVEL
    return float(level)


def _measure_surprise(row: dict[str, Any]) -> float:
    """Put p on a display scale: colour follows its order of magnitude."""
    return -math.log10(row["p"])


def _describe_test(row: dict[str, Any], level: float, dark: float) -> dict[str, Any]:
    surprise = _measure_surprise(row)
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
        "dark": surprise > dark,
    }


def _order_compartment(rows: Sequence[dict[str, Any]], cell: str) -> int:
    side = next((r.get("compartment") for r in rows if r["cell_type"] == cell), None)
    return COMPARTMENTS.index(side) if side in COMPARTMENTS else len(COMPARTMENTS)
