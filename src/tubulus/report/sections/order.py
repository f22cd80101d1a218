"""All sections in the order in which they are read, and the names of those that are missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tubulus.report.material import Material
from tubulus.report.sections.care import make_deviation_section, make_treatment_section
from tubulus.report.sections.checklist import make_checklist_section
from tubulus.report.sections.designs import make_power_section
from tubulus.report.sections.docking import make_docking_section
from tubulus.report.sections.operating import make_operating_section
from tubulus.report.sections.origins import (
    make_methods_section,
    make_plan_section,
    make_provenance_section,
)
from tubulus.report.sections.outcomes import OUTCOME_SECTIONS, make_further_section
from tubulus.report.sections.participants import make_baseline_section, make_flow_section
from tubulus.report.sections.quality import make_findings_section
from tubulus.report.sections.screening import make_screen_section
from tubulus.report.sections.section import Section
from tubulus.report.sections.summary import make_cautions_section, make_summary
from tubulus.report.vocabulary import SECTION_WORDS

__all__ = ["Contents", "make_contents"]

_ORDER: tuple[tuple[str, Callable[[Material], Section | None]], ...] = (
    ("summary", make_summary),
    ("cautions", make_cautions_section),
    ("flow", make_flow_section),
    ("baseline", make_baseline_section),
    ("treatment", make_treatment_section),
    *OUTCOME_SECTIONS,
    ("further", make_further_section),
    ("in-silico", make_screen_section),
    ("docking", make_docking_section),
    ("deviations", make_deviation_section),
    ("findings", make_findings_section),
    ("power", make_power_section),
    ("operating", make_operating_section),
    ("methods", make_methods_section),
    ("plan", make_plan_section),
    ("provenance", make_provenance_section),
)
# a study need not have estimates beyond the known sections
_CARE = frozenset(
    {
        "treatment",
        "surgery",
        "pregnancy",
        "testing",
        "subgroups",
        "multiverse",
        "missing",
        "deviations",
        "docking",
        "monitoring",
        "power",
        "operating",
        "adjusted",
        "confounding",
    }
)
_WITHOUT_PARTICIPANTS = frozenset({"summary", "in-silico", "plan", "provenance"})
"""Sections that a study without participants can have."""
_SILENT = frozenset({"further", "cautions"}) | _CARE
_ESTIMATED = frozenset({"baseline", *(name for name, _ in OUTCOME_SECTIONS)}) - _CARE


@dataclass(frozen=True, slots=True)
class Contents:
    """Sections of the report, and what a reader may miss in it."""

    sections: tuple[Section, ...]
    hidden: tuple[str, ...]
    without_results: tuple[str, ...]


def make_contents(material: Material) -> Contents:
    """Make all sections that have something to show."""
    sections, hidden, absent = [], [], []
    for name, make in _ORDER:
        section = None if name in material.settings.hide else make(material)
        if section is not None:
            sections.append(section)
        elif name in material.settings.hide:
            hidden.append(SECTION_WORDS[name].title)
        elif _is_missed(name, material):
            absent.append(SECTION_WORDS[name].title)
    checklist = make_checklist_section(material, sections)
    if checklist is not None:
        sections.append(checklist)
    elif "checklist" in material.settings.hide:
        hidden.append(SECTION_WORDS["checklist"].title)
    return Contents(tuple(_say_once(sections)), tuple(hidden), tuple(absent))


def _is_missed(name: str, material: Material) -> bool:
    """Tell whether a reader would look for a section that the results do not fill."""
    if not material.has_participants:
        asked = name != "in-silico" or "screen" in material.study.source.data
        return asked and name in _WITHOUT_PARTICIPANTS
    # where nothing was estimated the summary says so, once for all sections
    return name not in _SILENT and (bool(material.estimates) or name not in _ESTIMATED)


def _say_once(sections: Iterable[Section]) -> Iterable[Section]:
    """Leave each caution in full in the first section it names; later ones only recall it."""
    said: set[str] = set()
    for section in sections:
        new = tuple(caution for caution in section.cautions if caution.id not in said)
        old = {c.id: c for c in reversed(section.cautions) if c.id in said}
        said.update(caution.id for caution in new)
        yield replace(section, cautions=new, recalled=tuple(reversed(old.values())))
