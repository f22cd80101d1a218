"""The row of the results table: one number with all that is needed to read and to trace it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

import polars as pl

__all__ = ["ESTIMATE_SCHEMA", "Estimate", "State", "make_estimate_frame"]

State = Literal["estimated", "not estimable", "suppressed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One number of the analysis.

    Parameters
    ----------
    section : str
        Part of the analysis: ``flow``, ``baseline``, ``safety``, ``responders``, ``hormones``,
        ``concentration``, ``description``, ``regression-to-the-mean``, ``sensitivity``.
    statistic : str
        What the number is: ``share``, ``risk difference``, ``geometric mean ratio``, ``n`` ...
    estimand, endpoint, analysis_set : str
        Identifiers of the plan; empty where the number belongs to none.
    label : str
        What the number is about, in the reader's words.
    arm, comparator : str
        Identifier of the arm; where a comparator is named the number is arm against comparator.
    stratum : str
        Subgroup in words, for instance ``infertility: secondary``; empty for everybody.
    visit : str
        Identifier of the visit; empty where none applies.
    value, low, high : float or None
        The number and its limits; None where the state is not ``estimated`` or none exists.
        A limit may be infinite.
    confidence : float or None
        Confidence level of the limits.
    unit : str
        Unit of the value; empty for counts, shares and ratios. Shares are fractions of 1.
    n, denominator, missing : int or None
        Participants who count; out of how many; how many of the set had no value.
    method : str
        Name of the estimator or test.
    state, reason : str
        Whether there is a number, and why not.
    note : str
        What must stand beside the number.
    role : str
        ``primary``, ``secondary``, ``safety``, ``sensitivity``, ``description``.
    specified : str
        ``pre-specified``, ``not pre-specified`` with the reason, or ``amended``.
    provenance : str
        Identifier of the provenance record.

    Raises
    ------
    ValueError
        If a number is NaN, an estimated row has no value, or another state has one or has no
        reason.
    """

    section: str
    statistic: str
    estimand: str = ""
    endpoint: str = ""
    label: str = ""
    analysis_set: str = ""
    arm: str = ""
    comparator: str = ""
    stratum: str = ""
    visit: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    confidence: float | None = None
    unit: str = ""
    n: int | None = None
    denominator: int | None = None
    missing: int | None = None
    method: str = ""
    state: State = "estimated"
    reason: str = ""
    note: str = ""
    role: str = ""
    specified: str = ""
    provenance: str = ""

    def __post_init__(self) -> None:
        about = f"{self.section}/{self.statistic} of '{self.endpoint or self.label}'"
        numbers = (self.value, self.low, self.high)
        if any(number is not None and math.isnan(number) for number in numbers):
            raise ValueError(f"{about} is not a number; give the state 'not estimable', a reason")
        if self.state == "estimated" and self.value is None:
            raise ValueError(f"{about} is 'estimated' and has no value")
        if self.state != "estimated" and (self.value is not None or not self.reason):
            raise ValueError(f"{about} is '{self.state}': it has a reason and no value")


_TYPES = {
    "value": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "confidence": pl.Float64,
    "n": pl.Int64,
    "denominator": pl.Int64,
    "missing": pl.Int64,
}

ESTIMATE_SCHEMA = pl.Schema(
    {name: _TYPES.get(name, pl.String)() for name in Estimate.__dataclass_fields__}
)
"""Columns and types of the results table."""


def make_estimate_frame(rows: Iterable[Estimate]) -> pl.DataFrame:
    """Put estimates into the typed results table, in the order given."""
    return pl.DataFrame([asdict(row) for row in rows], schema=ESTIMATE_SCHEMA, orient="row")
