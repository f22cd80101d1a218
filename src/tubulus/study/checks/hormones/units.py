"""Hormone values that would be plausible in another unit."""

from __future__ import annotations

import math

import polars as pl

from tubulus.core.units import UnitError, convert, is_unit
from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.definition.forms import Form, Item
from tubulus.study.definition.laboratories import Assay
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import StudyData
from tubulus.study.records.table import RECORD_KEYS
from tubulus.study.records.values import ValueState

__all__ = ["FITTING_UNIT", "check_units", "find_fitting_unit"]

_ID = "hormone-unit"


def find_fitting_unit(item: Item, entered: float, unit: str, assay: Assay | None = None) -> str:
    """Find the unit in which a number would be usual, where it is not in the stated one.

    Parameters
    ----------
    item : Item
        With the limits of usual values (`low`, `high`) in its own unit and its other units.
    entered : float
        The number as entered.
    unit : str
        The unit it is said to be in.
    assay : Assay, optional
        The laboratory's assay, for its factor.

    Returns
    -------
    str
        The unit whose usual values the number lies in the midst of; empty where the number is
        usual in the stated unit, or in none.
    """
    stated = _convert(item, entered, unit, assay)
    if entered <= 0 or (stated is not None and _is_usual(item, stated)):
        return ""
    fitting = []
    for other in dict.fromkeys((item.unit, *item.units)):
        number = _convert(item, entered, other, assay)
        # ng/L for pg/mL is no other reading of the number
        if other != unit and number != stated and number is not None and _is_usual(item, number):
            fitting.append((_measure_distance(item, number), other))
    return min(fitting)[1] if fitting else ""


def _convert(item: Item, number: float, unit: str, assay: Assay | None) -> float | None:
    factor = assay.activity_factor if assay else None
    try:
        return convert(
            number, unit, item.unit, analyte=item.analyte or item.id, activity_factor=factor
        )
    except UnitError:
        return None


def _is_usual(item: Item, number: float) -> bool:
    return (item.low is None or number >= item.low) and (item.high is None or number <= item.high)


def _measure_distance(item: Item, number: float) -> float:
    """Measure how far a number lies from the middle of the usual values, on a log scale."""
    if not item.low or not item.high:
        return 0.0
    return abs(math.log(number / math.sqrt(item.low * item.high)))


def check_units(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each hormone value that is unusual in its unit and usual in another."""
    findings = []
    for form in study.find_standard("hormones"):
        rows = records.filter(pl.col("form") == form.id)
        laboratories = {
            tuple(row[key] for key in RECORD_KEYS[:-1]): row["text"]
            for row in rows.filter(pl.col("item") == "laboratory").iter_rows(named=True)
        }
        for row in rows.iter_rows(named=True):
            named = laboratories.get(tuple(row[key] for key in RECORD_KEYS[:-1]))
            finding = _judge(study, form, row, named or "")
            if finding is not None:
                findings.append(finding)
    return findings


def _judge(study: Study, form: Form, row: dict[str, object], laboratory: str) -> Finding | None:
    item = form.find_item(str(row["item"]))
    if item is None or not item.unit or not (item.low or item.high):
        return None
    entered = _read_number(str(row["entered"]))
    # a number refused for want of a factor is unreadable, yet its unit can be judged
    if entered is None or row["state"] not in {ValueState.PRESENT, ValueState.UNREADABLE}:
        return None
    unit = str(row["entered_unit"]) or item.unit
    if not is_unit(unit):  # reported as a value that cannot be read
        return None
    found = study.find_laboratory(laboratory)
    assay = found.assays.get(item.analyte or item.id) if found else None
    fitting = find_fitting_unit(item, entered, unit, assay)
    if not fitting:
        return None
    return Finding(
        severity="warning",
        check=_ID,
        message=f"the number is unusual in {unit}, but would be usual in {fitting}",
        remedy=f"compare with the laboratory's report; enter {fitting} as its unit if it is so",
        participant=str(row["participant"]),
        visit=str(row["visit"]),
        form=form.id,
        item=item.id,
        occurrence=int(str(row["occurrence"])),
        file=str(row["source_file"]),
        row=int(str(row["source_row"])),
    )


def _read_number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


FITTING_UNIT = Check(
    id=_ID,
    title="A hormone value is in the unit that is stated.",
    severity="warning",
    looks_at="hormones: numbers with `low` and `high`, against the other units of the item",
    source=(
        "a public converter prints the ng/dL rule as a division, another thirty times too low; "
        "prolactin columns mix ng/mL and mIU/L"
    ),
    function=check_units,
    topic="Hormones",
)
