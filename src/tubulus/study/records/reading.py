"""Read the study's own data files, one CSV a form, into the long table of records.

``data/<form>.csv`` has the columns ``participant``, ``visit`` (where the form belongs to visits),
one column an item, and where needed ``<item>_unit``. A value that cannot be understood is kept
with the reason, so that the checks report it; a file that cannot be understood raises, with every
problem of every file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from tubulus.core.errors import InputError, Problem
from tubulus.core.identifiers import suggest_name
from tubulus.study.definition.forms import Form, Item
from tubulus.study.definition.laboratories import Assay
from tubulus.study.definition.study import Study
from tubulus.study.records.parsing import Reading, parse_entry
from tubulus.study.records.sheets import Sheet, SheetRow, read_sheet
from tubulus.study.records.table import Record, make_record_frame
from tubulus.study.records.values import Value, ValueState

__all__ = [
    "DATA_FOLDER",
    "LABORATORY_ITEM",
    "check_tables",
    "find_assay",
    "list_columns",
    "make_records",
    "read_records",
]

DATA_FOLDER = "data"
_TABLES = {".csv", ".tsv", ".xls", ".xlsx", ".ods", ".numbers"}

LABORATORY_ITEM = "laboratory"
"""Item of a form that names the laboratory of its values."""


_NO_DATA = (
    "fill the tables that 'tubulus study check --write-tables' writes, or draw participants with: "
    "tubulus study simulate"
)


def list_columns(form: Form) -> tuple[str, ...]:
    """List the columns of a form's table: keys, items, and a unit beside what may have several."""
    columns = ["participant", *(["visit"] if form.visits else [])]
    for item in form.items:
        if not item.derive:
            columns += [item.id, *([f"{item.id}_unit"] if item.units else [])]
    return tuple(columns)


def check_tables(study: Study, folder: Path) -> list[Problem]:
    """Return every problem of the data files; tables without rows are in order."""
    problems: list[Problem] = []
    if folder.is_dir():
        _collect(study, folder, problems)
    return problems


def read_records(study: Study, folder: Path | None = None) -> pl.DataFrame:
    """Read every data file of a study.

    Parameters
    ----------
    study : Study
        The definition.
    folder : Path, optional
        Where the files lie; ``data`` in the study's folder if not given.

    Raises
    ------
    InputError
        With every problem of every file, or if there is none.
    """
    place = folder or study.folder / DATA_FOLDER
    problems: list[Problem] = []
    if not place.is_dir():
        message = "the folder does not exist"
        raise InputError([Problem(str(place), 0, "", message, _NO_DATA)])
    sheets = _collect(study, place, problems)
    if not problems and not sheets:
        problems.append(Problem(str(place), 0, "", "the folder holds no data", _NO_DATA))
    if problems:
        raise InputError(problems)
    return make_record_frame(
        record for form, sheet in sheets for record in make_records(study, form, sheet)
    )


def _collect(study: Study, place: Path, problems: list[Problem]) -> list[tuple[Form, Sheet]]:
    """Read the table of each form that has one; put every problem on the list."""
    problems.extend(_report_strangers(study, place))
    sheets = []
    for form in study.forms:
        path = place / f"{form.id}.csv"
        if not path.exists():
            continue
        sheet = read_sheet(path, problems, name=f"{place.name}/{path.name}")
        if sheet is not None:
            problems.extend(_check_columns(study, form, sheet))
            sheets.append((form, sheet))
    return sheets


def _report_strangers(study: Study, place: Path) -> Iterator[Problem]:
    """Yield a problem for each table that would be passed over in silence."""
    forms = [form.id for form in study.forms]
    for path in sorted(place.iterdir()):
        name = f"{place.name}/{path.name}"
        if path.name.startswith((".", "~$")) or path.suffix.casefold() not in _TABLES:
            continue
        if path.suffix != ".csv":
            message = "the file is not read: data are tables with the ending .csv"
            yield Problem(name, 0, "", message, f"save it as CSV (UTF-8), {path.stem}.csv")
        elif path.stem not in forms:
            message = f"there is no form '{path.stem}'"
            yield Problem(name, 0, "", message, suggest_name(path.stem, forms))


def _check_columns(study: Study, form: Form, sheet: Sheet) -> Iterator[Problem]:
    items = {item.id: item for item in form.items}
    entered = [name for name, item in items.items() if not item.derive]
    units = [f"{name}_unit" for name in entered if items[name].unit]
    keys = ["participant", *(["visit"] if len(form.visits) > 1 else [])]
    if "participant" not in sheet.columns and not set(items).intersection(sheet.columns):
        # what stands there may be the first participant's values: none of it is repeated
        remedy = f"begin with a header line: {', '.join([*keys, *entered[:6]])} ..."
        yield Problem(sheet.file, 1, "", "the first line is no header of this form", remedy)
        return
    for key in keys:
        if key not in sheet.columns:
            remedy = f"add it; this form has the columns {', '.join([*keys, *entered[:6]])} ..."
            yield Problem(sheet.file, 1, key, f"the column '{key}' is missing", remedy)
    for column in sheet.columns:
        if column in items and items[column].derive:
            remedy = "remove the column; the value is computed"
            yield Problem(sheet.file, 1, column, "the item is derived, not entered", remedy)
        elif column not in {*keys, "visit", *entered, *units}:
            remedy = suggest_name(column, [*keys, *entered, *units])
            yield Problem(sheet.file, 1, column, f"unknown column '{column}'", remedy)
    if "participant" in sheet.columns:
        for row in sheet.rows:
            if not row.cells["participant"]:
                remedy = "write the participant's identifier"
                yield Problem(sheet.file, row.line, "participant", "the cell is empty", remedy)


def make_records(study: Study, form: Form, sheet: Sheet) -> Iterator[Record]:
    """Yield the records of one form's sheet; columns that are no item are passed over."""
    seen: Counter[tuple[str, str]] = Counter()
    for row in sheet.rows:
        participant = row.cells.get("participant", "")
        # a study with one visit need not repeat its name on each row
        visit = row.cells.get("visit", "") or _find_only_visit(form.visits)
        seen[participant, visit] += 1
        occurrence = seen[participant, visit]
        for item in form.items:
            if item.id not in row.cells:
                continue
            assay = find_assay(study, row, item.analyte or item.id)
            entered = row.cells[item.id]
            unit = row.cells.get(f"{item.id}_unit", "")
            reading = parse_entry(item, entered, unit, assay)
            if not unit and _lacks_unit(study, row, item) and reading.value.number is not None:
                reading = Reading(Value(state=ValueState.UNREADABLE), "", _UNIT_NOT_KNOWN)
            yield Record(
                participant=participant,
                visit=visit,
                form=form.id,
                occurrence=occurrence,
                item=item.id,
                entered=entered,
                entered_unit=reading.entered_unit,
                state=reading.value.state.value,
                number=reading.value.number,
                text=reading.value.text,
                day=reading.value.day,
                truth=reading.value.truth,
                unit=item.unit,
                source_file=sheet.file,
                source_row=row.line,
                source_field=item.id,
                problem=reading.problem,
            )


_UNIT_NOT_KNOWN = (
    "the unit is not known: none was entered and the laboratory is not declared; name a "
    "laboratory of study.toml, or enter the unit"
)


def _lacks_unit(study: Study, row: SheetRow, item: Item) -> bool:
    """Tell whether the unit depends on a laboratory that is named but not declared."""
    name = row.cells.get(LABORATORY_ITEM, "")
    analyte = item.analyte or item.id
    return (
        bool(name)
        and study.find_laboratory(name) is None
        and any(analyte in laboratory.assays for laboratory in study.laboratories)
    )


def _find_only_visit(visits: Sequence[str]) -> str:
    return visits[0] if len(visits) == 1 else ""


def find_assay(study: Study, row: SheetRow, analyte: str) -> Assay | None:
    """Return how the laboratory named in a row measures an analyte, or None."""
    laboratory = study.find_laboratory(row.cells.get(LABORATORY_ITEM, ""))
    return laboratory.assays.get(analyte) if laboratory else None
