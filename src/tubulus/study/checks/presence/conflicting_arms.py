"""Men whom two entries put into two arms."""

from __future__ import annotations

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import make_finding_at
from tubulus.study.definition.study import Study
from tubulus.study.records.participants import StudyData
from tubulus.study.records.values import ValueState

__all__ = ["ONE_MAN_ONE_ARM", "check_conflicting_arms"]

_ID = "one-man-one-arm"


def check_conflicting_arms(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each entry that puts a participant into another arm than an earlier one.

    Notes
    -----
    His arm is then unknown: were it that of the first row, the order of a file would decide.
    """
    role = study.find_role("arm")
    if role is None:
        return []
    form, item = role
    findings: list[Finding] = []
    for participant in data:
        told = [
            (entry, value.text)
            for entry in participant.select_filled(form.id)
            if (value := entry.get(item.id)).state is not ValueState.MISSING
        ]
        findings.extend(
            make_finding_at(
                entry,
                "error",
                _ID,
                "it tells another arm than an earlier entry, so the participant is in no arm",
                item=item.id,
                remedy="keep the arm that he was allocated to, and remove the other entry",
            )
            for entry, arm in told[1:]
            if arm is None or arm != told[0][1]
        )
    return findings


ONE_MAN_ONE_ARM = Check(
    id=_ID,
    title="All entries on the arm of a man tell the same one.",
    severity="error",
    looks_at="the item of role arm",
    source="no participant is counted in an arm by the order of a file",
    function=check_conflicting_arms,
    topic="Presence",
)
