"""Codes that an item does not have."""

from __future__ import annotations

import polars as pl

from tubulus.core.identifiers import suggest_name
from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import iterate_values, make_finding_at
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import StudyData

__all__ = ["UNKNOWN_CODE", "check_codes"]

_ID = "unknown-code"


def check_codes(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each coded value that is none of its item's codes."""
    return [
        make_finding_at(
            entry,
            "error",
            _ID,
            "the code is none of the item's codes",
            item=item.id,
            remedy=suggest_name("", item.codes),
        )
        for _, entry, _, item, value in iterate_values(study, data)
        if item.kind == "code" and value.is_known and value.text not in item.codes
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
