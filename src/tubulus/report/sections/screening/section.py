"""The in-silico section: verdict, surprise, shortlist, dossiers, maps, evidence, data, sizes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tubulus.report.dossiers import Dossier, list_dossiers
from tubulus.report.figures.screening.heat_map import make_heat_map
from tubulus.report.figures.screening.network import draw_network
from tubulus.report.figures.screening.surprise import make_surprise_panel
from tubulus.report.material import Material
from tubulus.report.sections.screening.verdict import list_answers
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.tables.screening.calibration import make_group_table, make_ratio_table
from tubulus.report.tables.screening.candidates import (
    list_screen_origins,
    make_excluded_table,
    make_interaction_table,
)
from tubulus.report.tables.screening.data import make_data_table
from tubulus.report.tables.screening.evidence import make_evidence_table
from tubulus.report.tables.screening.questions import make_question_table
from tubulus.report.tables.screening.shortlist import make_shortlist_table
from tubulus.report.tables.screening.tests import make_cell_type_table, make_receptor_table
from tubulus.report.tables.screening.weighing import say_meaning, say_weighing

__all__ = ["make_screen_section"]

_OPENED = 3
"""Dossiers that are open when the page is, and in print; the others open on demand."""


def make_screen_section(material: Material) -> Section | None:
    """Make the section of the screen; None where none was run."""
    if material.results.get_table("interactions") is None:
        return None
    screen = material.results.manifest.get("screen")
    screen = screen if isinstance(screen, Mapping) else {}
    dossiers = list_dossiers(material)
    return make_section(
        material,
        "in-silico",
        [
            _put("verdict", list_answers(material)),
            _put("surprise", make_surprise_panel(material)),
            _put("conclusion", screen.get("conclusion")),
            _put("notice", say_meaning(material) if dossiers else None),
            _put("notice", say_weighing(material) if dossiers else None),
            make_shortlist_table(material, dossiers),
            _list_dossiers(dossiers, material),
            _put("heat_map", make_heat_map(material)),
            draw_network(material),
            make_cell_type_table(material),
            _list_missing(screen),
            *(_put("folded", table) for table in _list_folded(material, screen, dossiers)),
        ],
    )


def _list_folded(
    material: Material, screen: Mapping[str, Any], dossiers: Iterable[Dossier]
) -> Iterable[ShownTable | None]:
    """List what is there for whoever looks it up."""
    yield make_question_table(material)
    yield make_evidence_table(material, dossiers)
    yield make_receptor_table(material)
    yield make_interaction_table(material)
    yield make_excluded_table(material)
    yield make_group_table(material)
    yield make_ratio_table(material)
    yield make_data_table(material, screen)
    yield _make_counts(material, screen)


def _put(template: str, content: Any) -> Block | None:
    return Block(template, content) if content else None


def _list_dossiers(dossiers: tuple[Dossier, ...], material: Material) -> Block | None:
    if not dossiers:
        return None
    provenance = material.find_provenance("screen")
    return Block("dossiers", {"all": dossiers, "opened": _OPENED, "provenance": provenance})


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
