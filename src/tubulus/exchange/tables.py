"""Read the files that a study's sources describe into records; the files stay as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.core.identifiers import suggest_name
from tubulus.exchange.sources import Column, Source
from tubulus.study.definition.forms import Form, Item
from tubulus.study.definition.study import Study
from tubulus.study.records.parsing import Reading, parse_entry
from tubulus.study.records.reading import LABORATORY_ITEM
from tubulus.study.records.sheets import Sheet, SheetRow, read_sheet
from tubulus.study.records.table import Record, make_record_frame
from tubulus.study.records.values import MISSING

__all__ = ["read_sources"]


def read_sources(study: Study, sources: tuple[Source, ...], folder: Path) -> pl.DataFrame:
    """Read every source of a study.

    Parameters
    ----------
    study : Study
        The definition.
    sources : tuple of Source
        What the files are and mean.
    folder : Path
        Where the files lie.

    Returns
    -------
    polars.DataFrame
        The long table of records, each with file, line and column.

    Raises
    ------
    InputError
        With every problem of every file: unreadable, columns missing or not accounted for.
    """
    problems: list[Problem] = []
    records: list[Record] = []
    for source in sources:
        form = study.find_form(source.form)
        sheet = read_sheet(
            folder / source.file,
            problems,
            name=source.file,
            separator=source.separator,
            encoding=source.encoding,
            number_repeats=True,
        )
        if sheet is None or form is None:
            continue
        found = list(_check_columns(source, sheet))
        problems += found
        if not found:
            records.extend(_make_records(study, source, form, sheet))
    if problems:
        raise InputError(problems)
    return make_record_frame(records)


def _check_columns(source: Source, sheet: Sheet) -> Iterator[Problem]:
    wanted = [source.participant, *([source.visit_column] if source.visit_column else [])]
    for column in [*wanted, *source.columns]:
        if column not in sheet.columns:
            remedy = suggest_name(column, sheet.columns)
            yield Problem(sheet.file, 1, column, f"there is no column '{column}'", remedy)
    if source.ignore != "others":
        accounted = {*wanted, *source.columns, *source.ignore}
        for column in sheet.columns:
            if column not in accounted:
                remedy = "map it under columns, or name it under ignore"
                yield Problem(sheet.file, 1, column, "the column is not mapped", remedy)
    yield from _check_rows(source, sheet)


def _check_rows(source: Source, sheet: Sheet) -> Iterator[Problem]:
    for row in sheet.rows:
        if row.cells.get(source.participant) == "":
            remedy = "write the participant's identifier"
            yield Problem(sheet.file, row.line, source.participant, "the cell is empty", remedy)
        said = row.cells.get(source.visit_column)
        if said is not None and source.visits and said not in source.visits:
            remedy = f"add it under visits; {suggest_name(said, source.visits)}"
            message = "this visit is not translated"
            yield Problem(sheet.file, row.line, source.visit_column, message, remedy)


def _make_records(study: Study, source: Source, form: Form, sheet: Sheet) -> Iterator[Record]:
    seen: Counter[tuple[str, str]] = Counter()
    missing = {text.casefold() for text in source.missing}
    for row in sheet.rows:
        participant = row.cells[source.participant]
        visit = _find_visit(source, form, row)
        seen[participant, visit] += 1
        base = Record(
            participant=participant,
            visit=visit,
            form=form.id,
            occurrence=seen[participant, visit],
            item="",
            entered="",
            source_file=sheet.file,
            source_row=row.line,
        )
        laboratory = _find_laboratory(source, row)
        for name, column in source.columns.items():
            item = form.find_item(column.item)
            if item is not None:
                reading = _read_cell(
                    study, source, (column, item), row.cells[name], (missing, laboratory)
                )
                yield _fill(base, item, row.cells[name], reading, name)
        for name, text in source.constants.items():
            item = form.find_item(name)
            if item is not None:
                yield _fill(base, item, text, parse_entry(item, text), f"constant: {name}")


def _find_visit(source: Source, form: Form, row: SheetRow) -> str:
    if source.visit_column:
        said = row.cells[source.visit_column]
        return source.visits.get(said, said)
    return source.visit or (form.visits[0] if len(form.visits) == 1 else "")


def _find_laboratory(source: Source, row: SheetRow) -> str:
    for name, column in source.columns.items():
        if column.item == LABORATORY_ITEM:
            return column.codes.get(row.cells[name], row.cells[name])
    return source.constants.get(LABORATORY_ITEM, "")


def _read_cell(
    study: Study,
    source: Source,
    meaning: tuple[Column, Item],
    entered: str,
    context: tuple[set[str], str],
) -> Reading:
    column, item = meaning
    missing, laboratory = context
    text = entered.strip()
    if text.casefold() in missing | {code.casefold() for code in column.missing}:
        return Reading(MISSING)
    text = column.codes.get(text, text)
    if item.kind in {"number", "integer"} and source.decimal == ",":
        if "." in text:
            return replace(
                parse_entry(item, "?"), problem="a decimal point where decimals have a comma"
            )
        text = text.replace(",", ".")
    if item.kind == "date" and column.date_format and text:
        text = _read_date(text, column.date_format)
    found = study.find_laboratory(laboratory)
    assay = found.assays.get(item.analyte or item.id) if found else None
    return parse_entry(item, text, column.unit, assay)


def _read_date(text: str, date_format: str) -> str:
    try:
        return datetime.strptime(text, date_format).date().isoformat()  # noqa: DTZ007  # a day
    except ValueError:
        return text


def _fill(base: Record, item: Item, entered: str, reading: Reading, field: str) -> Record:
    return replace(
        base,
        item=item.id,
        entered=entered,
        entered_unit=reading.entered_unit,
        state=reading.value.state.value,
        number=reading.value.number,
        text=reading.value.text,
        day=reading.value.day,
        truth=reading.value.truth,
        unit=item.unit,
        source_field=field,
        problem=reading.problem,
    )
