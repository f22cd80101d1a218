import datetime
import io
import zipfile

import openpyxl
import pytest

from tubulus.core.errors import InputError
from tubulus.screen.cargo import workbooks
from tubulus.screen.cargo.reading import read_cargo_file
from tubulus.screen.cargo.table_files import read_raw_table


@pytest.fixture
def book(tmp_path):
    def save(*sheets):
        work = openpyxl.Workbook()
        work.remove(work.active)
        for number, rows in enumerate(sheets):
            sheet = work.create_sheet(f"s{number}")
            for row in rows:
                sheet.append(row)
        path = tmp_path / "cargo.xlsx"
        work.save(path)
        return path

    return save


def test_the_first_sheet_with_cells_is_read(book):
    path = book([], [["symbol", "quantity", "n"], ["KIT", 1.5, 2.0], [], ["TGFB1", None, 3]])

    table = read_raw_table(path)

    assert table.frame["symbol"].to_list() == ["KIT", "TGFB1"]
    assert table.frame["quantity"].to_list() == ["1.5", ""]
    assert table.frame["n"].to_list() == ["2", "3"]
    assert table.lines == [2, 4]


def test_a_cell_that_excel_made_a_date_is_repaired(book):
    path = book([["symbol"], ["KIT"], [datetime.datetime(2024, 9, 2)]])  # noqa: DTZ001

    assert read_cargo_file(path).cargo["symbol"].to_list() == ["KIT", "SEPTIN2"]


def test_a_workbook_without_cells_is_refused(book):
    with pytest.raises(InputError, match="without cells"):
        read_raw_table(book([]))


def test_a_zip_of_something_else_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as pack:
        pack.writestr("proteinGroups.txt", "x")

    with pytest.raises(InputError, match="no workbook"):
        workbooks.read_workbook_rows(content.getvalue(), "x.zip")


def test_without_openpyxl_the_message_says_what_to_install(book, monkeypatch):
    path = book([["symbol"], ["KIT"]])

    def refuse(name):
        raise ImportError(name)

    monkeypatch.setattr(workbooks.importlib, "import_module", refuse)

    with pytest.raises(InputError, match=r"tubulus\[xlsx\]"):
        read_raw_table(path)
