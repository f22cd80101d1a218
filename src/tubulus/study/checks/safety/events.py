"""Adverse events: seriousness, grade, and their place in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import (
    find_entries,
    get_code,
    get_day,
    get_number,
    make_finding_at,
    select_standard,
)
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import Entry, ParticipantData, StudyData

__all__ = [
    "COMPLICATION",
    "EVENT_DATES",
    "SERIOUSNESS",
    "check_complications",
    "check_event_dates",
    "check_seriousness",
]

_SERIOUS = "seriousness"
_DATES = "event-dates"
_COMPLICATION = "complication-reported"


def check_seriousness(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report events whose criterion of seriousness contradicts seriousness, grade or outcome.

    That grade 5 is fatal and serious, and that grade, seriousness and criterion are given at all,
    are rules of the built-in form.
    """
    findings = []
    for _, entry, _ in find_entries(study, data, "adverse-event"):
        for item, message in _judge_seriousness(entry):
            remedy = "compare with the report; seriousness is not severity"
            findings.append(
                make_finding_at(entry, "error", _SERIOUS, message, item=item, remedy=remedy)
            )
    return findings


def _judge_seriousness(entry: Entry) -> Iterator[tuple[str, str]]:
    criterion, outcome = get_code(entry, "serious_criterion"), get_code(entry, "outcome")
    grade = get_number(entry, "ctcae_grade")
    if criterion and entry.get("serious").truth is False:
        yield "serious", "a criterion of seriousness is given, but the event is not serious"
    if criterion == "death" and outcome and outcome != "fatal":
        yield "outcome", "the criterion is death, but the outcome is another"
    # grade 4 is life-threatening, grade 5 is death
    if criterion == "life-threatening" and grade is not None and grade < 4:
        yield "ctcae_grade", "the criterion is a threat to life, but the grade is below 4"


def check_event_dates(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report events that began before the first consent."""
    findings = []
    for participant, entry, _ in find_entries(study, data, "adverse-event"):
        started = get_day(entry, "started_on")
        consented = _find_first_consent(study, participant)
        if started is not None and consented is not None and started < consented:
            message = "the event began before the first consent"
            remedy = "enter it as history, or correct the date"
            findings.append(
                make_finding_at(entry, "warning", _DATES, message, item="started_on", remedy=remedy)
            )
    return findings


def _find_first_consent(study: Study, participant: ParticipantData) -> date | None:
    entries = select_standard(study, participant, "consent")
    days = [day for entry, _ in entries if (day := get_day(entry, "signed_on"))]
    return min(days, default=None)


def check_complications(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report complications of harvest or injection without an adverse event since that day."""
    if not study.find_standard("adverse-event"):
        return []
    findings = []
    for standard, dated_by in (("marrow-harvest", "harvested_on"), ("injection", "given_on")):
        for participant, entry, _ in find_entries(study, data, standard):
            day = get_day(entry, dated_by)
            if not entry.get("complication").truth or day is None:
                continue
            events = select_standard(study, participant, "adverse-event")
            if not any((get_day(event, "started_on") or date.min) >= day for event, _ in events):
                message = "a complication is given, but no adverse event since that day"
                remedy = "enter the adverse event: harms are counted from that form alone"
                findings.append(
                    make_finding_at(
                        entry,
                        "error",
                        _COMPLICATION,
                        message,
                        item="complication",
                        remedy=remedy,
                    )
                )
    return findings


SERIOUSNESS = Check(
    id=_SERIOUS,
    title="The criterion of seriousness agrees with seriousness, grade and outcome.",
    severity="error",
    looks_at="adverse-event: ctcae_grade, serious, serious_criterion, outcome",
    source="CTCAE v5.0 (grade 5 is death); ICH E2A (seriousness apart from severity)",
    function=check_seriousness,
    topic="Safety",
)

EVENT_DATES = Check(
    id=_DATES,
    title="An adverse event begins after the first consent.",
    severity="warning",
    looks_at="adverse-event.started_on against consent.signed_on",
    source="what was there before is history, not an adverse event",
    function=check_event_dates,
    topic="Safety",
)

COMPLICATION = Check(
    id=_COMPLICATION,
    title="A complication of harvest or injection is an adverse event too.",
    severity="error",
    looks_at="complication of marrow-harvest and injection against adverse-event",
    source="harms are complete in 70 % of 323 publications of stem-cell trials (PMC5425617)",
    function=check_complications,
    topic="Safety",
)
