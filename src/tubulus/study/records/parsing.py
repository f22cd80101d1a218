"""Understand one entered text as a value of an item.

Nothing here raises: a text that does not fit becomes an unreadable value with the reason, which
the checks turn into a finding.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date

from tubulus.core.identifiers import suggest_name
from tubulus.core.units import UNITS, UnitError, convert
from tubulus.study.definition.forms import Item
from tubulus.study.definition.laboratories import Assay
from tubulus.study.records.values import MISSING, Value, ValueState

__all__ = ["NOT_APPLICABLE", "NOT_QUANTIFIABLE", "Reading", "parse_entry"]

NOT_QUANTIFIABLE = "SNQ"
"""How 'seen, not quantifiable' is written."""

NOT_APPLICABLE = "NA"
"""How 'not applicable' is written."""

_NUMBER = re.compile(r"^[<>]?\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$")
_DECIMAL_COMMA = re.compile(r"^[<>]?\s*[+-]?\d*,\d+$")
_DATE = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
_FIRST_YEAR = 1900
"""No participant is older; in the Persian calendar 2026 is 1404."""
_TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")
_NEED_FACTOR = {"mass concentration", "activity concentration"}
_TRUTHS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood: the value, the unit it was entered in, and what went wrong."""

    value: Value
    entered_unit: str = ""
    problem: str = ""


def parse_entry(item: Item, entered: str, unit: str = "", assay: Assay | None = None) -> Reading:
    """Understand a text as the value of an item.

    Parameters
    ----------
    item : Item
        What was asked.
    entered : str
        The text; empty is missing, ``NA`` not applicable, ``SNQ`` seen but not quantifiable,
        ``<10`` below a limit of 10.
    unit : str
        The unit entered beside it; empty where none was.
    assay : Assay, optional
        How the laboratory measures the analyte: its unit where none was entered, and its factor.

    Returns
    -------
    Reading
        With the number in the item's unit.
    """
    text = entered.strip()
    if not text:
        return Reading(MISSING)
    if text == NOT_APPLICABLE:
        return Reading(Value(state=ValueState.NOT_APPLICABLE))
    if text == NOT_QUANTIFIABLE:
        if item.not_quantifiable:
            return Reading(Value(state=ValueState.NOT_QUANTIFIABLE))
        return _refuse("'SNQ' is not a possible value of this item; enter a number or leave empty")
    if item.kind in {"number", "integer"}:
        return _parse_number(item, text, unit.strip(), assay)
    return _PARSERS[item.kind](item, text)


def _refuse(problem: str, unit: str = "") -> Reading:
    return Reading(Value(state=ValueState.UNREADABLE), unit, problem)


def _parse_number(item: Item, text: str, unit: str, assay: Assay | None) -> Reading:
    if _DECIMAL_COMMA.match(text):
        return _refuse("decimal comma; write the number with a point, or import with decimal = ','")
    if not _NUMBER.match(text):
        return _refuse("not a number; expected digits with a decimal point")
    state, digits = _split_sign(text)
    number = float(digits)
    if not math.isfinite(number):
        return _refuse("the number is too large to be one")
    if item.kind == "integer" and not number.is_integer():
        return _refuse("not a whole number")
    entered_unit = unit or (assay.unit if assay else "") or item.unit
    if unit and not item.unit:
        return _refuse("this item has no unit; leave the unit empty", unit)
    if entered_unit and entered_unit not in UNITS:
        return _refuse(f"unknown unit '{entered_unit}'; {suggest_name(entered_unit, UNITS)}", unit)
    return _convert(item, number, state, entered_unit, assay)


def _split_sign(text: str) -> tuple[ValueState, str]:
    if text[0] == "<":
        return ValueState.BELOW_LIMIT, text[1:].strip()
    if text[0] == ">":
        return ValueState.ABOVE_LIMIT, text[1:].strip()
    return ValueState.PRESENT, text


def _convert(
    item: Item, number: float, state: ValueState, unit: str, assay: Assay | None
) -> Reading:
    if not item.unit:
        return Reading(Value(state=state, number=number))
    try:
        converted = convert(
            number,
            unit,
            item.unit,
            analyte=item.analyte or item.id,
            activity_factor=assay.activity_factor if assay else None,
        )
    except UnitError as error:
        return _refuse(_explain_factor(item, unit, assay) or str(error), unit)
    return Reading(Value(state=state, number=converted), unit)


def _explain_factor(item: Item, unit: str, assay: Assay | None) -> str:
    """Return the line that declares the factor, where nothing but the factor is missing."""
    analyte = item.analyte or item.id
    if {UNITS[unit].dimension, UNITS[item.unit].dimension} != _NEED_FACTOR or (
        assay is not None and assay.activity_factor is not None
    ):
        return ""
    return (
        f"{unit} of {analyte} cannot become {item.unit} without the laboratory's own factor; "
        "name the laboratory in the form and add to its [[laboratories]] table in study.toml: "
        f'assays.{analyte} = {{ unit = "{unit}", activity_factor = <mIU/L in one ng/mL> }}'
    )


def _parse_code(item: Item, text: str) -> Reading:
    if text in item.codes:
        return Reading(Value(text=text))
    folded = {key.casefold(): key for key in item.codes}
    folded.update({label.casefold(): key for key, label in item.codes.items()})
    if text.casefold() in folded:
        return Reading(Value(text=folded[text.casefold()]))
    return _refuse(f"not a code of this item; {suggest_name(text, item.codes)}")


def _parse_date(item: Item, text: str) -> Reading:
    # fromisoformat alone also takes 20260131 and weeks, which nobody writes on purpose
    try:
        day = date.fromisoformat(text) if _DATE.match(text) else None
    except ValueError:
        day = None
    if day is None:
        return _refuse("not a date; write year-month-day, for instance 2026-01-31")
    if day.year < _FIRST_YEAR:
        return _refuse(f"a year before {_FIRST_YEAR}; write the date in the Gregorian calendar")
    return Reading(Value(day=day))


def _parse_time(item: Item, text: str) -> Reading:
    if _TIME.match(text):
        return Reading(Value(text=text))
    return _refuse("not a time; write hours and minutes, for instance 08:30")


def _parse_truth(item: Item, text: str) -> Reading:
    truth = _TRUTHS.get(text.casefold())
    if truth is None:
        return _refuse("expected yes or no")
    return Reading(Value(truth=truth))


def _parse_text(item: Item, text: str) -> Reading:
    return Reading(Value(text=text))


_PARSERS = {
    "code": _parse_code,
    "date": _parse_date,
    "time": _parse_time,
    "truth": _parse_truth,
    "text": _parse_text,
}
