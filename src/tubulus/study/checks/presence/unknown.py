"""Participants, visits, forms and laboratories that the study does not know."""

from __future__ import annotations

import polars as pl

from tubulus.core.identifiers import suggest_name
from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import get_code, has_content, make_finding_at, select_standard
from tubulus.study.definition.forms import Form
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import Entry, StudyData

__all__ = [
    "IN_NO_ARM",
    "UNKNOWN_LABORATORY",
    "UNKNOWN_PARTICIPANT",
    "WRONG_ARM",
    "WRONG_VISIT",
    "check_allocations",
    "check_arms",
    "check_laboratories",
    "check_participants",
    "check_visits",
]

_PARTICIPANT = "unknown-participant"
_VISIT = "wrong-visit"
_ARM = "wrong-arm"
_NO_ARM = "allocated-to-no-arm"
_LABORATORY = "unknown-laboratory"

_REGISTERS = ("screening-log", "consent", "demographics", "allocation")


def check_participants(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each participant who stands in a form but in none that registers participants."""
    registers = [form.id for name in _REGISTERS for form in study.find_standard(name)]
    role = study.find_role("arm")
    registers.extend([role[0].id] if role else [])
    if not registers:
        return []
    known = [p.id for p in data if any(e.form in registers and e.is_filled for e in p.entries)]
    findings = []
    for participant in data:
        elsewhere = [entry for entry in participant.entries if entry.form not in registers]
        if elsewhere and participant.id not in known:
            message = (
                f"the participant stands in {_list_forms(elsewhere)}, but in none of "
                + ", ".join(dict.fromkeys(registers))
            )
            remedy = suggest_name(participant.id, known)
            findings.append(
                make_finding_at(elsewhere[0], "error", _PARTICIPANT, message, remedy=remedy)
            )
    return findings


def _list_forms(entries: list[Entry]) -> str:
    return ", ".join(sorted({entry.form for entry in entries}))


def check_visits(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each entry at a visit that does not exist or at which its form is not due."""
    return [
        make_finding_at(entry, "error", _VISIT, message, remedy=remedy)
        for participant in data
        for entry in participant.entries
        if (form := study.find_form(entry.form))
        for message, remedy in _judge_visit(study, form, entry)
    ]


def _judge_visit(study: Study, form: Form, entry: Entry) -> list[tuple[str, str]]:
    if not entry.visit:
        if not form.visits:
            return []
        return [("the visit is missing", suggest_name("", form.visits))]
    if study.find_visit(entry.visit) is None:
        known = [visit.id for visit in study.visits]
        return [(f"there is no visit '{entry.visit}'", suggest_name(entry.visit, known))]
    if form.visits and entry.visit not in form.visits:
        return [("the form is not due at this visit", suggest_name(entry.visit, form.visits))]
    return []


def check_arms(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each entry of a form or visit that is not for the participant's arm."""
    findings = []
    for participant in data:
        for entry in filter(has_content, participant.entries):
            form, visit = study.find_form(entry.form), study.find_visit(entry.visit)
            for what, part in (("form", form), ("visit", visit)):
                if part is not None and part.arms and participant.arm not in part.arms:
                    whose = f"arm {participant.arm}" if participant.arm else "nobody's arm"
                    message = f"the {what} is for arm {', '.join(part.arms)}, not for {whose}"
                    remedy = "correct the participant, or the arm in the allocation"
                    findings.append(make_finding_at(entry, "error", _ARM, message, remedy=remedy))
    return findings + _check_failed_screening(study, data)


def _check_failed_screening(study: Study, data: StudyData) -> list[Finding]:
    return [
        make_finding_at(
            entry,
            "error",
            _ARM,
            f"the participant is in arm {participant.arm}, but was not enrolled at screening",
            item="outcome",
            remedy="correct the screening log or the allocation",
        )
        for participant in data
        if participant.arm and len(study.arms) > 1
        for entry, _ in select_standard(study, participant, "screening-log")
        if get_code(entry, "outcome") in {"failed", "declined"}
    ]


def check_allocations(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each participant who was allocated, but to no arm that the study has."""
    role = study.find_role("arm")
    if role is None:
        return []
    form, item = role
    return [
        make_finding_at(
            entry,
            "error",
            _NO_ARM,
            "the participant was allocated, but is in no arm, so nothing counts him by arm",
            item=item.id,
            remedy="enter one of the arms: " + ", ".join(arm.id for arm in study.arms),
        )
        for participant in data
        if study.find_arm(participant.arm) is None
        for entry in [e for e in participant.select(form.id) if has_content(e)][:1]
    ]


def check_laboratories(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each laboratory that the study does not declare, and hormones without any."""
    known = [laboratory.id for laboratory in study.laboratories]
    findings = []
    for participant in data:
        for entry in filter(has_content, participant.entries):
            form = study.find_form(entry.form)
            item = form.find_item("laboratory") if form else None
            if form is None or item is None:
                continue
            named = get_code(entry, "laboratory")
            # where the item is required the check of required items reports that it is missing
            if not named and form.standard == "hormones" and not item.required:
                message = "the laboratory is missing, so neither its range nor its factor is known"
            elif named and named not in known:
                message = "the laboratory is not declared in the study"
            else:
                continue
            remedy = suggest_name(named, known)
            findings.append(
                make_finding_at(
                    entry, "warning", _LABORATORY, message, item="laboratory", remedy=remedy
                )
            )
    return findings


UNKNOWN_PARTICIPANT = Check(
    id=_PARTICIPANT,
    title="Every participant stands in a form that registers participants.",
    severity="error",
    looks_at="screening-log, consent, demographics, allocation against all other forms",
    source="ICH E6(R3): the participant code is unambiguous",
    function=check_participants,
    topic="Presence",
)

WRONG_VISIT = Check(
    id=_VISIT,
    title="An entry belongs to a visit at which its form is due.",
    severity="error",
    looks_at="all forms",
    source="definition of the study",
    function=check_visits,
    topic="Presence",
)

WRONG_ARM = Check(
    id=_ARM,
    title="A form or visit of one arm has entries of that arm only, and an arm has enrolled men.",
    severity="error",
    looks_at="forms and visits with `arms`; screening-log",
    source="definition of the study",
    function=check_arms,
    topic="Presence",
)

IN_NO_ARM = Check(
    id=_NO_ARM,
    title="Whoever was allocated is in an arm of the study.",
    severity="error",
    looks_at="the item of role arm against `[[arms]]`",
    source="no participant is dropped silently",
    function=check_allocations,
    topic="Presence",
)

UNKNOWN_LABORATORY = Check(
    id=_LABORATORY,
    title="A laboratory that is named is declared, and hormones name theirs.",
    severity="warning",
    looks_at="the item `laboratory` of all forms",
    source="upper limits of 117 laboratories differ: doi:10.1016/j.urology.2018.07.024",
    function=check_laboratories,
    topic="Presence",
)
