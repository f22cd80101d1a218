"""Which entries of a log count, by the study day that each arm's own anchor gives them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tubulus.analysis.dataset import Members
from tubulus.analysis.estimators.context import EstimandContext
from tubulus.study.definition.study import Study
from tubulus.study.derivations.study_days import (
    compute_study_day,
    find_anchor_day,
    find_entry_day,
)
from tubulus.study.records.participants import Entry, ParticipantData

__all__ = [
    "count_without_day",
    "keep_after_window",
    "keep_before_day_one",
    "keep_within_days",
]


def keep_within_days(context: EstimandContext) -> Members:
    """Keep the entries in the endpoint's window; all of them where it has none.

    An entry without a study day, because it or the anchor has no date, is kept: leaving it out
    would turn a harm into none. :func:`count_without_day` tells how many there are.
    """
    window = context.endpoint.within_days
    if window is None:
        return context.members
    return _keep(context, lambda day: day is None or window.first <= day <= window.last)


def keep_before_day_one(context: EstimandContext) -> Members:
    """Keep the entries dated before day 1: they happened before the treatment."""
    return _keep(context, lambda day: day is not None and day < 1)


def keep_after_window(context: EstimandContext) -> Members:
    """Keep the entries dated after the last day that counts."""
    window = context.endpoint.within_days
    return _keep(context, lambda day: window is not None and day is not None and day > window.last)


def count_without_day(context: EstimandContext, arm: str) -> int:
    """Count the entries of an arm that have no study day and were kept."""
    window = context.endpoint.within_days
    people = context.members.keep_arms([arm]).participants
    if window is None:
        return 0
    return sum(
        _find_study_day(context.study, person, entry) is None
        for person in people
        for entry in person.select_filled(window.form)
    )


def _keep(context: EstimandContext, counts: Callable[[int | None], bool]) -> Members:
    window = context.endpoint.within_days
    if window is None:
        return context.members
    study = context.study
    people = tuple(
        replace(
            person,
            entries=tuple(
                entry
                for entry in person.entries
                if entry.form != window.form or counts(_find_study_day(study, person, entry))
            ),
        )
        for person in context.members.participants
    )
    return Members(context.plan, people, context.members.kept)


def _find_study_day(study: Study, person: ParticipantData, entry: Entry) -> int | None:
    anchor, day = find_anchor_day(study, person), find_entry_day(study, entry)
    return None if anchor is None or day is None else compute_study_day(day, anchor)
