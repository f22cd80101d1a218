"""Read the files that a study's sources describe into records; the files stay as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.core.identifiers import suggest_name
from tubulus.exchange.cells import Cell, read_cell
from tubulus.exchange.source import Source
from tubulus.study.definition.forms import Form, Item
from tubulus.study.definition.study import Study
from tubulus.study.records.parsing import parse_entry
from tubulus.study.records.reading import LABORATORY_ITEM
from tubulus.study.records.sheets import Sheet, SheetRow, read_sheet
from tubulus.study.records.table import Record, make_record_frame

__all__ = ["read_sources"]

Manner = tuple[str, str | None, str]
"""A file, its separator and its encoding."""


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
        The long table of records, each with file, line and column. Several sources may fill one
        form of a participant and visit, each with its own items.

    Raises
    ------
    InputError
        With every problem of every file: unreadable, columns missing or not accounted for, a
        visit without a translation, an item filled from two places.
    """
    problems: list[Problem] = []
    sheets: dict[Manner, Sheet | None] = {}
    read: list[list[Record]] = []
    for source in sources:
        manner = (source.file, source.separator, source.codec)
        if manner not in sheets:
            sheets[manner] = _read_file(folder, manner, problems)
        sheet, form = sheets[manner], study.find_form(source.form)
        if sheet is None or form is None:
            continue
        found = list(_check_columns(source, sheet))
        problems += found
        if not found:
            read.append(list(_make_records(study, source, form, sheet)))
    problems += _check_overlaps(read)
    if problems:
        raise InputError(problems)
    return make_record_frame(record for records in read for record in records)


def _read_file(folder: Path, manner: Manner, problems: list[Problem]) -> Sheet | None:
    file, separator, encoding = manner
    return read_sheet(
        folder / file,
        problems,
        name=file,
        separator=separator,
        encoding=encoding,
        number_repeats=True,
    )


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
        if said is not None and source.translate_visit(said) is None:
            remedy = f"add it under visits; {suggest_name(said, source.visits)}"
            message = "this visit is not translated"
            yield Problem(sheet.file, row.line, source.visit_column, message, remedy)


def _make_records(study: Study, source: Source, form: Form, sheet: Sheet) -> Iterator[Record]:
    seen: Counter[tuple[str, str]] = Counter()
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
        for item, cell, field in _read_row(study, source, form, row):
            yield _fill(base, item, cell, field)


def _read_row(
    study: Study, source: Source, form: Form, row: SheetRow
) -> Iterator[tuple[Item, Cell, str]]:
    """Yield each item that a row fills, what it says, and from which column."""
    laboratory = study.find_laboratory(_find_laboratory(source, row))
    for name, column in source.columns.items():
        item = form.find_item(column.item)
        if item is not None:
            assay = laboratory.assays.get(item.analyte or item.id) if laboratory else None
            yield item, read_cell(source, column, item, row.cells[name], assay), name
    for name, text in source.constants.items():
        item = form.find_item(name)
        if item is not None:
            yield item, Cell(text, parse_entry(item, text)), f"constant: {name}"


def _find_visit(source: Source, form: Form, row: SheetRow) -> str:
    if source.visit_column:
        return source.translate_visit(row.cells[source.visit_column]) or ""
    return source.visit or (form.visits[0] if len(form.visits) == 1 else "")


def _find_laboratory(source: Source, row: SheetRow) -> str:
    for name, column in source.columns.items():
        if column.item == LABORATORY_ITEM:
            said = row.cells[name]
            translated = column.translate(said)
            return said if translated is None else translated
    return source.constants.get(LABORATORY_ITEM, "")


def _fill(base: Record, item: Item, cell: Cell, field: str) -> Record:
    reading = cell.reading
    return replace(
        base,
        item=item.id,
        entered=cell.entered,
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


def _check_overlaps(read: Iterable[list[Record]]) -> Iterator[Problem]:
    """Yield a problem where an item of a participant and visit is filled by two sources."""
    filled: dict[tuple[str, str, str, int, str], str] = {}
    for records in read:
        own = {}
        for record in records:
            entry = (record.participant, record.visit, record.form, record.occurrence)
            earlier = filled.get((*entry, record.item))
            if earlier is not None:
                message = f"the item '{record.form}.{record.item}' is filled from {earlier} already"
                remedy = "map each item of a participant and visit once"
                place = (record.source_file, record.source_row, record.source_field)
                yield Problem(*place, message, remedy)
            own[*entry, record.item] = f"{record.source_file} line {record.source_row}"
        filled |= own
