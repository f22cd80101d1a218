"""Abstinence before an ejaculate."""

from __future__ import annotations

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import find_entries, get_number, make_finding_at
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import StudyData

__all__ = ["ABSTINENCE", "check_abstinence"]

_ID = "semen-abstinence"


def check_abstinence(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each ejaculate after too short or too long an abstinence."""
    shortest, longest = study.check_settings.abstinence_d
    return [
        make_finding_at(
            entry,
            "warning",
            _ID,
            f"the abstinence is outside {shortest:g} to {longest:g} days",
            item="abstinence_d",
            remedy="confirm it; the concentration depends on the days of abstinence",
        )
        for _, entry, _ in find_entries(study, data, "semen")
        if (days := get_number(entry, "abstinence_d")) is not None
        and not shortest <= days <= longest
    ]


ABSTINENCE = Check(
    id=_ID,
    title="Abstinence before an ejaculate lasts as long as the manual asks for.",
    severity="warning",
    looks_at="semen.abstinence_d; `check_settings.abstinence_d`",
    source=(
        "WHO laboratory manual: 2 to 7 days; +13 million/mL per extra day "
        "(J Reprod Fertil 57(2):022)"
    ),
    function=check_abstinence,
    topic="Semen",
)
