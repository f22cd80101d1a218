"""Study days: days counted from each arm's own anchor, day 1, with no day 0."""

from __future__ import annotations

from datetime import date

import polars as pl

from tubulus.study.definition.study import Study
from tubulus.study.records.participants import Entry, ParticipantData, StudyData

__all__ = [
    "STUDY_DAY_SCHEMA",
    "compute_study_day",
    "derive_study_days",
    "find_anchor_day",
    "find_entry_day",
]

STUDY_DAY_SCHEMA = pl.Schema(
    {
        "participant": pl.String(),
        "arm": pl.String(),
        "form": pl.String(),
        "visit": pl.String(),
        "occurrence": pl.Int32(),
        "day": pl.Date(),
        "study_day": pl.Int32(),
    }
)
"""Columns and types of the table of study days."""


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


def derive_study_days(study: Study, data: StudyData) -> pl.DataFrame:
    """Derive the study day of every dated entry.

    Returns
    -------
    polars.DataFrame
        Table of :data:`STUDY_DAY_SCHEMA`, a row for each entry with a date; ``study_day`` is null
        where the participant's anchor is not known.
    """
    rows = []
    for participant in data:
        anchor = find_anchor_day(study, participant)
        for entry in participant.entries:
            day = find_entry_day(study, entry)
            if day is not None:
                rows.append(
                    {
                        "participant": participant.id,
                        "arm": participant.arm,
                        "form": entry.form,
                        "visit": entry.visit,
                        "occurrence": entry.occurrence,
                        "day": day,
                        "study_day": compute_study_day(day, anchor) if anchor else None,
                    }
                )
    return pl.DataFrame(rows, schema=STUDY_DAY_SCHEMA, orient="row")
