import gzip

import pytest

from tubulus.core.errors import InputError
from tubulus.screen.cargo.table_files import read_raw_table


def find_message(path):
    with pytest.raises(InputError) as caught:
        read_raw_table(path)
    return "; ".join(f"{p.row} {p.message} {p.remedy}" for p in caught.value.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", ["\t", ",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_is_read_however_it_was_saved(write, encoding, separator, end):
    text = end.join(separator.join(row) for row in (["a", "b"], ["1", "ü"], ["2", ""])) + end

    table = read_raw_table(write(text.encode(encoding)))

    assert table.header == ("a", "b")
    assert table.frame["b"].to_list() == ["ü", ""]
    assert table.lines == [2, 3]


@pytest.mark.parametrize("separator", ["\t", ","])
def test_quoted_headers_and_cells_lose_their_quotes(write_rows, separator):
    rows = [('"Gene"', '"Note"'), ('"KIT"', '"a ""b"""')]

    table = read_raw_table(write_rows(rows, separator=separator))

    assert table.frame.select("Gene", "Note").rows() == [("KIT", 'a "b"')]


def test_a_quotation_mark_inside_a_cell_of_a_program_is_left_alone(write):
    table = read_raw_table(write('Gene\tName\nKIT\t5"-protein\nTGFB1\tb\n'))

    assert table.frame["Name"].to_list() == ['5"-protein', "b"]


def test_a_quotation_mark_that_is_never_closed_is_found(write):
    assert "never closed" in find_message(write('a,b\nKIT,"x\nTGFB1,y\n'))


def test_blank_lines_and_comments_before_the_header_are_skipped(write):
    table = read_raw_table(write("# from the core\n\na\tb\n\n1\t2\n"))

    assert table.header == ("a", "b")
    assert table.lines == [5]


def test_a_compressed_table_is_read(write):
    table = read_raw_table(write(gzip.compress(b"a\tb\n1\t2\n"), "cargo.tsv.gz"))

    assert table.frame["a"].to_list() == ["1"]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\n \n", "is empty"),
        (b"# only a comment\n", "is empty"),
        (b"a\tb\n", "no rows"),
        (b"%PDF-1.7 x", "PDF"),
        (b"\xd0\xcf\x11\xe0xxxx", "old Excel"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\x1f\x8b broken", "damaged gzip"),
        (b"<html>no access</html>", "web page"),
        (b'{"a": 1}', "JSON"),
        (b">sp|P01137\nMPPS", "FASTA"),
        (b"a\tb\n\x00\x00\t1", "no text"),
        ("a\tb\nMüller\t1".encode("latin-1"), "not UTF-8"),
        (b"a\ta\n1\t2\n", "named twice"),
    ],
)
def test_a_file_that_is_no_table_gets_one_clear_message(write, content, word):
    assert word in find_message(write(content))


def test_a_missing_file_and_a_folder_are_problems(tmp_path):
    assert "cannot be read" in find_message(tmp_path / "none.csv")
    assert "is a folder" in find_message(tmp_path)


@pytest.mark.parametrize("separator", ["\t", ","])
def test_every_row_with_too_many_cells_is_named(write_rows, separator):
    rows = [("a", "b"), (1, 2, 3), (1, 2), (1, 2, 4), (1,)]

    message = find_message(write_rows(rows, separator=separator))

    assert "2 has 3 cells" in message
    assert "4 has 3 cells" in message
    assert message.count("cells where") == 2


def test_short_rows_and_empty_cells_at_the_end_are_no_problem(write):
    table = read_raw_table(write("a\tb\t\n1\n2\t3\t\n"))

    assert table.frame.select("a", "b").rows() == [("1", ""), ("2", "3")]
