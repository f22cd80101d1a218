"""Study days: days counted from each arm's own anchor, day 1, with no day 0."""

from __future__ import annotations

from datetime import date

from tubulus.study.definition.study import Study
from tubulus.study.records.participants import Entry, ParticipantData

__all__ = [
    "compute_study_day",
    "find_anchor_day",
    "find_entry_day",
]


def compute_study_day(day: date, anchor: date) -> int:
    """Compute the study day of a date.

    Notes
    -----
    The anchor is day 1 and the day before it is day -1: there is no day 0, as in submission
    datasets.
    """
    apart = (day - anchor).days
    return apart + 1 if apart >= 0 else apart


def find_anchor_day(study: Study, participant: ParticipantData) -> date | None:
    """Return the date that is day 1 of a participant, None where it is not known.

    It is the first date in the anchor item of the participant's own arm: arms begin differently,
    one with the marrow harvest, another with the first dose of a drug.
    """
    arm = study.find_arm(participant.arm)
    if arm is None or arm.anchor is None:
        return None
    values = [entry.get(arm.anchor.item) for entry in participant.select(arm.anchor.form)]
    days = [value.day for value in values if value.is_known and value.day is not None]
    return min(days, default=None)


def find_entry_day(study: Study, entry: Entry) -> date | None:
    """Return the date of a filled form: the item that dates it; None where it is not known."""
    form = study.find_form(entry.form)
    if form is None or not form.dated_by:
        return None
    value = entry.get(form.dated_by)
    return value.day if value.is_known else None
