"""Forms that are due at a visit and were not filled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import has_content, is_enrolled, select_standard
from tubulus.study.definition.forms import Form
from tubulus.study.definition.identity import Visit
from tubulus.study.definition.study import Study
from tubulus.study.derivations.study_days import (
    compute_study_day,
    find_anchor_day,
    find_entry_day,
)
from tubulus.study.records.participants import ParticipantData, StudyData

__all__ = ["MISSING_FORM", "MISSING_VISIT", "check_forms_due", "check_visits_due"]

_FORM = "missing-form"
_VISIT = "missing-visit"

# what is known of everybody who was enrolled, also where it belongs to no visit
_DUE_ONCE = ("consent", "demographics", "history", "aetiology")


def _is_for(part: Form | Visit, participant: ParticipantData) -> bool:
    return not part.arms or participant.arm in part.arms


def _list_filled(participant: ParticipantData, visit: str) -> set[str]:
    return {e.form for e in participant.entries if e.visit == visit and has_content(e)}


def _has_left(study: Study, participant: ParticipantData) -> bool:
    """Tell whether a participant left before the end; whoever completed has not left."""
    return any(
        entry.get("status").text not in {None, "completed"}
        for entry, _ in select_standard(study, participant, "disposition")
    )


def check_forms_due(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each form that is due once, or at a visit of which other forms were filled.

    Only enrolled participants are concerned: a man who failed screening stops where he failed.
    A form about the partner is not due, because her data need her own consent.
    """
    findings: list[Finding] = []
    for participant in data:
        if is_enrolled(study, participant):
            findings.extend(_check_once(study, participant))
            for visit in study.visits:
                if _is_for(visit, participant):
                    findings.extend(_check_visit(study, participant, visit))
    return findings


def _check_once(study: Study, participant: ParticipantData) -> Iterator[Finding]:
    for form in (form for name in _DUE_ONCE for form in study.find_standard(name)):
        is_due = not form.visits and _is_for(form, participant)
        if is_due and not any(map(has_content, participant.select(form.id))):
            yield Finding(
                severity="warning",
                check=_FORM,
                message=f"the participant was enrolled, but the form '{form.label}' is missing",
                remedy="enter it",
                participant=participant.id,
                form=form.id,
            )


def _check_visit(study: Study, participant: ParticipantData, visit: Visit) -> Iterator[Finding]:
    filled = _list_filled(participant, visit.id)
    if not filled:
        return
    for form in study.forms:
        is_due = visit.id in form.visits and form.about in {"participant", "product"}
        if is_due and _is_for(form, participant) and form.id not in filled:
            yield Finding(
                severity="warning",
                check=_FORM,
                message=f"the visit took place, but the form '{form.label}' is missing",
                remedy="enter it, or record why it was not done",
                participant=participant.id,
                visit=visit.id,
                form=form.id,
            )


def check_visits_due(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each visit without any form that was due by the day up to which data are known.

    A visit is due where a later one has forms, where the participant is said to have completed
    the study, or where its window had closed on the latest date in the data of anybody. It is not
    due where he left the study: his disposition says why.
    """
    known_until = _find_latest_day(study, data)
    return [
        Finding(
            severity="warning",
            check=_VISIT,
            message="no form of this visit was filled",
            remedy="enter its forms, or the disposition of the participant with its reason",
            participant=participant.id,
            visit=visit.id,
        )
        for participant in data
        if is_enrolled(study, participant) and not _has_left(study, participant)
        for visit in _list_due(study, participant, known_until)
        if not _list_filled(participant, visit.id)
    ]


def _find_latest_day(study: Study, data: StudyData) -> date | None:
    days = (find_entry_day(study, entry) for participant in data for entry in participant.entries)
    return max((day for day in days if day is not None), default=None)


def _list_due(
    study: Study, participant: ParticipantData, known_until: date | None
) -> Iterator[Visit]:
    own = [
        visit
        for visit in study.visits
        if _is_for(visit, participant)
        and any(visit.id in form.visits and _is_for(form, participant) for form in study.forms)
    ]
    last_filled = max(
        (place for place, visit in enumerate(own) if _list_filled(participant, visit.id)),
        default=-1,
    )
    has_completed = any(
        entry.get("status").text == "completed"
        for entry, _ in select_standard(study, participant, "disposition")
    )
    anchor = find_anchor_day(study, participant)
    for place, visit in enumerate(own):
        is_closed = (
            visit.window is not None
            and anchor is not None
            and known_until is not None
            and compute_study_day(known_until, anchor) > visit.window[1]
        )
        if place < last_filled or has_completed or is_closed:
            yield visit


MISSING_FORM = Check(
    id=_FORM,
    title="Enrolled participants have each form that is due, at every visit that took place.",
    severity="warning",
    looks_at="forms with `visits`, by arm; " + ", ".join(_DUE_ONCE),
    source="definition of the study",
    function=check_forms_due,
    topic="Presence",
)

MISSING_VISIT = Check(
    id=_VISIT,
    title="A visit that was due took place, or the participant has left the study.",
    severity="warning",
    looks_at="visits with their windows; disposition",
    source="definition of the study",
    function=check_visits_due,
    topic="Presence",
)
