"""Who took part: the flow, and the participants before treatment."""

from __future__ import annotations

from tubulus.report.figures.balance import draw_balance
from tubulus.report.figures.flow import draw_flow
from tubulus.report.material import Material
from tubulus.report.sections.section import Section, make_section
from tubulus.report.tables.baseline import make_baseline_table

__all__ = ["make_baseline_section", "make_flow_section"]


def make_flow_section(material: Material) -> Section | None:
    """Make the section of the participant flow."""
    return make_section(material, "flow", [draw_flow(material)])


def make_baseline_section(material: Material) -> Section | None:
    """Make the section of the baseline: table and balance of the arms."""
    return make_section(
        material, "baseline", [make_baseline_table(material), draw_balance(material)]
    )
