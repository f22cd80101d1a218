"""The section on docking: verdict, calibrated pairs, decoy scores, sheets, files, preparation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tubulus.report.figures.docking.decoys import draw_decoys
from tubulus.report.material import Material
from tubulus.report.sections.docking.sheets import PairSheet, list_sheets
from tubulus.report.sections.docking.verdict import (
    NO_EVIDENCE,
    get_docking,
    has_evidence,
    list_docking_answers,
)
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.tables.docking.calibrated import make_calibrated_table
from tubulus.report.tables.docking.compared import make_compared_table
from tubulus.report.tables.docking.discrimination import make_discrimination_table
from tubulus.report.tables.docking.external import (
    list_external_sentences,
    make_external_calibrated_table,
    make_external_table,
)
from tubulus.report.tables.docking.pairs import DOCKING_STEP, list_docking_origins, list_pairs
from tubulus.report.tables.docking.plausibility import make_plausibility_table
from tubulus.report.tables.docking.pose_files import make_pose_file_table
from tubulus.report.tables.docking.preparation import make_preparation_table
from tubulus.report.tables.frame import Column, ShownTable

__all__ = ["make_docking_section"]

_OPENED = 3
"""Sheets that are open when the page is, and in print; the others open on demand."""

_PICTURES = (
    "A picture of one pose convinces more than it should: docking gives every two proteins a best "
    "pose, whether they meet or not. The pose shown is the first of the ranking, whose score is "
    "the one that is calibrated."
)


def make_docking_section(material: Material) -> Section | None:
    """Make the section of docking; None where nothing was docked."""
    docking = get_docking(material)
    if not docking and material.results.get_table("pair_calibration") is None:
        return None
    sheets = list_sheets(material)
    anchors = {sheet.pair: sheet.id for sheet in sheets}
    return make_section(
        material,
        "docking",
        [
            Block("verdict", list_docking_answers(material)),
            _put("conclusion", docking.get("conclusion")),
            _put_points("What is known of this campaign", docking.get("notes")),
            make_calibrated_table(material, anchors) or _say_nothing(),
            _put("decoy_scores", draw_decoys(material)),
            _put_points(
                "What predictions of other programs say", list_external_sentences(material)
            ),
            make_external_calibrated_table(material),
            _put_sheets(material, sheets),
            _put_points("What docking does not show", docking.get("limits")),
            *(_put("folded", table) for table in _list_folded(material, docking)),
        ],
    )


def _list_folded(material: Material, docking: Mapping[str, Any]) -> Iterable[ShownTable | None]:
    """List what is there for whoever looks it up."""
    yield make_discrimination_table(material)
    yield make_compared_table(material)
    yield make_plausibility_table(material)
    yield make_external_table(material)
    yield make_preparation_table(material)
    yield make_pose_file_table(material)
    yield _make_counts(material, docking)


def _put(template: str, content: Any) -> Block | None:
    return Block(template, content) if content else None


def _put_points(title: str, points: Any) -> Block | None:
    said = [str(sentence) for sentence in points or ()]
    return Block("points", {"title": title, "points": said}) if said else None


def _say_nothing() -> Block:
    return Block("notice", "No pair was asked that could be docked.")


def _put_sheets(material: Material, sheets: tuple[PairSheet, ...]) -> Block | None:
    if not sheets:
        return None
    asked = len(list_pairs(material))
    without = asked - len(sheets)
    warning = _PICTURES if has_evidence(material) else f"{NO_EVIDENCE}. {_PICTURES}"
    return Block(
        "pair_sheets",
        {
            "all": sheets,
            "opened": _OPENED,
            "warning": warning,
            "left": f"Of {asked} asked pairs the poses of {len(sheets)} are shown here, smallest p "
            "first; the files of the others are listed below where they were written."
            if without > 0
            else "",
            "provenance": material.find_provenance(DOCKING_STEP),
        },
    )


def _make_counts(material: Material, docking: Mapping[str, Any]) -> ShownTable | None:
    counts = docking.get("counts")
    if not isinstance(counts, Mapping) or not counts:
        return None
    return ShownTable(
        id="table-docking-counts",
        caption="Sizes of the campaign",
        stub="What",
        columns=(Column("Number", align="right"),),
        rows=[("", _name_count(str(name)), (str(n),)) for name, n in counts.items()],
        origins=list_docking_origins(material),
    )


_COUNT_WORDS = {
    "asked": "Asked pairs",
    "asked_with_pose": "Asked pairs that were docked",
    "decoy": "Decoy pairs",
    "calibrated": "Asked pairs with a p",
    "without_structure": "Pairs of the shortlist without a structure on both sides",
}


def _name_count(name: str) -> str:
    words = _COUNT_WORDS.get(name, name.replace("_", " "))
    return words[:1].upper() + words[1:]
