"""Hormone values against the range of their own laboratory, and the hour of the blood sample."""

from __future__ import annotations

import polars as pl

from tubulus.core.units import UnitError, convert
from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import find_entries, get_code, get_number, make_finding_at
from tubulus.study.definition.forms import Form, Item
from tubulus.study.definition.laboratories import Assay, Laboratory
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import Entry, StudyData

__all__ = ["LABORATORY_RANGE", "SAMPLING_TIME", "check_laboratory_range", "check_sampling_time"]

_RANGE = "laboratory-range"
_TIME = "testosterone-time"


def check_laboratory_range(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report, once a blood sample, the values outside the range of the laboratory they are from.

    In hypogonadism most samples have some: one finding a value would bury the others.
    """
    findings: list[Finding] = []
    for _, entry, form in find_entries(study, data, "hormones"):
        laboratory = study.find_laboratory(get_code(entry, "laboratory"))
        outside = _list_outside(entry, form, laboratory) if laboratory else []
        if laboratory and outside:
            message = f"outside the reference range of laboratory {laboratory.id}: " + ", ".join(
                outside
            )
            remedy = "for the physician to judge; it may be the disease or the treatment"
            findings.append(make_finding_at(entry, "note", _RANGE, message, remedy=remedy))
    return findings


def _list_outside(entry: Entry, form: Form, laboratory: Laboratory) -> list[str]:
    """List the items outside the laboratory's range, each with the side."""
    outside = []
    for item in form.items:
        assay = laboratory.assays.get(item.analyte or item.id)
        number = get_number(entry, item.id)
        if assay is None or number is None or not item.unit:
            continue
        low = _convert_limit(item, assay, assay.low)
        high = _convert_limit(item, assay, assay.high)
        side = "below" if low is not None and number < low else ""
        side = "above" if high is not None and number > high else side
        if side:
            outside.append(f"{item.id} ({side})")
    return outside


def _convert_limit(item: Item, assay: Assay, limit: float | None) -> float | None:
    if limit is None:
        return None
    try:
        return convert(
            limit,
            assay.unit,
            item.unit,
            analyte=item.analyte or item.id,
            activity_factor=assay.activity_factor,
        )
    except UnitError:
        # without the factor neither range nor value can be compared; the value says so itself
        return None


def check_sampling_time(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each testosterone from a blood sample of the afternoon."""
    latest = study.check_settings.testosterone_until
    return [
        make_finding_at(
            entry,
            "note",
            _TIME,
            f"blood for testosterone was drawn after {latest}",
            item="collected_at",
            remedy="draw it in the morning at every visit; late samples read 20-25 % low at 16:00",
        )
        for _, entry, _ in find_entries(study, data, "hormones")
        if get_number(entry, "testosterone") is not None
        # hours and minutes with two digits each compare as texts
        and get_code(entry, "collected_at") > latest
    ]


LABORATORY_RANGE = Check(
    id=_RANGE,
    title="Hormone values outside the range of their own laboratory are pointed out.",
    severity="note",
    looks_at="hormones against `[[laboratories]]` assays",
    source="upper limits of 117 laboratories differ: doi:10.1016/j.urology.2018.07.024",
    function=check_laboratory_range,
    topic="Hormones",
)

SAMPLING_TIME = Check(
    id=_TIME,
    title="Testosterone is measured in the morning.",
    severity="note",
    looks_at="hormones: collected_at, testosterone; `check_settings.testosterone_until`",
    source="20-25 % lower at 16:00 than at 08:00 at age 30-40 (PMC2681273)",
    function=check_sampling_time,
    topic="Hormones",
)
