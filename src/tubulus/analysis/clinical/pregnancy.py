"""Pregnancies and births: couples who could count, how they conceived, how it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tubulus.analysis.clinical.clinic import (
    Clinic,
    describe_quantity,
    join_notes,
    make_count,
    write_count,
)
from tubulus.analysis.clinical.row import ClinicalRow
from tubulus.study.records.participants import Entry, ParticipantData

__all__ = ["list_pregnancies"]

_SECTION = "pregnancy"


def list_pregnancies(clinic: Clinic) -> Iterator[ClinicalRow]:
    """Yield couples with a pregnancy and with a live birth, conceptions, outcomes and newborns.

    Notes
    -----
    Where the study has the partner's form, only couples whose partner consents to the use of her
    data count, in numerator and denominator: of the others nothing may be on record, and nothing
    is not "no pregnancy". A live birth is one by the pregnancy's outcome or by the newborn's form.
    """
    for arm in clinic.list_arms("pregnancy"):
        couples, left_out = _find_couples(clinic, arm)
        men = clinic.list_men(arm)
        notes = join_notes(left_out, clinic.note_repeats(men, "pregnancy"))
        own = [clinic.list_entries(man, "pregnancy") for man in couples]
        couples_with = {
            "a pregnancy": sum(bool(found) for found in own),
            "a natural conception": sum(any(map(_is_natural, found)) for found in own),
            "a live birth": sum(_has_birth(clinic, man) for man in couples),
        }
        for what, n in couples_with.items():
            note = notes if what == "a pregnancy" else ""
            yield clinic.make_share(
                _SECTION, f"Couples with {what}", arm, n, len(couples), counted="couples", note=note
            )
        pregnancies = [entry for found in own for entry in found]
        for item, label in (("conception", "Conception"), ("outcome", "Outcome of the pregnancy")):
            yield from _list_codes(clinic, arm, item, label, pregnancies)
        if clinic.has("neonatal"):
            newborns = [e for man in couples for e in clinic.list_entries(man, "neonatal")]
            yield from _list_newborns(clinic, arm, newborns)
        if clinic.has("partner"):
            yield from _list_assisted(clinic, arm, couples)


def _find_couples(clinic: Clinic, arm: str) -> tuple[tuple[ParticipantData, ...], str]:
    men = clinic.list_men(arm)
    if not clinic.has("partner"):
        return men, ""
    couples = tuple(man for man in men if _has_consent(clinic, man))
    rest = [man for man in men if man not in couples]
    without = (
        write_count(
            len(rest),
            "man without the partner's consent is not counted",
            "men without the partner's consent are not counted",
        )
        if rest
        else ""
    )
    hidden = sum(len(clinic.list_entries(man, "pregnancy")) for man in rest)
    left_out = (
        write_count(
            hidden,
            "pregnancy on record without her consent is left out",
            "pregnancies on record without her consent are left out",
        )
        if hidden
        else ""
    )
    return couples, join_notes(without, left_out)


def _has_consent(clinic: Clinic, man: ParticipantData) -> bool:
    entries = clinic.list_entries(man, "partner")
    given = any(e.get("consent_given").truth is True for e in entries)
    return given and not any(e.get("consent_withdrawn").truth is True for e in entries)


def _is_natural(entry: Entry) -> bool:
    return entry.get("conception").text == "natural"


def _has_birth(clinic: Clinic, man: ParticipantData) -> bool:
    pregnancies = clinic.list_entries(man, "pregnancy")
    newborns = clinic.list_entries(man, "neonatal")
    return any(e.get("outcome").text == "live-birth" for e in pregnancies) or any(
        e.get("live_birth").truth is True for e in newborns
    )


def _list_codes(
    clinic: Clinic, arm: str, item: str, label: str, pregnancies: Sequence[Entry]
) -> Iterator[ClinicalRow]:
    names = [clinic.name_code("pregnancy", item, e.get(item).text) for e in pregnancies]
    counts = Counter(names)
    for name in clinic.order_codes("pregnancy", item, [e.get(item).text for e in pregnancies]):
        yield make_count(
            _SECTION, label, arm, counts[name], len(pregnancies), level=name, counted="pregnancies"
        )


def _list_newborns(clinic: Clinic, arm: str, newborns: Sequence[Entry]) -> Iterator[ClinicalRow]:
    if not newborns:
        return
    for item, label in (
        ("live_birth", "Newborns alive at birth"),
        ("major_anomaly", "Newborns with a major anomaly"),
        ("died_within_28_days", "Newborns who died within 28 days"),
    ):
        n = sum(entry.get(item).truth is True for entry in newborns)
        unknown = sum(entry.get(item).truth is None for entry in newborns)
        note = f"{unknown} of whom this is not recorded" if unknown else ""
        yield make_count(_SECTION, label, arm, n, len(newborns), counted="newborns", note=note)
    for item, label, unit in (
        ("gestational_age", "Gestational age", "wk"),
        ("birthweight", "Birthweight", "g"),
    ):
        values = [entry.get(item).number for entry in newborns]
        yield describe_quantity(
            _SECTION, label, arm, values, unit=unit, counted="newborns", extremes=True
        )


def _list_assisted(
    clinic: Clinic, arm: str, couples: Sequence[ParticipantData]
) -> Iterator[ClinicalRow]:
    answers = [
        [e.get("art_during_study").truth for e in clinic.list_entries(man, "partner")]
        for man in couples
    ]
    n = sum(True in found for found in answers)
    unknown = sum(True not in found and False not in found for found in answers)
    note = f"{unknown} couples of whom this is not recorded" if unknown else ""
    label = "Couples with assisted reproduction during the study"
    yield clinic.make_share(_SECTION, label, arm, n, len(couples), counted="couples", note=note)
