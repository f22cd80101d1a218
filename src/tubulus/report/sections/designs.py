"""Sections on what was fixed beforehand: when harms stop the study, what its numbers can show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tubulus.report.figures.boundary import draw_boundary
from tubulus.report.figures.figure import Figure
from tubulus.report.material import Material
from tubulus.report.sections.section import Section, make_section
from tubulus.report.tables.designs import (
    make_boundary_table,
    make_characteristics_table,
    make_power_table,
)
from tubulus.report.tables.frame import ShownTable

__all__ = ["make_monitoring_section", "make_power_section"]


def make_monitoring_section(material: Material) -> Section | None:
    """Make the section of stopping boundaries; None where the plan has no rule."""
    return make_section(material, "monitoring", _list_rules(material))


def _list_rules(material: Material) -> Iterator[Figure | ShownTable | None]:
    characteristics = _group(material, "boundary_characteristics")
    for position, (rule, rows) in enumerate(_group(material, "boundaries").items(), start=1):
        yield draw_boundary(material, rows, position)
        yield make_boundary_table(material, rows, position)
        own = characteristics.get(rule)
        if own:
            yield make_characteristics_table(own, [row["n"] for row in rows], position)


def _group(material: Material, table: str) -> dict[str, list[Mapping[str, Any]]]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in material.get_rows(table):
        groups.setdefault(row["rule"], []).append(row)
    return groups


def make_power_section(material: Material) -> Section | None:
    """Make the section of power; None where the plan assumes nothing."""
    rows = material.get_rows("power")
    return make_section(material, "power", [make_power_table(material, rows)] if rows else [])
