"""Dates that cannot be: before birth, or after the data were cut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import get_day, iterate_values, make_finding_at
from tubulus.study.definition.forms import Form, Item
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import Entry, StudyData

__all__ = ["BEFORE_BIRTH", "check_before_birth", "make_data_cut_check"]

_BIRTH = "date-before-birth"
_CUT = "date-after-data-cut"

# an expiry date and a planned date may lie ahead
_MAY_LIE_AHEAD = {("cell-product", "expires_at")}


def _iterate_days(study: Study, data: StudyData) -> Iterator[tuple[Entry, Form, Item, date]]:
    for _, entry, form, item, value in iterate_values(study, data):
        if value.is_known and value.day is not None:
            yield entry, form, item, value.day


def check_before_birth(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each date of a participant before his birth."""
    role = study.find_role("birth")
    if role is None:
        return []
    form, item = role
    births = {}
    for participant in data:
        days = [day for e in participant.select(form.id) if (day := get_day(e, item.id))]
        if days:
            births[participant.id] = min(days)
    return [
        make_finding_at(
            entry,
            "error",
            _BIRTH,
            f"the date is before the date of birth in {form.id}.{item.id}",
            item=dated.id,
            remedy="compare both dates with the source documents",
        )
        for entry, of, dated, day in _iterate_days(study, data)
        # forms about the partner and the product have dates that are not of his life
        if of.about == "participant"
        and entry.participant in births
        and day < births[entry.participant]
    ]


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
