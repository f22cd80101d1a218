"""The section of subgroups."""

from __future__ import annotations

from tubulus.report.figures.planned.subgroups import draw_subgroups
from tubulus.report.material import Material
from tubulus.report.sections.section import Section, make_section
from tubulus.report.tables.planned.shrinkage import make_shrinkage_table
from tubulus.report.tables.tall import make_tall_table

__all__ = ["make_subgroup_section"]


def make_subgroup_section(material: Material) -> Section | None:
    """Make the section of subgroups; None where no stratum has two levels."""
    estimates = material.select("subgroups")
    if not estimates:
        return None
    caption = "Contrasts in each level, between levels, and drawn towards each other"
    table = make_tall_table(material, estimates, id="table-subgroups", caption=caption)
    curve = material.get_rows("shrinkage")
    further = make_shrinkage_table(material, curve) if curve else None
    return make_section(material, "subgroups", [*draw_subgroups(material), table, further])
