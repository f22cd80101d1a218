"""Understand one cell of a foreign file: missing words, translations, decimal commas, dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tubulus.exchange.source import Column, Source
from tubulus.study.definition.forms import Item
from tubulus.study.definition.laboratories import Assay
from tubulus.study.records.parsing import Reading, parse_entry
from tubulus.study.records.values import MISSING, Value, ValueState

__all__ = ["Cell", "read_cell"]

_EXAMPLE = date(2026, 1, 31)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says.

    Parameters
    ----------
    entered : str
        Its text; a number that was read stands with a decimal point, as in the study's own files,
        so that its decimals can be counted wherever it came from.
    reading : Reading
        What was understood.
    """

    entered: str
    reading: Reading


def read_cell(
    source: Source, column: Column, item: Item, text: str, assay: Assay | None = None
) -> Cell:
    """Understand the text of a cell as the value of an item.

    Parameters
    ----------
    source : Source
        How the file is written.
    column : Column
        What its column means.
    item : Item
        What it fills.
    text : str
        The cell; nothing and every word for missing are missing.
    assay : Assay, optional
        How the laboratory of the row measures the analyte.

    Returns
    -------
    Cell
        Unreadable, with the reason, where the text does not fit; nothing raises.
    """
    text = text.strip()
    if source.is_missing(text) or column.is_missing(text):
        return Cell(text, Reading(MISSING))
    translated = column.translate(text)
    if translated is not None:
        return Cell(text, parse_entry(item, translated, column.unit, assay))
    if item.kind in {"number", "integer"} and source.decimal == ",":
        if "." in text:
            reason = "decimal point in a file with decimal commas; mend the cell"
            return Cell(text, Reading(Value(state=ValueState.UNREADABLE), column.unit, reason))
        pointed = text.replace(",", ".")
        reading = parse_entry(item, pointed, column.unit, assay)
        is_read = reading.value.state is not ValueState.UNREADABLE
        return Cell(pointed if is_read else text, reading)
    if column.date_format and item.kind == "date":
        return Cell(text, _read_date(item, text, column.date_format))
    return Cell(text, parse_entry(item, text, column.unit, assay))


def _read_date(item: Item, text: str, date_format: str) -> Reading:
    try:
        day = datetime.strptime(text, date_format).date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        reading = parse_entry(item, text)  # a date written year-month-day, or a word for missing
        if reading.value.state is not ValueState.UNREADABLE:
            return reading
        example = f"{_EXAMPLE:{date_format}}"
        reason = f"not a date in the date_format of the mapping, {date_format} ({example})"
        return Reading(reading.value, "", reason)
    return parse_entry(item, day.isoformat())
