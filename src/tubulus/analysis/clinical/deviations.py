"""Protocol deviations by importance and kind, of everybody on record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tubulus.analysis.clinical.clinic import Clinic, make_count
from tubulus.analysis.clinical.row import ClinicalRow
from tubulus.study.records.participants import Entry, ParticipantData

__all__ = ["list_deviations"]

_SECTION = "deviations"
_FORM = "deviation"


def list_deviations(clinic: Clinic) -> Iterator[ClinicalRow]:
    """Yield men with a deviation and the number of each kind, by importance.

    Notes
    -----
    Deviations of men outside the analysis set count too: a man who was never treated may be the
    deviation. Those without an arm stand under an empty arm, where there are any.
    """
    if not clinic.has(_FORM):
        return
    everybody = (*clinic.men, *clinic.others)
    places = [*(arm.id for arm in clinic.study.arms), ""]
    men: dict[str, list[ParticipantData]] = {arm: [] for arm in places}
    for man in everybody:
        men[man.arm if man.arm in men else ""].append(man)
    found = {arm: [clinic.list_entries(man, _FORM) for man in men[arm]] for arm in places}
    shown = [arm for arm in places if arm or any(found[arm])]
    for arm in shown:
        yield from _count_men(clinic, arm, men[arm], found[arm])
    entries = [entry for arm in shown for own in found[arm] for entry in own]
    kinds = clinic.order_codes(_FORM, "category", [e.get("category").text for e in entries])
    for kind in kinds:
        for arm in shown:
            yield from _count_kind(clinic, arm, kind, found[arm])


def _count_men(
    clinic: Clinic,
    arm: str,
    men: Sequence[ParticipantData],
    found: Sequence[Sequence[Entry]],
) -> Iterator[ClinicalRow]:
    major = sum(any(_is_major(entry) for entry in own) for own in found)
    note = clinic.note_repeats(men, _FORM)
    yield make_count(
        _SECTION, "Men with a deviation", arm, sum(map(bool, found)), len(men), note=note
    )
    yield make_count(_SECTION, "Men with a major deviation", arm, major, len(men))


def _count_kind(
    clinic: Clinic, arm: str, kind: str, found: Sequence[Sequence[Entry]]
) -> Iterator[ClinicalRow]:
    own = [
        entry
        for entries in found
        for entry in entries
        if clinic.name_code(_FORM, "category", entry.get("category").text) == kind
    ]
    levels = [clinic.name_code(_FORM, "importance", e.get("importance").text) for e in own]
    for level in dict.fromkeys(levels):
        n = levels.count(level)
        yield make_count(_SECTION, kind, arm, n, level=level, counted="deviations")


def _is_major(entry: Entry) -> bool:
    return entry.get("importance").text == "major"
