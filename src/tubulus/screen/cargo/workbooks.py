"""Excel workbooks (.xlsx), read with openpyxl where it is installed."""

from __future__ import annotations

import importlib
import io
import zipfile
from datetime import date, datetime
from typing import Any

from tubulus.screen.cargo.raw_table import fail_file

__all__ = ["read_workbook_rows"]


def read_workbook_rows(content: bytes, name: str) -> list[tuple[int, list[str]]]:
    """Read the rows of the first sheet that holds any, each with its number.

    Numbers without decimals are written as such; a cell that Excel made a date becomes
    year-month-day, so that the mapping of names can tell it.

    Raises
    ------
    InputError
        If the file is no workbook, or openpyxl is not installed.
    """
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile as error:
        raise fail_file(name, "is a damaged workbook or zip file", "save it again") from error
    if "xl/workbook.xml" not in members:
        raise fail_file(name, "is a zip file and no workbook", "unpack it and name the table")
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ImportError as error:
        message = "is an Excel workbook, which needs the package openpyxl"
        remedy = "pip install 'tubulus[xlsx]', or save the sheet as CSV UTF-8"
        raise fail_file(name, message, remedy) from error
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            rows = [
                (number, [_write_cell(cell) for cell in row])
                for number, row in enumerate(sheet.iter_rows(values_only=True), 1)
            ]
            filled = [(number, row) for number, row in rows if any(row)]
            if filled:
                return filled
    finally:
        book.close()
    raise fail_file(name, "is a workbook without cells", "name the one that holds the table")


def _write_cell(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
