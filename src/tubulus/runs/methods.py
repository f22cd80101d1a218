"""List the statistical methods, and hold their numbers against those of other programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from tubulus.core.files import write_text
from tubulus.report.validation import (
    METHOD_SUMMARY_SCHEMA,
    VALIDATION_SCHEMA,
    render_validation_markdown,
    render_validation_page,
)
from tubulus.stats.reference import (
    ReferenceCase,
    ValidationRow,
    list_cases,
    summarise_methods,
    validate_cases,
)
from tubulus.stats.reference.published import PUBLISHED, read_published_data
from tubulus.stats.registry import METHODS

__all__ = [
    "FORMATS",
    "ListedMethod",
    "MethodValidation",
    "list_methods",
    "validate_methods",
    "write_validation",
]

FORMATS = (".html", ".md", ".csv")
"""Endings of the file that a validation can be written to."""


@dataclass(frozen=True, slots=True)
class ListedMethod:
    """A method with the number of its reference numbers.

    Parameters
    ----------
    name, gives, limits, source : str
        As recorded: what comes out, what it cannot do or show, where it is defined.
    numbers : int
        Reference numbers that the package holds.
    """

    name: str
    gives: str
    limits: str
    source: str
    numbers: int

    def as_plain_data(self) -> dict[str, Any]:
        """Return the record as data that JSON can hold."""
        return asdict(self)


@dataclass(frozen=True)
class MethodValidation:
    """A validation.

    Parameters
    ----------
    rows : tuple of ValidationRow
        One a reference number, methods together.
    """

    rows: tuple[ValidationRow, ...]

    @property
    def n_outside(self) -> int:
        """Numbers outside their tolerance."""
        return sum(row.outcome == "outside" for row in self.rows)

    @cached_property
    def numbers(self) -> pl.DataFrame:
        """One row a reference number, columns of ``VALIDATION_SCHEMA``."""
        return pl.DataFrame(
            [_describe_row(row) for row in self.rows], schema=VALIDATION_SCHEMA, orient="row"
        )

    @cached_property
    def methods(self) -> pl.DataFrame:
        """One row a method, columns of ``METHOD_SUMMARY_SCHEMA``."""
        found = (
            (
                summary.method,
                METHODS[summary.method].gives,
                METHODS[summary.method].limits,
                METHODS[summary.method].source,
                summary.n_numbers,
                summary.n_met,
                summary.n_outside,
                summary.n_skipped,
                summary.largest_difference,
                summary.largest_share,
            )
            for summary in summarise_methods(self.rows)
        )
        return pl.DataFrame(list(found), schema=METHOD_SUMMARY_SCHEMA, orient="row")


def list_methods() -> tuple[ListedMethod, ...]:
    """List every method with what it gives, its limits and its source."""
    held = [case.method for case in list_cases()]
    return tuple(
        ListedMethod(m.name, m.gives, m.limits, m.source, held.count(m.name))
        for m in METHODS.values()
    )


def validate_methods(
    wanted: str = "", cases: Iterable[ReferenceCase] | None = None
) -> MethodValidation:
    """Recompute the reference numbers of methods.

    Parameters
    ----------
    wanted : str
        Part of the names of the methods, in any case; empty for all of them.
    cases : iterable of ReferenceCase, optional
        Numbers to recompute; those of the package where left out.

    Returns
    -------
    MethodValidation
        Without rows where no method is called so.
    """
    order = {name: place for place, name in enumerate(METHODS)}
    chosen = [
        case
        for case in (list_cases() if cases is None else cases)
        if wanted.casefold() in case.method.casefold()
    ]
    chosen.sort(key=lambda case: order[case.method])
    return MethodValidation(validate_cases(chosen, read_published_data()))


def write_validation(validation: MethodValidation, path: Path) -> Path:
    """Write a validation to a file, whole or not at all, in the format that its ending names.

    Raises
    ------
    ValueError
        If the ending is none of ``FORMATS``.
    """
    if path.suffix not in FORMATS:
        raise ValueError(f"a validation is written as {', '.join(FORMATS)}, not {path.suffix}")
    if path.suffix == ".csv":
        text = validation.numbers.write_csv()
    elif path.suffix == ".md":
        text = render_validation_markdown(validation.numbers, validation.methods)
    else:
        text = render_validation_page(validation.numbers, validation.methods)
    write_text(path, text)
    return path


def _describe_row(row: ValidationRow) -> tuple[Any, ...]:
    case = row.case
    part = f"{case.word} of {case.part}" if case.word else case.part
    return (
        case.method,
        case.own_call,
        part or "result",
        case.expected,
        row.found,
        row.difference,
        case.tolerance.describe(),
        case.tolerance.reason,
        row.outcome,
        row.reason,
        _describe_data(case),
        case.program,
        case.reference,
        case.table,
        case.script,
    )


def _describe_data(case: ReferenceCase) -> str:
    """Say what data a number rests on; none where counts or summaries are typed in."""
    return ", ".join(
        f"published data: {name}" if name in PUBLISHED else f"synthetic data: {name}"
        for name in case.data
    )
