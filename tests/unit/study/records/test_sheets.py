import pytest

from tubulus.study.records.sheets import read_sheet


@pytest.fixture
def read(tmp_path):
    def read_bytes(content, **options):
        path = tmp_path / "t.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        problems = []
        return read_sheet(path, problems, **options), problems

    return read_bytes


def lines(sheet):
    return [row.line for row in sheet.rows]


def cells(sheet, column):
    return [row.cells[column] for row in sheet.rows]


def test_a_row_knows_its_line(read):
    sheet, problems = read("a,b\n1,2\n3,4\n")

    assert problems == []
    assert (sheet.columns, lines(sheet)) == (("a", "b"), [2, 3])
    assert sheet.rows[1].cells == {"a": "3", "b": "4"}


def test_a_mark_of_byte_order_is_no_part_of_the_first_name(read):
    sheet, _ = read(b"\xef\xbb\xbfa,b\n1,2\n")

    assert sheet.columns == ("a", "b")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line_is_understood(read, end):
    sheet, problems = read(end.join(["a,b", "1,2", "3,4", ""]))

    assert problems == []
    assert lines(sheet) == [2, 3]


def test_a_last_row_without_end_of_line_counts(read):
    sheet, _ = read("a,b\n1,2")

    assert cells(sheet, "b") == ["2"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_from_the_header(read, separator):
    sheet, _ = read(f"a{separator}b\n1{separator}2\n")

    assert sheet.columns == ("a", "b")


def test_a_separator_inside_a_quoted_name_does_not_count(read):
    sheet, problems = read('"a, b, and c";d\n1;2\n')

    assert problems == []
    assert sheet.columns == ("a, b, and c", "d")


def test_blank_lines_are_passed_over_and_lines_stay_right(read):
    sheet, problems = read("\n\na,b\n\n1,2\n,\n \n3,4\n\n")

    assert problems == []
    assert lines(sheet) == [5, 8]


def test_a_cell_of_several_lines_is_one_cell_and_lines_stay_right(read):
    sheet, problems = read('a,b\n1,"one\ntwo\nthree"\n3,4\n')

    assert problems == []
    assert cells(sheet, "b") == ["one\ntwo\nthree", "4"]
    assert lines(sheet) == [2, 5]


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_marks_of_word_processors_do_not_end_a_row(read, mark):
    sheet, problems = read(f"a,b\n1,one{mark}two\n3,4\n")

    assert problems == []
    assert cells(sheet, "b") == [f"one{mark}two", "4"]
    assert lines(sheet) == [2, 3]


def test_quotes_are_taken_off_and_doubled_ones_halved(read):
    sheet, _ = read('a,b\n"1,5","say ""yes"""\n')

    assert sheet.rows[0].cells == {"a": "1,5", "b": 'say "yes"'}


def test_outer_spaces_are_taken_off(read):
    sheet, _ = read(" a , b \n 1 , 2 \n")

    assert sheet.rows[0].cells == {"a": "1", "b": "2"}


def test_a_header_alone_is_a_table_of_nobody(read):
    sheet, problems = read("a,b\n")

    assert (sheet.rows, problems) == ((), [])


@pytest.mark.parametrize("content", ["", "\n", "  \n\t\n", "\ufeff"])
def test_an_empty_file_is_a_problem(read, content):
    sheet, problems = read(content)

    assert sheet is None
    assert [p.message for p in problems] == ["the file is empty"]


def test_all_rows_of_another_length_are_told_at_once(read):
    _, problems = read("a,b,c\n1,2\n1,2,3\n1,2,3,4\n")

    assert [(p.row, p.message) for p in problems] == [
        (2, "the row has 2 cells where the header has 3"),
        (4, "the row has 4 cells where the header has 3"),
    ]


def test_rows_that_are_whole_are_returned_beside_the_problems(read):
    sheet, problems = read("a,b\n1\n3,4\n")

    assert lines(sheet) == [3]
    assert len(problems) == 1


def test_a_column_that_stands_twice_is_a_problem(read):
    _, problems = read("a,b,a\n1,2,3\n")

    assert [(p.row, p.field, p.message) for p in problems] == [(1, "a", "the column stands twice")]


def test_a_column_that_stands_twice_can_be_numbered(read):
    sheet, problems = read("a,b,a\n1,2,3\n", number_repeats=True)

    assert problems == []
    assert sheet.columns == ("a", "b", "a #2")


def test_a_column_without_a_name_is_a_problem(read):
    _, problems = read("a,,c\n1,2,3\n")

    assert [p.message for p in problems] == ["column 2 has no name"]


def test_a_quote_that_never_ends_is_told_at_the_row_where_it_begins(read):
    _, problems = read('a,b\n1,2\n3,"4\n5,6\n')

    assert [(p.row, p.message) for p in problems] == [
        (3, "a quotation mark is opened and never closed")
    ]


def test_text_after_a_closing_quote_is_told(read):
    _, problems = read('a,b\n1,"2"x\n')

    assert [(p.row, p.message) for p in problems] == [
        (2, "a text goes on after its closing quotation mark")
    ]


def test_another_encoding_is_told_with_its_line(read):
    _, problems = read("a,b\n1,2\n3,нет\n".encode("cp1251"))

    assert [(p.row, p.message) for p in problems] == [(3, "the text is not UTF-8")]


def test_another_encoding_can_be_named(read):
    sheet, problems = read("a,b\n3,нет\n".encode("cp1251"), encoding="cp1251")

    assert problems == []
    assert cells(sheet, "b") == ["нет"]


def test_utf_16_is_recognised(read):
    _, problems = read("a,b\n1,2\n".encode("utf-16"))

    assert [p.message for p in problems] == ["the text is not UTF-8 but UTF-16"]


def test_a_zero_byte_is_told_with_its_line(read):
    _, problems = read("a,b\n1,2\n3,\0\n")

    assert [(p.row, p.message) for p in problems] == [
        (3, "the file is not text (it holds zero bytes)")
    ]


def test_a_missing_file_is_a_problem_that_names_it(tmp_path):
    problems = []

    assert read_sheet(tmp_path / "none.csv", problems, name="data/none.csv") is None
    assert problems[0].file == "data/none.csv"
    assert "No such file" in problems[0].message
