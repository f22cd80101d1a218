"""Values that could not be understood or converted."""

from __future__ import annotations

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import StudyData

__all__ = ["UNREADABLE", "check_unreadable"]

_ID = "unreadable-value"


def check_unreadable(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each value that does not fit its item, with the reason that was given when reading.

    Codes that an item does not have are reported by a check of their own.
    """
    coded = {(form.id, i.id) for form in study.forms for i in form.items if i.kind == "code"}
    return [
        Finding(
            severity="error",
            check=_ID,
            message=f"the value cannot be used: {row['problem']}",
            remedy="correct the cell, or correct the unit or the laboratory it is read with",
            participant=row["participant"],
            visit=row["visit"],
            form=row["form"],
            item=row["item"],
            occurrence=row["occurrence"],
            file=row["source_file"],
            row=row["source_row"],
        )
        for row in records.filter(pl.col("problem") != "").iter_rows(named=True)
        if (row["form"], row["item"]) not in coded
    ]


UNREADABLE = Check(
    id=_ID,
    title="Every value that was entered can be understood in the unit of its item.",
    severity="error",
    looks_at="all items but those of kind code",
    source="design: missing is missing, nothing is dropped silently",
    function=check_unreadable,
    topic="Values",
)
