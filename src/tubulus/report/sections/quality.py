"""The section of data checks: how many findings, by severity and check, and each in turn."""

from __future__ import annotations

from tubulus.report.figures.severities import draw_severities
from tubulus.report.material import Material
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.tables.findings import make_finding_counts, make_finding_list

__all__ = ["make_findings_section"]


def make_findings_section(material: Material) -> Section | None:
    """Make the section of findings; None where no checks were run."""
    if material.results.get_table("findings") is None:
        return None
    counts = make_finding_counts(material)
    if counts is None:
        return make_section(
            material, "findings", [Block("notice", "The checks ran and found nothing.")]
        )
    listed = make_finding_list(material)
    return make_section(
        material,
        "findings",
        [
            draw_severities(material),
            counts,
            Block("folded", listed) if listed is not None else None,
        ],
    )
