"""What was done and what came of it for the men: treatment, surgery, pregnancies, deviations."""

from __future__ import annotations

from dataclasses import replace

from tubulus.report.material import Material
from tubulus.report.sections.section import Block, Section, make_section
from tubulus.report.tables.clinical import (
    ClinicalFigure,
    list_clinical,
    make_clinical_table,
    make_event_table,
)
from tubulus.report.tables.frame import ShownTable

__all__ = [
    "make_deviation_section",
    "make_event_blocks",
    "make_pregnancy_section",
    "make_surgery_section",
    "make_treatment_section",
]


def make_treatment_section(material: Material) -> Section | None:
    """Make the section of the treatment given, with the days between its parts."""
    given = list_clinical(material, "treatment")
    table = make_clinical_table(
        material, given, id="table-treatment", caption="Cells, drugs, doses and programmes, by arm"
    )
    days = make_clinical_table(
        material,
        list_clinical(material, "intervals"),
        id="table-intervals",
        caption="Days between day 1, the injection and the follow-up",
    )
    absent = _say_absent(
        material,
        given,
        "treatment",
        ("injection", "cell-product", "hormone-therapy", "lifestyle-programme"),
    )
    return _make(material, "treatment", [absent, table, days])


def make_event_blocks(material: Material) -> list[Block | ShownTable | None]:
    """Make the blocks of adverse events by kind and grade, for the section of harms."""
    if material.results.get_table("clinical") is None:
        return []
    figures = list_clinical(material, "events")
    return [
        Block("heading", "Adverse events by kind and grade"),
        _say_absent(material, figures, "adverse events", ("adverse-event",)),
        make_event_table(material, figures),
    ]


def make_surgery_section(material: Material) -> Section | None:
    """Make the section of what the surgeon found; of one arm only it says so in its title."""
    figures = list_clinical(material, "surgery")
    table = make_clinical_table(
        material, figures, id="table-surgery", caption="Sperm and histology at microTESE, by man"
    )
    absent = _say_absent(material, figures, "findings at surgery", ("injection",))
    section = _make(material, "surgery", [absent, table])
    arms = {figure.arm for figure in figures}
    if section is None or len(arms) != 1 or len(material.study.arms) == 1:
        return section
    title = f"{section.words.title} (one arm only, not compared)"
    return replace(section, words=replace(section.words, title=title))


def make_pregnancy_section(material: Material) -> Section | None:
    """Make the section of pregnancies and births."""
    figures = list_clinical(material, "pregnancy")
    table = make_clinical_table(
        material, figures, id="table-pregnancy", caption="Couples, pregnancies and newborns, by arm"
    )
    absent = _say_absent(material, figures, "pregnancies", ("pregnancy",))
    return _make(material, "pregnancy", [absent, table])


def make_deviation_section(material: Material) -> Section | None:
    """Make the section of protocol deviations."""
    figures = list_clinical(material, "deviations")
    table = make_clinical_table(
        material, figures, id="table-deviations", caption="Protocol deviations, by arm"
    )
    absent = _say_absent(material, figures, "deviations", ("deviation",))
    return _make(material, "deviations", [absent, table])


def _make(
    material: Material, section: str, contents: list[Block | ShownTable | None]
) -> Section | None:
    """Make a section; None where this run described none of it."""
    if material.results.get_table("clinical") is None:
        return None
    return make_section(material, section, contents)


def _say_absent(
    material: Material, figures: list[ClinicalFigure], what: str, forms: tuple[str, ...]
) -> Block | None:
    """Tell "nothing happened" from "nobody asked"."""
    if not any(material.study.find_standard(form) for form in forms):
        asked = "The form is" if len(forms) == 1 else "The forms are"
        return Block("notice", f"{what.capitalize()}: not recorded. {asked} not in this study.")
    if not any(figure.row["n"] for figure in figures):
        return Block("notice", f"{what.capitalize()}: none reported.")
    return None
