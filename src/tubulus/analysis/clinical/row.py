"""The row of the clinical table: one count, share or quantity of one arm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

import polars as pl

__all__ = ["CLINICAL_SCHEMA", "ClinicalRow", "Kind", "make_clinical_frame"]

Kind = Literal["share", "count", "median and quartiles", "median and range", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicalRow:
    """One line of what was done or what happened.

    Parameters
    ----------
    section : str
        ``treatment``, ``intervals``, ``events``, ``surgery``, ``pregnancy``, ``deviations``,
        ``definitions``.
    label : str
        What the row is about, in the reader's words.
    level : str
        Which of its kinds, grades or outcomes; empty for all of them.
    arm : str
        Identifier of the arm; empty for participants without one.
    statistic : str
        ``share`` (n of denominator, with exact limits), ``count`` (n alone or out of the
        denominator), ``median and quartiles`` or ``median and range`` (value, low, high),
        ``text`` (a sentence in ``note``).
    counted : str
        What n counts: ``men``, ``events``, ``lots``, ``couples``, ``pregnancies`` ...
    n, denominator : int or None
        How many count, and out of how many.
    value, low, high : float or None
        Share in [0, 1] or quantity, with its limits, quartiles or extremes. None where nobody
        could count.
    confidence : float or None
        Level of two-sided limits; None where ``low`` and ``high`` are no limits.
    unit : str
        Unit of a quantity.
    note : str
        What must stand beside the row.
    provenance : str
        Identifier of the provenance record.
    """

    section: str
    label: str
    statistic: Kind
    arm: str = ""
    level: str = ""
    counted: str = "men"
    n: int | None = None
    denominator: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    confidence: float | None = None
    unit: str = ""
    note: str = ""
    provenance: str = ""


_TYPES = {
    "n": pl.Int64,
    "denominator": pl.Int64,
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "confidence": pl.Float64,
}

CLINICAL_SCHEMA = pl.Schema(
    {name: _TYPES.get(name, pl.String)() for name in ClinicalRow.__dataclass_fields__}
)
"""Columns and types of the clinical table."""


def make_clinical_frame(rows: Iterable[ClinicalRow]) -> pl.DataFrame:
    """Put rows into the typed clinical table, in the order given."""
    return pl.DataFrame([asdict(row) for row in rows], schema=CLINICAL_SCHEMA, orient="row")
