"""The rules that the study and its forms state themselves."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import has_content, make_finding_at
from tubulus.study.definition.forms import EditCheck, Form
from tubulus.study.definition.study import Study
from tubulus.study.expressions.catalogue import Catalogue, make_catalogue
from tubulus.study.expressions.expression import Expression, compile_expression
from tubulus.study.records.participants import Entry, ParticipantData, StudyData

__all__ = ["EDIT_CHECKS", "check_rules"]

_ID = "edit-check"

Compiled = tuple[EditCheck, Expression | None, Expression]


def check_rules(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each entry and participant for whom a rule of the study is false.

    A rule applies where its ``where`` is true, not where it is unknown; a rule whose ``require``
    is unknown is not broken. A finding carries the rule's own identifier, after that of its form.
    """
    catalogue = make_catalogue(study)
    findings = [
        finding
        for form in study.forms
        for finding in _check_form(form, _compile_all(form.checks, catalogue, form), data)
    ]
    for check, where, require in _compile_all(study.checks, catalogue, None):
        findings.extend(
            _make_finding(check, participant)
            for participant in data
            if _is_broken(where, require, participant, None)
        )
    return findings


def _compile_all(
    checks: tuple[EditCheck, ...], catalogue: Catalogue, form: Form | None
) -> list[Compiled]:
    own = form.id if form else None
    return [
        (
            check,
            compile_expression(check.where, catalogue, form=own) if check.where else None,
            compile_expression(check.require, catalogue, form=own),
        )
        for check in checks
    ]


def _check_form(form: Form, checks: list[Compiled], data: StudyData) -> Iterator[Finding]:
    for participant in data:
        for entry in filter(has_content, participant.select(form.id)):
            for check, where, require in checks:
                if _is_broken(where, require, participant, entry):
                    yield make_finding_at(
                        entry,
                        check.severity,
                        f"{form.id}.{check.id}",
                        check.message,
                        item=check.items[0] if check.items else "",
                        remedy=_render_remedy(check),
                    )


def _is_broken(
    where: Expression | None,
    require: Expression,
    participant: ParticipantData,
    entry: Entry | None,
) -> bool:
    if where is not None and where.holds(participant, entry) is not True:
        return False
    return require.holds(participant, entry) is False


def _make_finding(check: EditCheck, participant: ParticipantData) -> Finding:
    return Finding(
        severity=check.severity,
        check=check.id,
        message=check.message,
        remedy=_render_remedy(check),
        participant=participant.id,
    )


def _render_remedy(check: EditCheck) -> str:
    if len(check.items) > 1:
        return f"compare {', '.join(check.items)} with the source documents"
    return "compare with the source document"


EDIT_CHECKS = Check(
    id=_ID,
    title="The rules of the study and of its forms hold.",
    severity="stop",
    looks_at="`[[checks]]` of the study and of each form",
    source="definition of the study",
    function=check_rules,
    topic="Rules of the study",
)
