"""The reporting checklist at the end of the report: each item, and where the report meets it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tubulus.report.checklists.trend import fill_trend
from tubulus.report.material import Material
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.vocabulary import SECTION_WORDS

__all__ = ["make_checklist_section"]


def make_checklist_section(material: Material, before: Sequence[Section]) -> Section | None:
    """Make the checklist of a study that compares arms without randomisation; else None.

    Parameters
    ----------
    material : Material
        Study and results.
    before : sequence of Section
        The sections of the report, to which the items point.
    """
    if not material.has_participants or material.study.identity.allocation != "non-randomised":
        return None
    items = list(fill_trend(material, {section.id for section in before}))
    counts = Counter(item.state for item in items)
    listed = ", ".join(f"{n} {state}" for state, n in counts.items())
    titles = {section.id: SECTION_WORDS[section.id].title for section in before}
    notice = Block("notice", f"Of {len(items)} items: {listed}.")
    table = Block("checklist", {"items": items, "titles": titles})
    return make_section(material, "checklist", [notice, table])
