"""Rows of a table keep the lines that they stand on."""

import pytest

from tubulus.core.errors import InputError
from tubulus.dock.tables.rows import read_rows


def read(folder, text, **options):
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    return read_rows(path, ("a",), **options)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_lines_are_those_of_the_file_blank_ones_included(tmp_path, separator):
    rows, problems = read(tmp_path, separator.join("AB") + "\n\n" + separator.join([" 1 ", "2"]))

    assert [(row.line, row.cells) for row in rows] == [(3, {"a": "1", "b": "2"})]
    assert problems == []


def test_blank_lines_before_the_header_count_as_lines(tmp_path):
    rows, _ = read(tmp_path, "\n \na;b\n1;2\n")

    assert [(row.line, row.cells) for row in rows] == [(4, {"a": "1", "b": "2"})]


def test_a_file_of_separators_alone_is_refused(tmp_path):
    with pytest.raises(InputError, match="holds separators alone"):
        read(tmp_path, ";;\n;\n")


def test_a_cell_that_is_missing_at_the_end_is_empty(tmp_path):
    rows, _ = read(tmp_path, "a,b\n1\n")

    assert rows[0].cells == {"a": "1", "b": ""}


def test_a_row_with_too_many_cells_and_an_unknown_column_are_problems(tmp_path):
    _, problems = read(tmp_path, "a,c\n1,2,3\n", allowed=("a", "b"))

    assert [(p.row, p.field) for p in problems] == [(1, "c"), (2, "")]


def test_a_table_without_a_required_column_is_refused(tmp_path):
    with pytest.raises(InputError, match="the column is missing"):
        read(tmp_path, "b\n1\n")
