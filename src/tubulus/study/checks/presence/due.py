"""Visits and forms that were due and were not filled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import has_content, is_enrolled
from tubulus.study.checks.presence.expected import (
    Horizon,
    find_horizon,
    has_left,
    is_for,
    list_due_visits,
    list_filled,
)
from tubulus.study.definition.forms import Form
from tubulus.study.definition.identity import Visit
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import ParticipantData, StudyData

__all__ = ["MISSING_FORM", "check_forms_due", "make_empty_form_check", "make_missing_visit_check"]

_FORM = "missing-form"
_EMPTY = "empty-form"
_VISIT = "missing-visit"

# what is known of everybody who was enrolled, also where it belongs to no visit
_DUE_ONCE = ("consent", "demographics", "history", "aetiology")


def _list_used(data: StudyData) -> set[str]:
    """List the forms that anybody has filled."""
    return {e.form for participant in data for e in participant.entries if has_content(e)}


def check_forms_due(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each form that is due once, or at a visit of which other forms were filled.

    Only enrolled participants are concerned: a man who failed screening stops where he failed.
    A form about the partner is not due, because her data need her own consent. A form of which
    nobody has an entry is reported once, by another check.
    """
    used = _list_used(data)
    findings: list[Finding] = []
    for participant in data:
        if is_enrolled(study, participant):
            findings.extend(_check_once(study, participant, used))
            for visit in study.visits:
                if is_for(visit, participant):
                    findings.extend(_check_visit(study, participant, visit, used))
    return findings


def _check_once(study: Study, participant: ParticipantData, used: set[str]) -> Iterator[Finding]:
    for form in (form for name in _DUE_ONCE for form in study.find_standard(name)):
        is_due = form.id in used and not form.visits and is_for(form, participant)
        if is_due and not any(map(has_content, participant.select(form.id))):
            yield Finding(
                severity="warning",
                check=_FORM,
                message=f"the participant was enrolled, but the form '{form.label}' is missing",
                remedy="enter it",
                participant=participant.id,
                form=form.id,
            )


def _check_visit(
    study: Study, participant: ParticipantData, visit: Visit, used: set[str]
) -> Iterator[Finding]:
    filled = list_filled(participant, visit.id)
    if not filled:
        return
    for form in study.forms:
        is_due = form.id in used and visit.id in form.visits and _concerns_him(form)
        if is_due and is_for(form, participant) and form.id not in filled:
            yield Finding(
                severity="warning",
                check=_FORM,
                message=f"the visit took place, but the form '{form.label}' is missing",
                remedy="enter it, or record why it was not done",
                participant=participant.id,
                visit=visit.id,
                form=form.id,
            )


def _concerns_him(form: Form) -> bool:
    return form.about in {"participant", "product"}


def _count_expected(study: Study, data: StudyData, form: Form, horizon: Horizon) -> int:
    """Count the entries that a form of which there are none should have at least."""
    enrolled = [p for p in data if is_enrolled(study, p) and is_for(form, p)]
    if not form.visits and form.standard in _DUE_ONCE:
        return len(enrolled)
    last = study.visits[-1].id if study.visits else ""
    expected = 0
    for participant in enrolled:
        due = {visit.id for visit, _ in list_due_visits(study, participant, horizon)}
        if form.visits:
            due = set() if has_left(study, participant) else due
            took_place = {v for v in form.visits if list_filled(participant, v)}
            expected += len(took_place | due.intersection(form.visits))
        elif form.standard == "disposition" or _anchors(study, form, participant):
            # a log may stay empty, but whoever reached the end has begun and ended
            expected += last in due
    return expected


def _anchors(study: Study, form: Form, participant: ParticipantData) -> bool:
    arm = study.find_arm(participant.arm)
    return arm is not None and arm.anchor is not None and arm.anchor.form == form.id


def make_empty_form_check(data_cut: date | None) -> Check:
    """Make the check that a form that is due has any entry, known up to the data cut if given."""

    def check_empty_forms(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
        used, horizon = _list_used(data), find_horizon(study, data, data_cut)
        return [
            Finding(
                severity="warning",
                check=_EMPTY,
                message=f"the form '{form.label}' has no entries ({expected} expected)",
                remedy="enter it, or take the form out of study.toml if it is not used",
                form=form.id,
            )
            for form in study.forms
            if form.id not in used and _concerns_him(form)
            if (expected := _count_expected(study, data, form, horizon))
        ]

    return Check(
        id=_EMPTY,
        title="A form that is due has entries.",
        severity="warning",
        looks_at="forms with `visits`, disposition, day 1 of the arms; " + ", ".join(_DUE_ONCE),
        source="definition of the study",
        function=check_empty_forms,
        topic="Presence",
    )


def make_missing_visit_check(data_cut: date | None) -> Check:
    """Make the check that visits took place that were due on the data cut.

    Without a cut, the latest date in the data of anybody is the day up to which data are known. A
    visit is not due where a participant left the study: his disposition says why.
    """

    def check_visits_due(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
        horizon = find_horizon(study, data, data_cut)
        return [
            Finding(
                severity="warning",
                check=_VISIT,
                message=f"no form of this visit was filled, but {reason}",
                remedy="enter its forms, or the disposition of the participant with its reason",
                participant=participant.id,
                visit=visit.id,
            )
            for participant in data
            if is_enrolled(study, participant) and not has_left(study, participant)
            for visit, reason in list_due_visits(study, participant, horizon)
            if not list_filled(participant, visit.id)
        ]

    return Check(
        id=_VISIT,
        title="A visit that was due took place, or the participant has left the study.",
        severity="warning",
        looks_at="visits with their days; disposition; the data cut, or else the latest date",
        source="definition of the study",
        function=check_visits_due,
        topic="Presence",
    )


MISSING_FORM = Check(
    id=_FORM,
    title="Enrolled participants have each form that is due, at every visit that took place.",
    severity="warning",
    looks_at="forms with `visits`, by arm; " + ", ".join(_DUE_ONCE),
    source="definition of the study",
    function=check_forms_due,
    topic="Presence",
)
