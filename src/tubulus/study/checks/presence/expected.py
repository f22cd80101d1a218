"""Which visits of a participant were due, and by what this is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tubulus.study.checks.places import has_content, select_standard
from tubulus.study.definition.forms import Form
from tubulus.study.definition.identity import Visit
from tubulus.study.definition.study import Study
from tubulus.study.derivations.study_days import (
    compute_study_day,
    find_anchor_day,
    find_entry_day,
)
from tubulus.study.records.participants import ParticipantData, StudyData

__all__ = [
    "Horizon",
    "find_horizon",
    "has_left",
    "is_for",
    "list_due_visits",
    "list_filled",
]


@dataclass(frozen=True, slots=True)
class Horizon:
    """The day up to which data are known.

    Parameters
    ----------
    day : date or None
        The day; None where nothing is dated.
    name : str
        How messages call it, without the date of any participant.
    """

    day: date | None
    name: str


def find_horizon(study: Study, data: StudyData, data_cut: date | None) -> Horizon:
    """Return the data cut where one is given, else the latest date in the data of anybody."""
    if data_cut is not None:
        return Horizon(data_cut, f"the data cut of {data_cut.isoformat()}")
    days = (find_entry_day(study, entry) for participant in data for entry in participant.entries)
    latest = max((day for day in days if day is not None), default=None)
    return Horizon(latest, "the latest date in the data")


def is_for(part: Form | Visit, participant: ParticipantData) -> bool:
    """Tell whether a form or visit is for the arm of a participant."""
    return not part.arms or participant.arm in part.arms


def list_filled(participant: ParticipantData, visit: str) -> set[str]:
    """List the forms that were filled at a visit."""
    return {e.form for e in participant.entries if e.visit == visit and has_content(e)}


def _list_statuses(study: Study, participant: ParticipantData) -> set[str | None]:
    entries = select_standard(study, participant, "disposition")
    return {entry.get("status").text for entry, _ in entries}


def has_left(study: Study, participant: ParticipantData) -> bool:
    """Tell whether a participant left before the end; whoever completed has not left."""
    return bool(_list_statuses(study, participant) - {None, "completed"})


def list_due_visits(
    study: Study, participant: ParticipantData, horizon: Horizon
) -> Iterator[tuple[Visit, str]]:
    """Yield each visit that was due, with the reason, whether or not it took place.

    A visit is due where a later one has forms, where the participant is said to have completed
    the study, where its last day had passed on the horizon, and, before the treatment, where the
    treatment has begun. Days are counted from the allocation where day 1 is not known.
    """
    own = [
        visit
        for visit in study.visits
        if is_for(visit, participant)
        and any(visit.id in form.visits and is_for(form, participant) for form in study.forms)
    ]
    last_filled = max(
        (place for place, visit in enumerate(own) if list_filled(participant, visit.id)),
        default=-1,
    )
    has_completed = "completed" in _list_statuses(study, participant)
    for place, visit in enumerate(own):
        reason = _find_reason(study, participant, visit, horizon)
        if place < last_filled:
            yield visit, "a later visit has forms"
        elif has_completed:
            yield visit, "the participant is said to have completed the study"
        elif reason:
            yield visit, reason


def _find_reason(study: Study, participant: ParticipantData, visit: Visit, horizon: Horizon) -> str:
    """Return why a visit is overdue; empty where it is not."""
    if horizon.day is None:
        return ""
    anchor = find_anchor_day(study, participant)
    last = visit.window[1] if visit.window else visit.day
    start = anchor or _find_allocation_day(study, participant)
    if last is not None and start is not None:
        if compute_study_day(horizon.day, start) > last:
            since = "" if anchor else " counted from the allocation, for want of a day 1"
            return f"its last day ({last}{since}) had passed by {horizon.name}"
        return ""
    if visit.baseline and anchor is not None and anchor <= horizon.day:
        return f"day 1 had passed by {horizon.name}"
    return ""


def _find_allocation_day(study: Study, participant: ParticipantData) -> date | None:
    role = study.find_role("arm")
    entries = participant.select(role[0].id) if role else ()
    days = (find_entry_day(study, entry) for entry in entries)
    return min((day for day in days if day is not None), default=None)
