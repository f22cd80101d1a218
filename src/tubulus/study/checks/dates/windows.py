"""Visits outside the days that the protocol allows."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import has_content, make_finding_at
from tubulus.study.definition.study import Study
from tubulus.study.derivations.study_days import (
    compute_study_day,
    find_anchor_day,
    find_entry_day,
)
from tubulus.study.records.participants import ParticipantData, StudyData

__all__ = ["MISSING_ANCHOR", "VISIT_WINDOW", "check_anchors", "check_windows"]

_WINDOW = "visit-window"
_ANCHOR = "day-1-missing"


def check_windows(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each dated entry outside the window of its visit.

    Days count from the anchor of the participant's own arm: day 1, and no day 0.
    """
    return [finding for participant in data for finding in _check_participant(study, participant)]


def _check_participant(study: Study, participant: ParticipantData) -> Iterator[Finding]:
    anchor = find_anchor_day(study, participant)
    if anchor is None:
        return
    for entry in participant.entries:
        visit, day = study.find_visit(entry.visit), find_entry_day(study, entry)
        form = study.find_form(entry.form)
        if visit is None or visit.window is None or day is None or form is None:
            continue
        first, last = visit.window
        if not first <= compute_study_day(day, anchor) <= last:
            yield make_finding_at(
                entry,
                "warning",
                _WINDOW,
                f"the study day is outside the visit's window of day {first} to {last}",
                item=form.dated_by,
                remedy="confirm the date; record a deviation if it is true",
            )


def check_anchors(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each participant with entries at a later visit whose day 1 is not known."""
    findings = []
    for participant in data:
        arm = study.find_arm(participant.arm)
        if arm is None or arm.anchor is None or find_anchor_day(study, participant):
            continue
        later = [
            entry
            for entry in filter(has_content, participant.entries)
            if (visit := study.find_visit(entry.visit))
            and not visit.baseline
            and (visit.day or 0) > 1
        ]
        if later:
            message = (
                f"day 1 of arm {arm.id} ({arm.anchor.form}.{arm.anchor.item}) is missing, "
                "so no study day is known"
            )
            remedy = "enter the date"
            findings.append(make_finding_at(later[0], "error", _ANCHOR, message, remedy=remedy))
    return findings


VISIT_WINDOW = Check(
    id=_WINDOW,
    title="A visit takes place within its window.",
    severity="warning",
    looks_at="dated forms at visits with `window`",
    source="protocol; study days from the arm's own anchor, day 1, without a day 0",
    function=check_windows,
    topic="Dates",
)

MISSING_ANCHOR = Check(
    id=_ANCHOR,
    title="Whoever has a follow-up visit has a day 1.",
    severity="error",
    looks_at="anchor items of the arms",
    source="each arm declares its anchor",
    function=check_anchors,
    topic="Dates",
)
