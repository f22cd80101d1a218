"""Sperm in the ejaculate: how many have any, how much, and who of two men has more."""

from __future__ import annotations

from tubulus.report.figures.amounts import draw_amounts
from tubulus.report.figures.shift import draw_shift
from tubulus.report.figures.superiority import draw_superiority
from tubulus.report.figures.trajectories import AMOUNT_STATES
from tubulus.report.material import Material
from tubulus.report.sections.ranks import describe_pairs, find_ranked, list_rank_tables
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.tables.tall import make_tall_table

__all__ = ["make_concentration_section"]

_SECTION = "concentration"


def make_concentration_section(material: Material) -> Section | None:
    """Make the section: amounts described, men side by side, then all men in one order."""
    people = material.settings.individual_data
    ranked = find_ranked(material, _SECTION)
    others = [s for s in material.select(_SECTION) if s.row.estimand not in ranked]
    caption = "Sperm in the ejaculate at follow-up"
    contents = [
        make_tall_table(material, others, id=f"table-{_SECTION}", caption=caption)
        if others
        else None,
        draw_amounts(material) if people else None,
        _list_few(material) if people else None,
        draw_shift(material) if people else None,
        describe_pairs(material, _SECTION),
        draw_superiority(material, _SECTION),
        *list_rank_tables(material, _SECTION),
    ]
    return make_section(material, _SECTION, contents)


_FEW = 5
"""Below this number values are listed: quartiles of so few say less than the values."""


def _list_few(material: Material) -> Block | None:
    """List the amounts of an arm where there are few of them."""
    found: dict[tuple[str, str], list[tuple[float, str]]] = {}
    rows = material.get_rows("observations")
    endpoints = {row["endpoint"] for row in rows if row["state"] in AMOUNT_STATES}
    for row in rows:
        amounts = row["endpoint"] in endpoints and row["visit"] != "baseline"
        if amounts and row["state"] == "present" and row["value"] is not None:
            own = found.setdefault((row["label"], row["arm"]), [])
            own.append((row["value"], row["unit"] or ""))
    points = [
        f"{label}, {material.name_arm(arm)}: "
        + ", ".join(f"{value:g}" for value, _ in sorted(values))
        + f" {values[0][1]}"
        for (label, arm), values in found.items()
        if len(values) < _FEW
    ]
    title = "Values where fewer than five were counted"
    return Block("points", {"title": title, "points": points}) if points else None
