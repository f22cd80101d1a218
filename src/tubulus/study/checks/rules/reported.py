"""Printed percentages against the whole numbers they must come from."""

from __future__ import annotations

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.definition.reported import Reported
from tubulus.study.definition.study import Study
from tubulus.study.derivations.percentages import check_percentage
from tubulus.study.records.participants import StudyData

__all__ = ["REPORTED", "check_reported"]

_ID = "printed-percentage"


def check_reported(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each printed percentage that its count, or any count, cannot give."""
    return [
        Finding(
            severity="error",
            check=_ID,
            message=message,
            remedy="count again: percentage, count or denominator is misprinted",
            file=study.source.file,
            row=study.source.find_line(("reported", position)),
        )
        for position, reported in enumerate(study.reported)
        if (message := _judge(reported))
    ]


def _judge(reported: Reported) -> str:
    n, printed = reported.n, reported.percent
    if reported.count is not None and reported.count > n:
        return f"{reported.label}: a count of {reported.count} exceeds its denominator of {n}"
    checked = check_percentage(reported.count, n, printed)
    if checked.is_consistent:
        return ""
    if reported.count is None:
        return f"{reported.label}: no whole number out of {n} is {printed} %"
    possible = ", ".join(map(str, checked.possible_counts)) or "no whole number"
    return (
        f"{reported.label}: {reported.count} of {n} is {checked.recomputed} %, printed is "
        f"{printed} %, which would be {possible} of {n}"
    )


REPORTED = Check(
    id=_ID,
    title="A printed percentage belongs to a whole number of people.",
    severity="error",
    looks_at="`[[reported]]` of the study",
    source=(
        "counts must add up: 43.8 % printed for 79 of 171 men gives 46.2 %; discrepant reports "
        "of marrow-cell trials, doi:10.1136/bmj.g2688"
    ),
    function=check_reported,
    topic="Printed results",
)
