"""The table of shrunken contrasts under several values of tau."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tubulus.core.estimates import Estimate
from tubulus.report.material import Material
from tubulus.report.numbers import choose_style, format_value
from tubulus.report.tables.frame import Column, ShownTable
from tubulus.report.vocabulary import name_statistic

__all__ = ["make_shrinkage_table", "write_value"]

Rows = Sequence[Mapping[str, Any]]

_TAU = (
    "Tau is the standard deviation of true contrasts between levels: of shares, of logs of ratios, "
    "or in SDs within arms. A small one draws levels together, a large one leaves each to itself."
)


def make_shrinkage_table(material: Material, rows: Rows) -> ShownTable:
    """Make the table of one row a tau and one column a level, an estimand a group."""
    levels = list(dict.fromkeys(row["stratum"] for row in rows))
    several = len({(row["arm"], row["comparator"]) for row in rows}) > 1
    found: dict[tuple[str, float], dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        what = name_statistic(row["statistic"])
        group = f"{row['label']}, {what[:1].lower()}{what[1:]}"
        if several:
            group = material.name_question(group, row["arm"], row["comparator"])
        found.setdefault((group, row["tau"]), {})[row["stratum"]] = row
    return ShownTable(
        id="table-shrinkage",
        caption="Contrasts of the levels under several assumptions",
        stub="Tau",
        columns=tuple(Column(level) for level in levels),
        rows=[
            (group, _name_tau(own), [_write(material, own.get(level)) for level in levels])
            for (group, _), own in found.items()
        ],
        notes=(_TAU,),
        origins=[("", "", "shrinkage, fixed tau", "", rows[0]["provenance"])],
    )


def write_value(material: Material, row: Mapping[str, Any], *keys: str) -> str:
    """Write some of a row's numbers in the style of its statistic."""
    known = [row[key] for key in keys]
    if any(value is None for value in known):
        return "–"
    about = Estimate(section="", statistic=row["statistic"], unit=row["unit"] or "", value=known[0])
    style = choose_style(about)
    return " to ".join(format_value(value, style, material.settings) for value in known)


def _name_tau(own: Mapping[str, Mapping[str, Any]]) -> str:
    first = next(iter(own.values()))
    origin = " (default)" if first["is_default"] else " (planned)"
    return f"{first['tau']:g}" + (origin if first["is_planned"] else "")


def _write(material: Material, row: Mapping[str, Any] | None) -> str:
    if row is None or row["value"] is None:
        return "–"
    value = write_value(material, row, "value")
    return f"{value} ({write_value(material, row, 'low', 'high')})"
