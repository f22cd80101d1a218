"""A finding: one thing in the data that somebody must look at, with its place and its remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import polars as pl

from tubulus.study.definition.forms import Severity

__all__ = ["FINDING_SCHEMA", "SEVERITIES", "Finding", "make_finding_frame"]

SEVERITIES: tuple[Severity, ...] = ("stop", "error", "warning", "note")
"""From the gravest: work must not go on, the data are wrong, look at it, know it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a check found.

    Parameters
    ----------
    severity : {"stop", "error", "warning", "note"}
        ``stop`` forbids what was about to be done (an unreleased lot, no consent); ``error`` is
        wrong whatever the explanation; ``warning`` is probably wrong; ``note`` should be known.
    check : str
        Identifier of the check.
    message : str
        What is wrong: identifiers, places and limits, never a participant's value.
    remedy : str
        What to do next.
    participant, visit, form, item : str
        Whose, when, where and what; empty where it does not apply.
    occurrence : int
        Which of several forms, counted from 1; 0 where it does not apply.
    file : str
        File the value was read from.
    row : int
        Its line, counted from 1; 0 where none applies.
    """

    severity: Severity
    check: str
    message: str
    remedy: str = ""
    participant: str = ""
    visit: str = ""
    form: str = ""
    item: str = ""
    occurrence: int = 0
    file: str = ""
    row: int = 0


FINDING_SCHEMA = pl.Schema(
    {
        "severity": pl.String(),
        "check": pl.String(),
        "participant": pl.String(),
        "visit": pl.String(),
        "form": pl.String(),
        "item": pl.String(),
        "occurrence": pl.Int32(),
        "message": pl.String(),
        "remedy": pl.String(),
        "file": pl.String(),
        "row": pl.Int32(),
    }
)
"""Columns and types of the table of findings."""


def make_finding_frame(findings: Iterable[Finding]) -> pl.DataFrame:
    """Put findings into the typed table: gravest first, then by place; the same one only once.

    The order depends on the findings alone, not on the order in which they were made.
    """
    ordered = sorted({_make_sort_key(finding): finding for finding in findings}.items())
    # rows are dictionaries: polars takes each column by name, whatever the order of the fields
    return pl.DataFrame(
        [asdict(finding) for _, finding in ordered], schema=FINDING_SCHEMA, orient="row"
    )


def _make_sort_key(finding: Finding) -> tuple[str | int, ...]:
    return (
        SEVERITIES.index(finding.severity),
        finding.check,
        finding.participant,
        finding.form,
        finding.visit,
        finding.occurrence,
        finding.item,
        finding.message,
        finding.remedy,
        finding.file,
        finding.row,
    )
