"""Forms, ejaculates and people that stand in the data twice."""

from __future__ import annotations

from collections.abc import Hashable

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import has_content, make_finding_at
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import Entry, StudyData

__all__ = [
    "DUPLICATE_FORM",
    "IDENTICAL_ENTRY",
    "SAME_PERSON",
    "check_duplicate_forms",
    "check_identical_entries",
    "check_same_person",
]

_FORM = "duplicate-form"
_ENTRY = "identical-entry"
_PERSON = "same-person-twice"


def check_duplicate_forms(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each second entry of a form that a participant has once a visit."""
    return [
        make_finding_at(
            entry,
            "error",
            _FORM,
            "the form was entered more than once for this participant and visit",
            remedy="keep one entry, or correct the participant or the visit of this one",
        )
        for participant in data
        for entry in participant.entries
        if (form := study.find_form(entry.form)) and not form.repeats and entry.occurrence > 1
    ]


def check_identical_entries(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each entry of a repeating form whose values all equal an earlier one's."""
    findings = []
    for participant in data:
        seen: dict[tuple[Hashable, ...], int] = {}
        for entry in participant.entries:
            form = study.find_form(entry.form)
            if form is None or not form.repeats or not has_content(entry):
                continue
            key = (entry.form, entry.visit, *sorted(_list_content(entry), key=lambda p: p[0]))
            if key in seen:
                message = f"every value equals that of entry {seen[key]} of the same form"
                remedy = "remove it if it was entered twice"
                findings.append(make_finding_at(entry, "warning", _ENTRY, message, remedy=remedy))
            seen.setdefault(key, entry.occurrence)
    return findings


def _list_content(entry: Entry) -> list[tuple[str, Hashable]]:
    return [(item, value) for item, value in entry.values.items()]


def check_same_person(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report participants with the same date of birth and the same initials.

    Both are needed: among 80 men two share a date of birth in about one study of four.
    """
    role = study.find_role("birth")
    if role is None or role[0].find_item("initials") is None:
        return []
    form, item = role
    findings: list[Finding] = []
    seen: dict[tuple[Hashable, str], str] = {}
    for participant in data:
        for entry in participant.select(form.id):
            born, initials = entry.get(item.id).day, entry.get("initials").text
            if not born or not initials:
                continue
            first = seen.setdefault((born, initials.casefold()), participant.id)
            if first != participant.id:
                message = f"date of birth and initials equal those of participant {first}"
                remedy = "find out whether one man was enrolled twice"
                findings.append(make_finding_at(entry, "warning", _PERSON, message, remedy=remedy))
    return findings


DUPLICATE_FORM = Check(
    id=_FORM,
    title="A form that does not repeat is entered once for each participant and visit.",
    severity="error",
    looks_at="all forms",
    source="definition of the study",
    function=check_duplicate_forms,
    topic="Presence",
)

IDENTICAL_ENTRY = Check(
    id=_ENTRY,
    title="No two entries of a repeating form are the same in every value.",
    severity="warning",
    looks_at="forms that repeat",
    source="data management practice",
    function=check_identical_entries,
    topic="Presence",
)

SAME_PERSON = Check(
    id=_PERSON,
    title="Nobody is enrolled twice under two identifiers.",
    severity="warning",
    looks_at="role birth and the item `initials` of the same form",
    source="data management practice",
    function=check_same_person,
    topic="Presence",
)
