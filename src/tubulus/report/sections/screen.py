"""The in-silico section: conclusion, what is missing, network, heat map, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tubulus.report.figures.network import draw_network
from tubulus.report.figures.receptors import draw_receptors
from tubulus.report.material import Material
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.tables.screen import (
    list_screen_origins,
    make_excluded_table,
    make_interaction_table,
    make_receptor_table,
)

__all__ = ["make_screen_section"]


def make_screen_section(material: Material) -> Section | None:
    """Make the section of the screen; None where none was run."""
    if material.results.get_table("interactions") is None:
        return None
    screen = material.results.manifest.get("screen")
    screen = screen if isinstance(screen, Mapping) else {}
    excluded = make_excluded_table(material)
    return make_section(
        material,
        "in-silico",
        [
            Block("lead", screen["conclusion"]) if screen.get("conclusion") else None,
            _list_missing(screen),
            draw_network(material),
            make_receptor_table(material),
            draw_receptors(material),
            _fold(make_interaction_table(material)),
            _fold(excluded),
            _fold(_make_counts(material, screen)),
        ],
    )


def _fold(table: ShownTable | None) -> Block | None:
    return None if table is None else Block("folded", table)


def _list_missing(screen: Mapping[str, Any]) -> Block | None:
    missing = [str(sentence) for sentence in screen.get("missing_evidence") or ()]
    if not missing:
        return None
    return Block("points", {"title": "What the screen does not know", "points": missing})


def _make_counts(material: Material, screen: Mapping[str, Any]) -> ShownTable | None:
    counts = screen.get("counts")
    if not isinstance(counts, Mapping) or not counts:
        return None
    return ShownTable(
        id="table-screen-counts",
        caption="Sizes of the screen",
        stub="What",
        columns=(Column("Number", align="right"),),
        rows=[("", _name_count(str(name)), (str(n),)) for name, n in counts.items()],
        origins=list_screen_origins(material),
    )


# the states of the screen: present, every piece of evidence is there; absent, one piece speaks
# against it; unknown, one piece is missing
_COUNT_WORDS = {
    "interactions_present": "Candidate rows: every piece of evidence is there",
    "interactions_absent": "Rows with a piece of evidence against them",
    "interactions_unknown": "Rows with a piece of evidence missing: neither shown nor ruled out",
    "interactions_not_in_cargo": "Of these, ligand not in the cargo list (which proves no absence)",
}


def _name_count(name: str) -> str:
    words = _COUNT_WORDS.get(name, name.replace("_", " "))
    return words[:1].upper() + words[1:]
