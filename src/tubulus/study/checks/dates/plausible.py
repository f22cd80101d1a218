"""Dates that cannot be: before birth, after the data were cut, or against the stated age."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import (
    get_day,
    get_number,
    iterate_values,
    make_finding_at,
    select_standard,
)
from tubulus.study.definition.forms import Form, Item
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import Entry, StudyData

__all__ = [
    "AGE",
    "BEFORE_BIRTH",
    "check_age",
    "check_before_birth",
    "make_data_cut_check",
]

_AGE = "age-and-birth"
_BIRTH = "date-before-birth"
_CUT = "date-after-data-cut"

# an expiry date and a planned date may lie ahead
_MAY_LIE_AHEAD = {("cell-product", "expires_at")}


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date and the item that holds it."""

    entry: Entry
    item: str
    day: date


def _iterate_days(study: Study, data: StudyData) -> Iterator[tuple[Entry, Form, Item, date]]:
    for _, entry, form, item, value in iterate_values(study, data):
        if value.is_known and value.day is not None:
            yield entry, form, item, value.day


def check_before_birth(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each date of a participant before his birth.

    Where most of his dates are, the date of birth is the one in doubt: it is reported once.
    """
    role = study.find_role("birth")
    if role is None:
        return []
    form, item = role
    dated: dict[str, list[_Dated]] = {}
    for entry, of, asked, day in _iterate_days(study, data):
        # forms about the partner and the product have dates that are not of his life
        if of.about == "participant":
            dated.setdefault(entry.participant, []).append(_Dated(entry, asked.id, day))
    findings: list[Finding] = []
    for all_dated in dated.values():
        births = [d for d in all_dated if (d.entry.form, d.item) == (form.id, item.id)]
        others = [d for d in all_dated if (d.entry.form, d.item) != (form.id, item.id)]
        if births:
            findings.extend(_judge_birth(min(births, key=lambda d: d.day), others))
    return findings


def _judge_birth(birth: _Dated, others: list[_Dated]) -> Iterator[Finding]:
    early = [dated for dated in others if dated.day < birth.day]
    if len(early) > 1 and 2 * len(early) > len(others):
        message = f"{len(early)} of the participant's {len(others)} dates are before this birth"
        yield make_finding_at(
            birth.entry,
            "error",
            _BIRTH,
            message,
            item=birth.item,
            remedy="compare the date of birth with the source document",
        )
        return
    for dated in early:
        yield make_finding_at(
            dated.entry,
            "error",
            _BIRTH,
            f"the date is before the date of birth in {birth.entry.form}.{birth.item}",
            item=dated.item,
            remedy="compare both dates with the source documents",
        )


def check_age(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each stated age that differs from the one at the first consent by over a year.

    The form does not say on which day the age was asked, so a birthday may lie in between.
    """
    role = study.find_role("birth")
    if role is None:
        return []
    form, item = role
    findings = []
    for participant in data:
        consents = [entry for entry, _ in select_standard(study, participant, "consent")]
        signed = min((d for e in consents if (d := get_day(e, "signed_on"))), default=None)
        for entry in participant.select(form.id):
            born, age = get_day(entry, item.id), get_number(entry, "age")
            # a birth after the consent is reported by itself
            if signed is None or born is None or age is None or signed < born:
                continue
            # one if this year's birthday was still to come on the day of the signature
            before_birthday = (signed.month, signed.day) < (born.month, born.day)
            if abs(signed.year - born.year - before_birthday - age) > 1:
                message = "age and date of birth differ by more than a year at the first consent"
                remedy = "compare both with the source document"
                findings.append(
                    make_finding_at(entry, "warning", _AGE, message, item="age", remedy=remedy)
                )
    return findings


def make_data_cut_check(data_cut: date | None) -> Check:
    """Make the check that nothing is dated after the day on which the data were cut.

    There is no clock in a check: what lies in the future is known only from the cut. Without one
    the check finds nothing.
    """

    def check_data_cut(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
        if data_cut is None:
            return []
        return [
            make_finding_at(
                entry,
                "error",
                _CUT,
                f"the date is later than the data cut of {data_cut.isoformat()}",
                item=item.id,
                remedy="compare with the source document; a planned date is not a record",
            )
            for entry, form, item, day in _iterate_days(study, data)
            if day > data_cut and (form.standard, item.id) not in _MAY_LIE_AHEAD
        ]

    return Check(
        id=_CUT,
        title="No date is later than the day on which the data were cut.",
        severity="error",
        looks_at="all dates but the expiry of a product, where a data cut is given",
        source="data management practice",
        function=check_data_cut,
        topic="Dates",
    )


BEFORE_BIRTH = Check(
    id=_BIRTH,
    title="No date of a participant is before his birth.",
    severity="error",
    looks_at="role birth against all dates",
    source="data management practice",
    function=check_before_birth,
    topic="Dates",
)

AGE = Check(
    id=_AGE,
    title="The stated age agrees with the date of birth at the first consent.",
    severity="warning",
    looks_at="role birth and the item `age` of the same form, against consent.signed_on",
    source="data management practice",
    function=check_age,
    topic="Dates",
)
