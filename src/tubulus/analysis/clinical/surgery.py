"""What the surgeon found: sperm at microTESE and histology; never sperm in the ejaculate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tubulus.analysis.clinical.clinic import Clinic, make_count, write_count
from tubulus.analysis.clinical.row import ClinicalRow
from tubulus.study.records.participants import Entry

__all__ = ["list_surgery"]

_SECTION = "surgery"
_FORM = "injection"

# from the pattern in which sperm are found most often to the one in which hardly ever: retrieval
# in 89.7 % of hypospermatogenesis, 32.4 % of maturation arrest, 30.4 % of Sertoli cell only (264
# men with microTESE, 2013-2014); hyalinised tubules hold no germ cells
_BEST_FIRST = ("hypospermatogenesis", "maturation-arrest", "sertoli-only", "hyalinisation")
_UNRANKED = "Other pattern alone"
_UNKNOWN = "Not examined or not recorded"


def list_surgery(clinic: Clinic) -> Iterator[ClinicalRow]:
    """Yield sperm found and histology of the men who had microTESE.

    Notes
    -----
    A man counts as found where sperm was found on either side; where no side had any and one is
    not recorded he is not known and stands beside the count. Both the better and the worse side
    are given for histology: a man has two testes and often two patterns.
    """
    arms = clinic.list_arms(_FORM)
    for arm in arms:
        operated = [
            sides
            for man in clinic.list_men(arm)
            if (sides := _list_sides(clinic.list_entries(man, _FORM)))
        ]
        if operated:
            alone = len(arms) == 1 and len(clinic.study.arms) > 1
            yield from _list_found(clinic, arm, operated, alone=alone)
            yield from _list_histology(clinic, arm, operated)


def _list_sides(entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.get("microtese").truth is True]


def _list_found(
    clinic: Clinic, arm: str, operated: Sequence[Sequence[Entry]], *, alone: bool
) -> Iterator[ClinicalRow]:
    answers = [[e.get("sperm_retrieved").truth for e in sides] for sides in operated]
    found = sum(True in man for man in answers)
    unknown = sum(True not in man and None in man for man in answers)
    notes = (
        [
            write_count(
                unknown,
                "man of whom this is not recorded is not counted",
                "men of whom this is not recorded are not counted",
            )
        ]
        if unknown
        else []
    )
    notes += ["one arm only, not compared"] if alone else []
    label = "Sperm found at surgery, on either side"
    yield clinic.make_share(
        _SECTION, label, arm, found, len(operated) - unknown, note="; ".join(notes)
    )


def _list_histology(
    clinic: Clinic, arm: str, operated: Sequence[Sequence[Entry]]
) -> Iterator[ClinicalRow]:
    for label, place in (("Histology, better side", 0), ("Histology, worse side", -1)):
        levels = Counter(_choose(sides, place) for sides in operated)
        for code in (*_BEST_FIRST, _UNRANKED, _UNKNOWN):
            if levels[code]:
                level = clinic.name_code(_FORM, "histology", code)
                yield make_count(_SECTION, label, arm, levels[code], len(operated), level=level)


def _choose(sides: Sequence[Entry], place: int) -> str:
    codes = [entry.get("histology").text for entry in sides]
    ranked = sorted(_BEST_FIRST.index(code) for code in codes if code in _BEST_FIRST)
    if ranked:
        return _BEST_FIRST[ranked[place]]
    return _UNRANKED if any(code not in {None, "not-done"} for code in codes) else _UNKNOWN
