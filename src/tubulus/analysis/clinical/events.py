"""Adverse events by kind and worst grade: men and events of each arm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from tubulus.analysis.clinical.clinic import (
    NOT_RECORDED,
    Clinic,
    join_notes,
    make_count,
    write_count,
)
from tubulus.analysis.clinical.row import ClinicalRow
from tubulus.study.records.participants import Entry

__all__ = ["list_events"]

_SECTION = "events"
_FORM = "adverse-event"
_ANY = "Any adverse event"
_RELATED = frozenset({"possible", "probable", "definite"})
_SURGICAL = ("i", "ii", "iiia", "iiib", "iva", "ivb", "v")

_Events = Sequence[Sequence[Entry]]


def list_events(clinic: Clinic) -> Iterator[ClinicalRow]:
    """Yield men with any event, with serious, related and fatal ones, and with each kind.

    Notes
    -----
    A man counts once in a kind, with his worst CTCAE grade of that kind; events are counted
    beside the men. A kind that one arm had is shown for every arm, with its exact upper limit.
    """
    arms = clinic.list_arms(_FORM)
    per_arm = {
        arm: [clinic.list_entries(man, _FORM) for man in clinic.list_men(arm)] for arm in arms
    }
    for arm in arms:
        yield from _summarise(clinic, arm, per_arm[arm])
    everything = [entry for events in per_arm.values() for man in events for entry in man]
    kinds = clinic.order_codes(_FORM, "category", [e.get("category").text for e in everything])
    for kind in kinds:
        for arm in arms:
            yield from _list_kind(clinic, arm, kind, per_arm[arm])
    for arm in arms:
        yield from _list_surgical(clinic, arm, per_arm[arm])


def _summarise(clinic: Clinic, arm: str, events: _Events) -> Iterator[ClinicalRow]:
    outside = sum(
        len(clinic.list_entries(man, _FORM)) for man in clinic.others if man.arm in {arm, ""}
    )
    left_out = write_count(
        outside,
        "event of men outside the analysis set is not counted",
        "events of men outside the analysis set are not counted",
    )
    note = join_notes(clinic.note_repeats(clinic.list_men(arm), _FORM), left_out if outside else "")
    tests: tuple[tuple[str, Callable[[Entry], bool | None], str], ...] = (
        (_ANY, lambda _: True, note),
        ("Serious adverse event", lambda e: e.get("serious").truth, ""),
        ("At least possibly related to the treatment", _is_related, ""),
        ("Fatal", _is_fatal, ""),
    )
    for label, test, remark in tests:
        yield from _count_men(clinic, label, arm, events, test=test, note=remark)
        if label == _ANY:
            yield from _count_grades(label, arm, events)


def _is_related(entry: Entry) -> bool | None:
    code = entry.get("relation").text
    return None if code is None else code in _RELATED


def _is_fatal(entry: Entry) -> bool | None:
    code, grade = entry.get("outcome").text, entry.get("ctcae_grade").number
    if code == "fatal" or grade == 5:
        return True
    return None if code is None and grade is None else False


def _count_men(
    clinic: Clinic,
    label: str,
    arm: str,
    events: _Events,
    *,
    test: Callable[[Entry], bool | None],
    note: str = "",
) -> Iterator[ClinicalRow]:
    """Yield men with at least one such event, and such events; what is not recorded is said."""
    answers = [[test(entry) for entry in man] for man in events]
    n = sum(True in man for man in answers)
    unknown = sum(answer is None for man in answers for answer in man)
    unsaid = f"{unknown} event{'' if unknown == 1 else 's'} of which this is not recorded"
    remark = join_notes(note, unsaid if unknown else "")
    yield clinic.make_share(_SECTION, label, arm, n, len(events), note=remark)
    total = sum(man.count(True) for man in answers)
    yield make_count(_SECTION, label, arm, total, counted="events")


def _list_kind(clinic: Clinic, arm: str, kind: str, events: _Events) -> Iterator[ClinicalRow]:
    def is_kind(entry: Entry) -> bool:
        return clinic.name_code(_FORM, "category", entry.get("category").text) == kind

    label = "Kind not recorded" if kind == NOT_RECORDED else kind
    yield from _count_men(clinic, label, arm, events, test=is_kind)
    own = [[entry for entry in man if is_kind(entry)] for man in events]
    yield from _count_grades(label, arm, own)


def _count_grades(label: str, arm: str, events: _Events) -> Iterator[ClinicalRow]:
    """Yield the men of each worst grade."""
    worst = Counter(_find_worst(man) for man in events if man)
    for grade, n in sorted(worst.items()):
        level = f"grade {grade}" if grade else "grade not recorded"
        yield make_count(_SECTION, label, arm, n, level=level)


def _find_worst(entries: Sequence[Entry]) -> int:
    """Find the worst grade; 0 where none is recorded."""
    grades = [entry.get("ctcae_grade").number for entry in entries]
    return int(max((grade for grade in grades if grade is not None), default=0))


def _list_surgical(clinic: Clinic, arm: str, events: _Events) -> Iterator[ClinicalRow]:
    """Yield the worst Clavien-Dindo grade of the men with a complication of surgery."""
    graded = [[e.get("clavien_dindo").text for e in man] for man in events]
    worst = [
        max((_SURGICAL.index(code) for code in man if code in _SURGICAL), default=None)
        for man in graded
    ]
    label = "Complication of surgery (Clavien-Dindo)"
    known = Counter(grade for grade in worst if grade is not None)
    if not known and not any(found is not None for found in worst):
        return
    yield clinic.make_share(_SECTION, label, arm, sum(known.values()), len(events))
    for grade, n in sorted(known.items()):
        name = clinic.name_code(_FORM, "clavien_dindo", _SURGICAL[grade])
        yield make_count(_SECTION, label, arm, n, level=f"grade {name}")
