"""Whether those who were enrolled were eligible."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import is_enrolled
from tubulus.study.definition.eligibility import Criterion
from tubulus.study.definition.forms import Severity
from tubulus.study.definition.study import Study
from tubulus.study.expressions.catalogue import make_catalogue
from tubulus.study.expressions.expression import Expression, compile_expression
from tubulus.study.records.participants import ParticipantData, StudyData

__all__ = ["ELIGIBILITY", "check_eligibility"]

_ID = "eligibility"


def check_eligibility(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each criterion that an enrolled participant does not meet, or that is unknown.

    Enrolled is who is in an arm and was not turned away at screening.
    """
    catalogue = make_catalogue(study)
    compiled = [
        (
            criterion,
            compile_expression(criterion.where, catalogue) if criterion.where else None,
            compile_expression(criterion.when, catalogue),
        )
        for criterion in study.eligibility
    ]
    return [
        finding
        for participant in data
        if is_enrolled(study, participant)
        for criterion, where, when in compiled
        for finding in _judge(criterion, where, when, participant)
    ]


def _judge(
    criterion: Criterion, where: Expression | None, when: Expression, participant: ParticipantData
) -> Iterator[Finding]:
    concerns = True if where is None else where.holds(participant)
    is_met = when.holds(participant)
    if concerns is False:
        return
    severity: Severity = "error"
    if concerns is None or is_met is None:
        if is_met is not None and is_met == (criterion.kind == "inclusion"):
            return
        severity = "warning"
        message = f"it is unknown whether the {criterion.kind} criterion {criterion.id} is met"
        remedy = f"complete the data it needs: {criterion.label}"
    elif is_met == (criterion.kind == "inclusion"):
        return
    else:
        verb = "not met" if criterion.kind == "inclusion" else "met"
        message = f"the {criterion.kind} criterion {criterion.id} is {verb}: {criterion.label}"
        remedy = "correct the data, or record a deviation; the analysis sets say who is counted"
    yield Finding(
        severity=severity,
        check=_ID,
        message=message,
        remedy=remedy,
        participant=participant.id,
    )


ELIGIBILITY = Check(
    id=_ID,
    title="Who was enrolled meets every inclusion and no exclusion criterion.",
    severity="error",
    looks_at="`[[eligibility]]`",
    source="definition of the study",
    function=check_eligibility,
    topic="Rules of the study",
)
