"""Walk over the entries of a study and make findings that stand at their place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tubulus.study.checks.finding import Finding
from tubulus.study.definition.forms import Form, Item, Severity
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import Entry, ParticipantData, StudyData
from tubulus.study.records.values import Value

__all__ = [
    "find_entries",
    "get_code",
    "get_day",
    "get_number",
    "has_content",
    "is_enrolled",
    "iterate_values",
    "make_finding_at",
    "select_standard",
]


def iterate_values(
    study: Study, data: StudyData
) -> Iterator[tuple[ParticipantData, Entry, Form, Item, Value]]:
    """Yield each value that stands in an entry of a form of the study."""
    for participant in data:
        for entry in participant.entries:
            form = study.find_form(entry.form)
            if form is None:
                continue
            for item in form.items:
                if item.id in entry.values:
                    yield participant, entry, form, item, entry.values[item.id]


def find_entries(
    study: Study, data: StudyData, standard: str
) -> Iterator[tuple[ParticipantData, Entry, Form]]:
    """Yield the entries of every form that was taken from a built-in one."""
    for participant in data:
        for entry, form in select_standard(study, participant, standard):
            yield participant, entry, form


def select_standard(
    study: Study, participant: ParticipantData, standard: str
) -> list[tuple[Entry, Form]]:
    """Return one participant's filled entries of the forms taken from a built-in one."""
    return [
        (entry, form)
        for form in study.find_standard(standard)
        for entry in participant.select_filled(form.id)
    ]


def has_content(entry: Entry) -> bool:
    """Tell whether anything was entered in a form."""
    return entry.is_filled


def is_enrolled(study: Study, participant: ParticipantData) -> bool:
    """Tell whether a participant is in an arm and was not turned away at screening.

    In a study of one arm everybody is in it, also who failed screening: the log tells them apart.
    """
    return bool(participant.arm) and not any(
        get_code(entry, "outcome") in {"failed", "declined"}
        for entry, _ in select_standard(study, participant, "screening-log")
    )


def get_day(entry: Entry, item: str) -> date | None:
    """Return the date in an item, None where it is not known."""
    value = entry.get(item)
    return value.day if value.is_known else None


def get_code(entry: Entry, item: str) -> str:
    """Return the text or code in an item, empty where it is not known."""
    value = entry.get(item)
    return (value.text or "") if value.is_known else ""


def get_number(entry: Entry, item: str) -> float | None:
    """Return the number in an item, None where it is not exactly known."""
    value = entry.get(item)
    return value.number if value.is_known else None


def make_finding_at(
    entry: Entry, severity: Severity, check: str, message: str, *, item: str = "", remedy: str = ""
) -> Finding:
    """Make a finding at the place of an item, or of its entry."""
    file, row = entry.find_place(item)
    return Finding(
        severity=severity,
        check=check,
        message=message,
        remedy=remedy,
        participant=entry.participant,
        visit=entry.visit,
        form=entry.form,
        item=item,
        occurrence=entry.occurrence,
        file=file,
        row=row,
    )
