"""Derived items: computed from the records by the expression that the form declares."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tubulus.study.definition.forms import Form, Item
from tubulus.study.definition.study import Study
from tubulus.study.expressions import Expression, compile_expression, make_catalogue
from tubulus.study.records.participants import DERIVED, StudyData, make_study_data
from tubulus.study.records.table import Record, make_record_frame

__all__ = ["derive_items"]


def derive_items(study: Study, records: pl.DataFrame) -> pl.DataFrame:
    """Return the records together with those of the derived items.

    Items are derived in the order of the definition, so that a later one may rest on an earlier.

    Parameters
    ----------
    study : Study
        The definition.
    records : polars.DataFrame
        What was entered.
    """
    catalogue = make_catalogue(study)
    role = study.find_role("arm")
    for form in study.forms:
        for item in form.items:
            if not item.derive:
                continue
            expression = compile_expression(
                item.derive, catalogue, form=form.id, expects=item.kind, unit=item.unit
            )
            only = study.arms[0].id if len(study.arms) == 1 else ""
            data = make_study_data(
                records, arm_role=(role[0].id, role[1].id) if role else None, only_arm=only
            )
            derived = make_record_frame(_derive(form, item, expression, data))
            records = pl.concat([records, derived])
    return records


def _derive(form: Form, item: Item, expression: Expression, data: StudyData) -> Iterator[Record]:
    for person in data:
        for entry in person.select(form.id):
            value = expression.evaluate(person, entry)
            yield Record(
                participant=person.id,
                visit=entry.visit,
                form=form.id,
                occurrence=entry.occurrence,
                item=item.id,
                entered="",
                state=value.state.value,
                number=value.number,
                text=value.text,
                day=value.day,
                truth=value.truth,
                unit=item.unit,
                source_file=entry.file,
                source_row=entry.row,
                source_field=f"{DERIVED}{item.derive}",
            )
