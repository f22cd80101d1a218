import gzip

import pytest

from tubulus.core.errors import InputError
from tubulus.screen.receptor_map.atlas_files import (
    LINE,
    check_numbers,
    map_atlas_genes,
    read_atlas_table,
)

HEADER = ("Gene", "Gene name", "Level")
ROW = ("ENSG00000157404", "KIT", "High")


@pytest.mark.parametrize("name", ["a.tsv", "a.tsv.gz", "a.tsv.zip"])
def test_a_table_is_read_as_it_was_downloaded(write_table, name):
    frame = read_atlas_table(write_table(name, HEADER, [ROW]), HEADER, ("Unit",))

    assert frame.rows() == [(2, *ROW)]
    assert frame.columns == [LINE, *HEADER]


def test_every_missing_column_is_named(write_table):
    with pytest.raises(InputError) as caught:
        read_atlas_table(write_table("a.tsv", ("gene",), [("KIT",)]), HEADER)

    assert [problem.field for problem in caught.value.problems] == sorted(HEADER)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04broken", gzip.compress(b"Gene\tLevel\n" * 9, mtime=0)[:-9]]
)
def test_a_broken_file_is_refused_with_its_name(tmp_path, content):
    path = tmp_path / "atlas.tsv"
    path.write_bytes(content)

    with pytest.raises(InputError, match=r"atlas\.tsv"):
        read_atlas_table(path, HEADER)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_atlas_table(tmp_path / "none.tsv", HEADER)


def test_a_table_without_rows_is_refused(write_table):
    with pytest.raises(InputError, match="no rows"):
        read_atlas_table(write_table("a.tsv", HEADER, []), HEADER)


def test_a_file_that_breaks_off_within_a_line_is_refused_with_the_line(write_table):
    with pytest.raises(InputError) as caught:
        read_atlas_table(write_table("a.tsv", HEADER, [ROW, ROW[:2]]), HEADER)

    assert [problem.row for problem in caught.value.problems] == [3]


def test_numbers_with_a_decimal_comma_are_refused_and_not_guessed(write_table):
    path = write_table("a.tsv", HEADER, [("", "KIT", "1,5"), ("", "RET", "2.5")])

    with pytest.raises(InputError, match="decimal point") as caught:
        check_numbers(path, read_atlas_table(path, ("Gene name", "Level")), "Level")

    assert [problem.row for problem in caught.value.problems] == [2]


def test_many_wrong_rows_are_counted_and_not_all_shown(write_table):
    path = write_table("a.tsv", HEADER, [("x", "KIT", "-1")] * 30)

    with pytest.raises(InputError, match="10 more such rows"):
        check_numbers(path, read_atlas_table(path, HEADER), "Level")


def test_genes_are_found_by_name_or_ensembl_and_lost_ones_counted(write_table):
    rows = [ROW, ("ENSG00000165731", "no such name", "Low"), ("ENSG0", "nothing", "Low")]
    frame, lost = map_atlas_genes(read_atlas_table(write_table("a.tsv", HEADER, rows), HEADER))

    assert frame["symbol"].to_list() == ["KIT", "RET"]
    assert lost == 1
