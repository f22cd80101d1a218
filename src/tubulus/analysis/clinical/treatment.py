"""Treatment given: who had it, how much of which cells, which drug or programme, how long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from tubulus.analysis.clinical.clinic import Clinic, describe_quantity, join_notes, make_count
from tubulus.analysis.clinical.row import ClinicalRow
from tubulus.study.records.participants import Entry, ParticipantData

__all__ = ["list_treatment"]

_SECTION = "treatment"


def list_treatment(clinic: Clinic) -> Iterator[ClinicalRow]:
    """Yield what each arm was given, of the forms that the study has.

    Notes
    -----
    The dose of a man is the sum over his injections, not known where one of them has none. A
    drug was taken from the first to the last day, both counted; without a last day the duration
    is not known.
    """
    for arm in clinic.list_arms("injection"):
        yield from _list_injections(clinic, arm)
    for arm in clinic.list_arms("cell-product"):
        yield from _list_lots(clinic, arm)
    for arm in clinic.list_arms("hormone-therapy"):
        yield from _list_drugs(clinic, arm)
    for arm in clinic.list_arms("lifestyle-programme"):
        yield from _list_programmes(clinic, arm)
    for arm in clinic.list_arms("concomitant-medication"):
        yield from _list_rescue(clinic, arm)


def _list_injections(clinic: Clinic, arm: str) -> Iterator[ClinicalRow]:
    men = clinic.list_men(arm)
    given = [entries for man in men if (entries := clinic.list_entries(man, "injection"))]
    note = clinic.note_repeats(men, "injection")
    yield make_count(_SECTION, "Men injected with cells", arm, len(given), len(men), note=note)
    if not given:
        return
    doses = [_add([entry.get("dose").number for entry in entries]) for entries in given]
    unit = _find_unit(clinic, "injection", "dose")
    yield describe_quantity(_SECTION, "Cells injected per man", arm, doses, unit=unit)
    for number, count in sorted(Counter(len(entries) for entries in given).items()):
        level = f"{number} injection{'' if number == 1 else 's'}"
        yield make_count(_SECTION, "Injections per man", arm, count, len(given), level=level)


def _list_lots(clinic: Clinic, arm: str) -> Iterator[ClinicalRow]:
    """Yield the properties of the lots that were injected, each lot once."""
    used = [_find_lots(clinic, man) for man in clinic.list_men(arm)]
    lots = [lot for found in used for lot in found]
    if not lots:
        return
    for item, label in (("viability", "Viability of the cells"), ("passage", "Passage")):
        values = [lot.get(item).number if lot is not None else None for lot in lots]
        unit = _find_unit(clinic, "cell-product", item)
        extremes = item == "passage"
        yield describe_quantity(
            _SECTION, label, arm, values, unit=unit, counted="lots injected", extremes=extremes
        )


def _find_lots(clinic: Clinic, man: ParticipantData) -> list[Entry | None]:
    """Find the product of each lot that a man received; None where it has no record."""
    names = dict.fromkeys(e.get("lot").text for e in clinic.list_entries(man, "injection"))
    products = clinic.list_entries(man, "cell-product")
    by_lot = {product.get("lot").text: product for product in reversed(products)}
    return [by_lot.get(name) if name else None for name in names]


def _list_drugs(clinic: Clinic, arm: str) -> Iterator[ClinicalRow]:
    men = clinic.list_men(arm)
    courses = [entries for man in men if (entries := clinic.list_entries(man, "hormone-therapy"))]
    note = clinic.note_repeats(men, "hormone-therapy")
    label = "Men who began hormone therapy"
    yield make_count(_SECTION, label, arm, len(courses), len(men), note=note)
    if not courses:
        return
    yield from _list_levels(clinic, "Drug and dose", arm, courses, _name_regimen)
    lengths = [_measure_course(entries) for entries in courses]
    yield describe_quantity(_SECTION, "Duration of hormone therapy", arm, lengths, unit="d")
    taken = [_find_lowest([e.get("adherence").number for e in entries]) for entries in courses]
    yield describe_quantity(
        _SECTION,
        "Doses taken",
        arm,
        taken,
        unit=_find_unit(clinic, "hormone-therapy", "adherence"),
        note="of several courses of a man the lowest",
    )
    yield from _list_levels(clinic, "Why it ended", arm, courses, _name_stop)


def _list_programmes(clinic: Clinic, arm: str) -> Iterator[ClinicalRow]:
    standard = "lifestyle-programme"
    men = clinic.list_men(arm)
    courses = [entries for man in men if (entries := clinic.list_entries(man, standard))]
    note = clinic.note_repeats(men, standard)
    label = "Men who began the lifestyle programme"
    yield make_count(_SECTION, label, arm, len(courses), len(men), note=note)
    if not courses:
        return
    lengths = [_measure_course(entries) for entries in courses]
    yield describe_quantity(_SECTION, "Duration of the programme", arm, lengths, unit="d")
    for item, words in (
        ("sessions_attended", "Sessions attended"),
        ("weight_change", "Change of weight"),
    ):
        values = [_add([entry.get(item).number for entry in entries]) for entries in courses]
        unit = _find_unit(clinic, standard, item)
        yield describe_quantity(_SECTION, words, arm, values, unit=unit)
    yield from _list_levels(clinic, "Why it ended", arm, courses, _name_programme_stop)


def _list_rescue(clinic: Clinic, arm: str) -> Iterator[ClinicalRow]:
    """Yield who had hormones beside the treatment; a man without an entry took none."""
    standard = "concomitant-medication"
    men = clinic.list_men(arm)
    entries = [clinic.list_entries(man, standard) for man in men]
    n = sum(any(e.get("rescue").truth is True for e in found) for found in entries)
    unknown = sum(
        any(e.get("rescue").truth is None for e in found)
        and not any(e.get("rescue").truth for e in found)
        for found in entries
    )
    note = f"{unknown} with a drug of which this is not recorded" if unknown else ""
    label = "Hormones to bring back sperm, beside the treatment"
    remark = join_notes(note, clinic.note_repeats(men, standard))
    yield make_count(_SECTION, label, arm, n, len(men), note=remark)


_Name = Callable[[Clinic, Entry], str]


def _list_levels(
    clinic: Clinic, label: str, arm: str, courses: Sequence[Sequence[Entry]], name: _Name
) -> Iterator[ClinicalRow]:
    """Yield the men of each kind of course; a man with two kinds stands in both."""
    counts = Counter(
        level for entries in courses for level in {name(clinic, entry) for entry in entries}
    )
    for level, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield make_count(_SECTION, label, arm, n, len(courses), level=level)


def _name_regimen(clinic: Clinic, entry: Entry) -> str:
    drug = (entry.get("drug").text or "Drug not recorded").strip()
    number, code = entry.get("dose").number, entry.get("dose_measured_in").text
    unit = clinic.name_code("hormone-therapy", "dose_measured_in", code) if code else ""
    dose = f"{number:g} {unit}".strip() if number is not None else "dose not recorded"
    schedule = (entry.get("schedule").text or "").strip()
    return ", ".join(filter(None, (drug[:1].upper() + drug[1:], dose, schedule)))


def _name_stop(clinic: Clinic, entry: Entry) -> str:
    return clinic.name_code("hormone-therapy", "stop_reason", entry.get("stop_reason").text)


def _name_programme_stop(clinic: Clinic, entry: Entry) -> str:
    return clinic.name_code("lifestyle-programme", "stop_reason", entry.get("stop_reason").text)


def _measure_course(entries: Sequence[Entry]) -> float | None:
    """Measure the days from the first to the last dose, both counted."""
    starts = [entry.get("started_on").day for entry in entries]
    ends = [entry.get("ended_on").day for entry in entries]
    known_starts: list[date] = [day for day in starts if day is not None]
    known_ends: list[date] = [day for day in ends if day is not None]
    if len(known_starts) < len(entries) or len(known_ends) < len(entries):
        return None
    return float((max(known_ends) - min(known_starts)).days + 1)


def _add(numbers: Sequence[float | None]) -> float | None:
    known = [number for number in numbers if number is not None]
    return float(sum(known)) if len(known) == len(numbers) else None


def _find_lowest(numbers: Sequence[float | None]) -> float | None:
    return min((number for number in numbers if number is not None), default=None)


def _find_unit(clinic: Clinic, standard: str, item: str) -> str:
    items = [form.find_item(item) for form in clinic.study.find_standard(standard)]
    return next((found.unit for found in items if found is not None), "")
