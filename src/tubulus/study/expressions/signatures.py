"""The functions of the language: what each takes, what it gives, and its one-line meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tubulus.study.expressions.tree import Family

__all__ = ["FUNCTIONS", "Parameter", "Signature"]

Parameter = Literal["number", "date", "truth", "digits", "ordered", "same"]
"""``same`` and ``ordered`` arguments share one type and unit; ``ordered`` is a number, date or
time; ``digits`` is a whole number written out."""


@dataclass(frozen=True, slots=True)
class Signature:
    """How a function is called.

    Parameters
    ----------
    name, meaning : str
        Its name and what it gives, in the field's words.
    parameters : tuple of Parameter
        What it takes; the last one may stand more often where ``many`` is true.
    required : int
        How many arguments it needs at least.
    many : bool
        Whether the last parameter repeats.
    returns : str
        Type of the value; ``same`` for that of the arguments.
    unit : str or None
        Unit of the value; None for the unit of the arguments.
    """

    name: str
    meaning: str
    parameters: tuple[Parameter, ...]
    required: int
    many: bool = False
    returns: Family | Literal["same"] = "same"
    unit: str | None = None


FUNCTIONS: dict[str, Signature] = {
    signature.name: signature
    for signature in (
        Signature("abs", "the value without its sign", ("number",), 1, returns="number"),
        Signature("log", "the natural logarithm", ("number",), 1, returns="number", unit=""),
        Signature(
            "round",
            "the value rounded to digits after the point, halves away from zero",
            ("number", "digits"),
            1,
            returns="number",
        ),
        Signature("least", "the smallest of the values", ("ordered", "ordered"), 2, many=True),
        Signature("greatest", "the largest of the values", ("ordered", "ordered"), 2, many=True),
        Signature(
            "days_between",
            "days from the first date to the second, negative if it lies before",
            ("date", "date"),
            2,
            returns="number",
            unit="d",
        ),
        Signature(
            "years_between",
            "completed years from the first date to the second, as an age is counted",
            ("date", "date"),
            2,
            returns="number",
            unit="a",
        ),
        Signature("coalesce", "the first value that is not missing", ("same", "same"), 2, True),
        Signature("if", "the second value where the first holds", ("truth", "same", "same"), 3),
    )
}
"""Every function, by its name."""
