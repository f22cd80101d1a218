"""Codes that an item does not have."""

from __future__ import annotations

import polars as pl

from tubulus.core.identifiers import suggest_name
from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import StudyData

__all__ = ["UNKNOWN_CODE", "check_codes"]

_ID = "unknown-code"


def check_codes(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each coded value that is none of its item's codes."""
    coded = {(form.id, i.id): i for form in study.forms for i in form.items if i.kind == "code"}
    return [
        Finding(
            severity="error",
            check=_ID,
            message="the entry is none of the item's codes",
            remedy=suggest_name(row["entered"], item.codes),
            participant=row["participant"],
            visit=row["visit"],
            form=row["form"],
            item=row["item"],
            occurrence=row["occurrence"],
            file=row["source_file"],
            row=row["source_row"],
        )
        for row in records.iter_rows(named=True)
        if (item := coded.get((row["form"], row["item"])))
        and (row["problem"] or (row["text"] is not None and row["text"] not in item.codes))
    ]


UNKNOWN_CODE = Check(
    id=_ID,
    title="A coded item holds one of its codes.",
    severity="error",
    looks_at="items of kind code",
    source="definition of the study",
    function=check_codes,
    topic="Values",
)
