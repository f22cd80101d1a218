"""The order in which things must have happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import get_day, make_finding_at, select_standard
from tubulus.study.definition.identity import Visit
from tubulus.study.definition.study import Study
from tubulus.study.derivations.study_days import find_anchor_day, find_entry_day
from tubulus.study.records.participants import Entry, ParticipantData, StudyData

__all__ = [
    "BASELINE_ORDER",
    "EVENT_ORDER",
    "check_baseline_order",
    "check_event_order",
]

_BASELINE = "baseline-after-day-1"
_EVENTS = "order-of-events"

# form, item that comes first; form, item that comes later; a later date is not before it
_ORDERS = (
    (("screening-log", "screened_on"), ("allocation", "allocated_on")),
    (("allocation", "allocated_on"), ("marrow-harvest", "harvested_on")),
    (("allocation", "allocated_on"), ("hormone-therapy", "started_on")),
    (("allocation", "allocated_on"), ("lifestyle-programme", "started_on")),
    (("marrow-harvest", "harvested_on"), ("injection", "given_on")),
)


def check_event_order(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each event dated before one that must precede it."""
    return [finding for participant in data for finding in _check_orders(study, participant)]


def _check_orders(study: Study, participant: ParticipantData) -> Iterator[Finding]:
    for (first_form, first_item), (later_form, later_item) in _ORDERS:
        starts = [day for _, day in _list_days(study, participant, first_form, first_item)]
        if not starts:
            continue
        # several harvests are possible: an event must follow the first of them
        earliest = min(starts)
        for entry, day in _list_days(study, participant, later_form, later_item):
            if day < earliest:
                message = f"it is dated before {first_form}.{first_item}, which must precede it"
                remedy = "compare both dates with the source documents"
                yield make_finding_at(
                    entry, "error", _EVENTS, message, item=later_item, remedy=remedy
                )


def _list_days(
    study: Study, participant: ParticipantData, standard: str, item: str
) -> list[tuple[Entry, date]]:
    entries = [entry for entry, _ in select_standard(study, participant, standard)]
    return [(entry, day) for entry in entries if (day := get_day(entry, item))]


def check_baseline_order(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report baseline values taken after treatment began and follow-up values taken before."""
    findings = []
    for participant in data:
        anchor = find_anchor_day(study, participant)
        if anchor is None:
            continue
        for entry in participant.entries:
            visit, day = study.find_visit(entry.visit), find_entry_day(study, entry)
            form = study.find_form(entry.form)
            if visit is None or day is None or form is None:
                continue
            if visit.baseline and day > anchor:
                message = "a baseline value is dated after day 1 of the arm"
            elif _is_after_day_1(visit) and day < anchor:
                message = "a follow-up value is dated before day 1 of the arm"
            else:
                continue
            remedy = "correct the date or the visit; such a value cannot serve as this visit's"
            findings.append(
                make_finding_at(
                    entry, "error", _BASELINE, message, item=form.dated_by, remedy=remedy
                )
            )
    return findings


def _is_after_day_1(visit: Visit) -> bool:
    """Tell whether a follow-up visit is planned after day 1, by its day or by its window."""
    begins = (visit.day or 0) > 1 or (visit.window is not None and visit.window[0] > 0)
    return begins and not visit.baseline


EVENT_ORDER = Check(
    id=_EVENTS,
    title="Screening, allocation, harvest and treatment follow each other.",
    severity="error",
    looks_at="; ".join(f"{a}.{b} before {c}.{d}" for (a, b), (c, d) in _ORDERS),
    source="design of the study",
    function=check_event_order,
    topic="Dates",
)

BASELINE_ORDER = Check(
    id=_BASELINE,
    title="Baseline is measured until day 1 of the arm, follow-up after it.",
    severity="error",
    looks_at="dated forms at visits",
    source="each arm declares its anchor, day 1",
    function=check_baseline_order,
    topic="Dates",
)
