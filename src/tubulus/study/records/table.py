"""The long table of records: one row a value, with who, when and from where.

Wide tables are views of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

import polars as pl

from tubulus.study.records.values import ValueState

__all__ = ["RECORD_KEYS", "RECORD_SCHEMA", "Record", "make_record_frame"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One value of one participant.

    Parameters
    ----------
    participant, visit, form, item : str
        Whose, when, where and what; ``visit`` is empty for a log.
    occurrence : int
        Which of several forms of that participant and visit, counted from 1.
    entered : str
        The text as entered.
    entered_unit : str
        The unit as entered or as declared by the laboratory; empty where the item has none.
    state : str
        One of :class:`ValueState`.
    number, text, day, truth
        The typed reading; ``number`` is in the item's unit (``unit``).
    unit : str
        The item's unit.
    source_file, source_field : str
        Where the value stands.
    source_row : int
        Its line in the file, counted from 1.
    problem : str
        Why the value could not be read or converted; empty where it could.
    """

    participant: str
    visit: str
    form: str
    occurrence: int
    item: str
    entered: str
    entered_unit: str = ""
    state: str = ValueState.PRESENT.value
    number: float | None = None
    text: str | None = None
    day: date | None = None
    truth: bool | None = None
    unit: str = ""
    source_file: str = ""
    source_row: int = 0
    source_field: str = ""
    problem: str = ""


RECORD_KEYS = ("participant", "visit", "form", "occurrence", "item")

RECORD_SCHEMA = pl.Schema(
    {
        "participant": pl.String(),
        "visit": pl.String(),
        "form": pl.String(),
        "occurrence": pl.Int32(),
        "item": pl.String(),
        "entered": pl.String(),
        "entered_unit": pl.String(),
        "state": pl.String(),
        "number": pl.Float64(),
        "text": pl.String(),
        "day": pl.Date(),
        "truth": pl.Boolean(),
        "unit": pl.String(),
        "source_file": pl.String(),
        "source_row": pl.Int32(),
        "source_field": pl.String(),
        "problem": pl.String(),
    }
)
"""Columns and types of the long table."""


def make_record_frame(records: Iterable[Record]) -> pl.DataFrame:
    """Put records into the typed long table."""
    names = RECORD_SCHEMA.names()
    # columns, not rows: ten times faster for a study of many thousand values
    columns = zip(*map(attrgetter(*names), records), strict=True)
    filled = dict(zip(names, map(list, columns), strict=False))
    return pl.DataFrame(filled or None, schema=RECORD_SCHEMA)
