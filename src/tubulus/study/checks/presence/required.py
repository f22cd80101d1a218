"""Items that a filled form must have, and items that do not apply."""

from __future__ import annotations

import polars as pl

from tubulus.study.checks.check import Check
from tubulus.study.checks.finding import Finding
from tubulus.study.checks.places import has_content, make_finding_at
from tubulus.study.definition.forms import Form, Item
from tubulus.study.definition.study import Study
from tubulus.study.expressions.catalogue import Catalogue, make_catalogue
from tubulus.study.expressions.expression import Expression, compile_expression
from tubulus.study.records.participants import Entry, StudyData
from tubulus.study.records.values import ValueState

__all__ = ["MISSING_ITEM", "NOT_ASKED", "check_not_asked", "check_required"]

_MISSING = "missing-item"
_NOT_ASKED = "item-does-not-apply"


def _compile_conditions(form: Form, catalogue: Catalogue) -> dict[str, Expression]:
    return {
        item.id: compile_expression(item.ask_when, catalogue, form=form.id)
        for item in form.items
        if item.ask_when
    }


def check_required(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each required item that is missing from a filled form.

    An item with a condition is required where the condition is true, not where it is unknown.
    "Not applicable" is an answer; a value that could not be read is reported as such.
    """
    catalogue = make_catalogue(study)
    findings: list[Finding] = []
    for form in study.forms:
        required = [item for item in form.items if item.required and not item.derive]
        conditions = _compile_conditions(form, catalogue)
        for participant in data:
            for entry in filter(has_content, participant.select(form.id)):
                asked = (
                    item
                    for item in required
                    if entry.get(item.id).state is ValueState.MISSING
                    and (
                        item.id not in conditions
                        or conditions[item.id].holds(participant, entry) is True
                    )
                )
                findings.extend(_make_missing(entry, item) for item in asked)
    return findings


def _make_missing(entry: Entry, item: Item) -> Finding:
    return make_finding_at(
        entry,
        "error",
        _MISSING,
        f"the required item '{item.label}' is missing",
        item=item.id,
        remedy="enter it; write NA only where it cannot apply",
    )


def check_not_asked(study: Study, records: pl.DataFrame, data: StudyData) -> list[Finding]:
    """Report each value of an item whose condition is false.

    Semen quality without sperm has a graver check of its own and is left to it.
    """
    catalogue = make_catalogue(study)
    findings: list[Finding] = []
    for form in study.forms:
        conditions = _compile_conditions(form, catalogue)
        if form.standard == "semen" or not conditions:
            continue
        for participant in data:
            for entry in participant.select(form.id):
                findings.extend(
                    make_finding_at(
                        entry,
                        "warning",
                        _NOT_ASKED,
                        f"the item does not apply: it is asked only where {condition.text}",
                        item=item,
                        remedy="remove the value, or correct what it depends on",
                    )
                    for item, condition in conditions.items()
                    if entry.get(item).is_known and condition.holds(participant, entry) is False
                )
    return findings


MISSING_ITEM = Check(
    id=_MISSING,
    title="A filled form has every required item that applies.",
    severity="error",
    looks_at="items with `required`, where `ask_when` is true",
    source="definition of the study",
    function=check_required,
    topic="Presence",
)

NOT_ASKED = Check(
    id=_NOT_ASKED,
    title="An item that does not apply has no value.",
    severity="warning",
    looks_at="items with `ask_when`",
    source="definition of the study",
    function=check_not_asked,
    topic="Presence",
)
