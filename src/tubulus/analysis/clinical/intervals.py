"""Days between day 1, the injection and the follow-up: the arms' clocks differ."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tubulus.analysis.clinical.clinic import Clinic, describe_quantity
from tubulus.analysis.clinical.row import ClinicalRow
from tubulus.study.derivations.study_days import find_anchor_day
from tubulus.study.records.participants import ParticipantData

__all__ = ["list_intervals"]

_SECTION = "intervals"


def list_intervals(clinic: Clinic) -> Iterator[ClinicalRow]:
    """Yield the days from day 1 to the injection and from both to each follow-up semen visit.

    Notes
    -----
    Days that passed: the day after day 1 is one day later. Several injections of a man count from
    the first, several ejaculates of a visit from the first. In an arm that begins with a marrow
    harvest the cells come weeks after day 1, so that a visit counted from day 1 sees them for a
    shorter time than it sees the comparator.
    """
    injected = clinic.list_arms("injection")
    for arm in injected:
        days = [
            _count_days(find_anchor_day(clinic.study, man), given)
            for man in clinic.list_men(arm)
            if (given := _find_day(clinic, man, "injection", "given_on")) is not None
        ]
        if days:
            label = "From day 1 to the injection"
            yield describe_quantity(_SECTION, label, arm, days, unit="d", extremes=True)
    for visit in _list_visits(clinic):
        yield from _list_to_visit(clinic, visit)


def _list_visits(clinic: Clinic) -> list[str]:
    forms = clinic.study.find_standard("semen")
    held = {visit for form in forms for visit in form.visits}
    return [v.id for v in clinic.study.visits if v.id in held and not v.baseline]


def _list_to_visit(clinic: Clinic, visit: str) -> Iterator[ClinicalRow]:
    found = clinic.study.find_visit(visit)
    name = found.label if found is not None else visit
    for arm in clinic.list_arms("semen"):
        seen = [
            (man, day)
            for man in clinic.list_men(arm)
            if (day := _find_day(clinic, man, "semen", "collected_on", visit)) is not None
        ]
        from_start = [_count_days(find_anchor_day(clinic.study, man), day) for man, day in seen]
        after = [
            _count_days(given, day)
            for man, day in seen
            if (given := _find_day(clinic, man, "injection", "given_on")) is not None
        ]
        label = f"From day 1 to the semen sample of {name}"
        if from_start:
            yield describe_quantity(_SECTION, label, arm, from_start, unit="d", extremes=True)
        label = f"From the injection to the semen sample of {name}"
        if after:
            yield describe_quantity(_SECTION, label, arm, after, unit="d", extremes=True)


def _find_day(
    clinic: Clinic, man: ParticipantData, standard: str, item: str, visit: str | None = None
) -> date | None:
    days = [
        day
        for entry in clinic.list_entries(man, standard)
        if (visit is None or entry.visit == visit) and (day := entry.get(item).day) is not None
    ]
    return min(days, default=None)


def _count_days(start: date | None, end: date | None) -> float | None:
    return None if start is None or end is None else float((end - start).days)
