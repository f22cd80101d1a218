"""The network of candidate interactions: cargo proteins, receptors, cell types, from left to right.

Long lists are cut to what a page holds; the caption says how much is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from tubulus.report.dossiers import list_shortlist
from tubulus.report.figures.figure import AnyChart, Figure, make_panel
from tubulus.report.figures.screening.sides import (
    SIDE_COLOURS,
    SIDE_DASHES,
    SIDES,
    name_side,
    order_side,
)
from tubulus.report.figures.theme import CAUTION, INK, MUTED
from tubulus.report.material import Material
from tubulus.report.tables.screening.candidates import list_candidates
from tubulus.report.vocabulary import SYNTHETIC_SCREEN

__all__ = ["draw_network"]

Row = dict[str, Any]
_LINE = 17
"""Height of a name in CSS pixels."""
_LEFT, _MIDDLE, _RIGHT = 0.0, 1.0, 2.0
_TOPOLOGIES = ("surface", "secreted")
_FOUND = "Candidate pair"
_SHORT = "Candidate pair of the shortlist"


def draw_network(material: Material) -> Figure | None:
    """Draw proteins of the cargo, receptors and cell types, a line for each candidate."""
    candidates = _put_first(list_candidates(material), list_shortlist(material))
    shown = candidates[: material.settings.interactions_listed]
    if not shown:
        return None
    layout = _Layout.make(shown)
    panel = make_panel(
        _layer_network(layout),
        "network",
        title="Candidate interactions",
        subtitle=SYNTHETIC_SCREEN if material.is_synthetic else "",
        height=_LINE * (layout.longest + 1),
    )
    left = len(candidates) - len(shown)
    return Figure(
        id="figure-network",
        title="Which cargo protein could meet which receptor, on which cells",
        caption="Left: proteins listed in vesicle cargo, those of the surface first (square), "
        "then secreted ones (round); hollow: by array alone. Right: cell types on which receptors "
        "are listed, by side of the blood-testis barrier. A line at the left is a pair known "
        "from the literature, no observed contact; a line at the right is a listing, no "
        "measurement in the participants. "
        + (
            f"{left} more candidate {'pair is' if left == 1 else 'pairs are'} not drawn."
            if left > 0
            else ""
        ),
        alternative=f"{len(shown)} candidate pairs of {len(layout.ligands)} cargo proteins and "
        f"{len(layout.receptors)} receptors on {len(layout.cells)} cell types; they are listed in "
        "the table of candidate interactions.",
        panels=(panel,),
        broad=True,
        synthetic=f"{SYNTHETIC_SCREEN}.",
        provenance=material.find_provenance("screen"),
    )


def _put_first(candidates: list[Row], shortlist: Iterable[Row]) -> list[Row]:
    """Put the pairs of the shortlist first, by rank; the others keep their order."""
    ranks = {(r["ligand"], r["receptor"]): position for position, r in enumerate(shortlist)}
    marked = [{**row, "short": (row["ligand"], row["receptor"]) in ranks} for row in candidates]
    return sorted(marked, key=lambda r: ranks.get((r["ligand"], r["receptor"]), len(ranks)))


@dataclass(frozen=True, slots=True)
class _Layout:
    """Heights of all names between 0 and 1, and the rows that join them."""

    rows: list[Row]
    ligands: dict[str, float]
    receptors: dict[str, float]
    cells: dict[str, float]
    sides: Mapping[str, str | None]

    @classmethod
    def make(cls, rows: list[Row]) -> _Layout:
        # ligands go by topology and within it by name of receptor; receptors stand at the mean
        # height of their cell types and ligands, so that lines cross little
        sides = {cell: side for row in rows for cell, side in row["places"].items()}
        cells = _spread(sorted(sides, key=lambda cell: (order_side(sides[cell]), cell)))
        wanted: dict[str, list[float]] = {}
        for row in rows:
            wanted.setdefault(row["receptor"], []).extend(cells[c] for c in row["places"])
        receptors = _spread(_order_by_mean(wanted))
        pulled: dict[str, list[float]] = {}
        topology = {row["ligand"]: row.get("topology") for row in rows}
        arrays = {row["ligand"]: row.get("cargo_tier") == "antibody_array" for row in rows}
        for row in rows:
            pulled.setdefault(row["ligand"], []).append(receptors[row["receptor"]])
        by_height = _order_by_mean(pulled)
        ligands = _spread(
            sorted(by_height, key=lambda name: (_order_topology(topology[name]), arrays[name]))
        )
        return cls(rows, ligands, receptors, cells, sides)

    @property
    def longest(self) -> int:
        """Names in the longest of the three columns."""
        return max(len(self.ligands), len(self.receptors), len(self.cells))


def _order_topology(topology: str | None) -> int:
    return _TOPOLOGIES.index(topology) if topology in _TOPOLOGIES else len(_TOPOLOGIES)


def _order_by_mean(heights: Mapping[str, Sequence[float]]) -> list[str]:
    return sorted(heights, key=lambda name: (sum(heights[name]) / len(heights[name]), name))


def _spread(names: Sequence[str]) -> dict[str, float]:
    """Spread names evenly over the height; a single one stands in the middle."""
    return {name: (position + 0.5) / len(names) for position, name in enumerate(names)}


def _list_pairs(layout: _Layout) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "what": f"{row['ligand']} – {row['receptor']}",
                "x": _LEFT,
                "y": layout.ligands[row["ligand"]],
                "x2": _MIDDLE,
                "y2": layout.receptors[row["receptor"]],
                "kind": _SHORT if row["short"] else _FOUND,
                "about": ", ".join(row["cells"]),
            }
            for row in layout.rows
        ]
    )


def _list_places(layout: _Layout) -> pl.DataFrame:
    places = {
        (row["receptor"], cell): side for row in layout.rows for cell, side in row["places"].items()
    }
    return pl.DataFrame(
        [
            {
                "what": f"{receptor} on {cell}",
                "x": _MIDDLE,
                "y": layout.receptors[receptor],
                "x2": _RIGHT,
                "y2": layout.cells[cell],
                "side": name_side([side]),
            }
            for (receptor, cell), side in places.items()
        ]
    )


def _list_nodes(layout: _Layout) -> pl.DataFrame:
    tiers = {row["ligand"]: row.get("cargo_tier") for row in layout.rows}
    topology = {row["ligand"]: row.get("topology") for row in layout.rows}
    columns = (("right", layout.ligands, _LEFT), ("middle", layout.receptors, _MIDDLE))
    found = [
        {
            "name": name,
            "x": x,
            "y": y,
            "at": at,
            "hollow": at == "right" and tiers.get(name) == "antibody_array",
            "shape": "square" if at == "right" and topology.get(name) == "surface" else "circle",
        }
        for at, names, x in (*columns, ("left", layout.cells, _RIGHT))
        for name, y in names.items()
    ]
    return pl.DataFrame(found)


def _layer_network(layout: _Layout) -> AnyChart:
    x = alt.X("x:Q", scale=alt.Scale(domain=[-0.4, 2.85], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, 1], reverse=True, nice=False), axis=None)
    nodes = alt.Chart(_list_nodes(layout))
    shape = alt.Shape("shape:N", scale=None)
    dots = nodes.mark_point(size=34, filled=True, opacity=1, color=MUTED)
    drawn: AnyChart = alt.layer(
        _draw_places(_list_places(layout), x, y),
        _draw_pairs(_list_pairs(layout), x, y),
        dots.transform_filter("!datum.hollow && datum.at != 'middle'").encode(
            x=x, y=y, shape=shape
        ),
        nodes.transform_filter("datum.hollow")
        .mark_point(size=34, filled=False, stroke=MUTED, fill="white", opacity=1)
        .encode(x=x, y=y, shape=shape),
        *(_write_names(nodes, at, x, y) for at in ("right", "middle", "left")),
    ).resolve_scale(color="independent", strokeDash="independent")
    return drawn


def _draw_pairs(lines: pl.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    kinds = [kind for kind in (_SHORT, _FOUND) if kind in set(lines["kind"])]
    colours = [CAUTION if kind == _SHORT else "#7d8b99" for kind in kinds]
    legend = alt.Legend(symbolType="stroke", symbolStrokeWidth=2, columns=1)
    drawn: alt.Chart = (
        alt.Chart(lines)
        .mark_rule(opacity=0.75)
        .encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=colours), legend=legend),
            strokeWidth=alt.condition(f"datum.kind == '{_SHORT}'", alt.value(2.2), alt.value(1.0)),
            tooltip=[
                alt.Tooltip("what:N", title="Pair"),
                alt.Tooltip("kind:N", title="Is"),
                alt.Tooltip("about:N", title="Cell types"),
            ],
        )
    )
    return drawn


def _draw_places(lines: pl.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    sides = [side for side in SIDES if side in set(lines["side"])]
    colours = [SIDE_COLOURS[SIDES.index(side)] for side in sides]
    dashes = [list(SIDE_DASHES[SIDES.index(side)]) for side in sides]
    legend = alt.Legend(symbolType="stroke", symbolStrokeWidth=2, columns=2)
    drawn: alt.Chart = (
        alt.Chart(lines)
        .mark_rule(opacity=0.9, strokeWidth=1.5)
        .encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            color=alt.Color("side:N", scale=alt.Scale(domain=sides, range=colours), legend=legend),
            strokeDash=alt.StrokeDash(
                "side:N", scale=alt.Scale(domain=sides, range=dashes), legend=legend
            ),
            tooltip=[
                alt.Tooltip("what:N", title="Listed"),
                alt.Tooltip("side:N", title="Side of the barrier"),
            ],
        )
    )
    return drawn


def _write_names(nodes: alt.Chart, at: str, x: alt.X, y: alt.Y) -> AnyChart:
    """Write names at the outer sides of the columns, and those in the middle on a white ground."""
    own: alt.Chart = nodes.transform_filter(f"datum.at == '{at}'").encode(x=x, y=y, text="name:N")
    if at == "middle":
        ground = own.mark_text(fontSize=11, stroke="white", strokeWidth=5, strokeJoin="round")
        return alt.layer(ground, own.mark_text(fontSize=11, fontWeight=600, color=INK))
    outer = {"right": -7, "left": 7}[at]
    named: alt.Chart = own.mark_text(
        align="right" if at == "right" else "left", dx=outer, fontSize=11, color=INK
    )
    return named
