"""The section of planned multiverses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tubulus.report.figures.figure import Figure
from tubulus.report.figures.planned.specification_curve import draw_specification_curve
from tubulus.report.material import Material
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.tables.frame import ShownTable
from tubulus.report.tables.planned.options import make_option_table
from tubulus.report.tables.tall import make_tall_table

__all__ = ["make_multiverse_section"]


def make_multiverse_section(material: Material) -> Section | None:
    """Make the section of multiverses; None where the plan has none."""
    return make_section(material, "multiverse", _list_curves(material))


def _list_curves(material: Material) -> Iterator[Figure | ShownTable | Block | None]:
    options = _group(material, "multiverse_options")
    for position, (name, rows) in enumerate(_group(material, "multiverse").items(), start=1):
        yield draw_specification_curve(material, rows, position)
        label = rows[0]["label"]
        own = [s for s in material.select("multiverse") if s.row.label == label]
        if own:
            caption = f"{label}: all specifications together"
            yield make_tall_table(material, own, id=f"table-multiverse-{position}", caption=caption)
        if name in options:
            yield make_option_table(material, options[name], position)
        failed = dict.fromkeys(row["reason"] for row in rows if row["value"] is None)
        if failed:
            yield Block("points", {"title": "Without an estimate", "points": list(failed)})


def _group(material: Material, table: str) -> dict[str, list[Mapping[str, Any]]]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in material.get_rows(table):
        groups.setdefault(row["multiverse"], []).append(row)
    return groups
