import pytest

from tubulus.core.errors import InputError
from tubulus.screen.engine import run_screen
from tubulus.screen.readers import (
    read_cargo,
    read_comparator,
    read_detection,
    read_receptors,
)


@pytest.fixture
def write(tmp_path):
    def write_file(content, name="cargo.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write_file


def find_problems(reader, path, **options):
    with pytest.raises(InputError) as caught:
        reader(path, **options)
    return caught.value.problems


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_any_usual_separator_with_or_without_a_mark_is_read(write, separator, mark):
    path = write(mark + separator.join(["symbol", "source"]) + "\r\nTGFB1" + separator + "x\r\n")

    frame = read_cargo(path)

    assert frame.select("symbol", "source").rows() == [("TGFB1", "x")]


def test_what_the_file_does_not_say_is_not_stated(write):
    frame = read_cargo(write("Symbol\nTGFB1\n"))

    row = frame.row(0, named=True)
    assert (row["tier"], row["species"], row["source"]) == (
        "user",
        "not stated",
        "user file cargo.csv",
    )


def test_an_alias_is_stored_under_the_current_symbol(write):
    frame = read_cargo(write("symbol\nPTRF\n"))

    assert frame.select("symbol", "listed_as").rows() == [("CAVIN1", "PTRF")]


def test_all_unknown_symbols_are_listed_with_their_lines(write):
    problems = find_problems(read_cargo, write("symbol\nTGFB1\nTgfb1\nNOGENE1\n"))

    assert [(p.row, p.field) for p in problems] == [(3, "symbol"), (4, "symbol")]
    assert "TGFB1" in problems[0].remedy


def test_unknown_symbols_can_be_left_out(write):
    path = write("symbol\nTGFB1\nNOGENE1\n")

    frame = read_cargo(path, unknown_symbols="leave_out")

    assert frame["symbol"].to_list() == ["TGFB1"]


def test_a_file_of_unknown_symbols_only_is_refused_even_then(write):
    path = write("symbol\nNOGENE1\n")

    problems = find_problems(read_cargo, path, unknown_symbols="leave_out")

    assert "no human protein-coding gene" in problems[0].message


def test_a_duplicate_is_found_behind_an_alias(write):
    problems = find_problems(read_cargo, write("symbol\nCAVIN1\nPTRF\n"))

    assert [p.row for p in problems] == [3]
    assert "line 2" in problems[0].message


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \n\n"])
def test_an_empty_file_is_refused(write, content):
    assert "is empty" in find_problems(read_cargo, write(content))[0].message


def test_a_header_without_rows_is_refused(write):
    assert "no rows" in find_problems(read_cargo, write("symbol,source\n"))[0].message


def test_a_missing_file_is_a_problem_not_a_crash(tmp_path):
    assert "cannot be read" in find_problems(read_cargo, tmp_path / "none.csv")[0].message


def test_text_that_is_not_utf8_is_refused(write):
    assert (
        "UTF-8" in find_problems(read_cargo, write("symbol\nMüller".encode("latin-1")))[0].message
    )


def test_a_missing_column_is_named_with_those_that_are_there(write):
    problems = find_problems(read_receptors, write("symbol,tissue\nKIT,testis\n"))

    assert problems[0].field == "cell_type"
    assert "tissue" in problems[0].remedy


def test_a_row_with_too_many_cells_is_found(write):
    problems = find_problems(read_cargo, write("symbol,source\nTGFB1,a,b\nCSF1,a\n"))

    assert [p.row for p in problems] == [2]


def test_an_empty_symbol_is_found(write):
    problems = find_problems(read_cargo, write("symbol,source\n,a\nCSF1,b\n"))

    assert [(p.row, p.message) for p in problems] == [(2, "is empty")]


def test_a_blank_line_is_no_row(write):
    assert read_cargo(write("symbol\n\nTGFB1\n\n"))["symbol"].to_list() == ["TGFB1"]


def test_receptor_words_outside_the_vocabularies_are_found(write):
    content = "symbol,cell_type,state,grade,compartment\nKIT,SSC,maybe,best,inside\n"

    problems = find_problems(read_receptors, write(content))

    assert {p.field for p in problems} == {"state", "grade", "compartment"}


def test_a_receptor_may_stand_on_several_cell_types(write):
    frame = read_receptors(write("symbol;cell_type\nKIT;SSC\nKIT;Leydig cells\n"))

    assert frame.height == 2
    assert set(frame["state"]) == {"present"}


def test_what_contradicts_a_receptor_of_the_user_reaches_the_conclusion(write):
    content = "symbol,cell_type,conflict\nITGB3,Sertoli cells,our staining does not detect it\n"

    result = run_screen(receptors=read_receptors(write(content)), seed=1)

    sentence = "ITGB3 on Sertoli cells is conflicting: our staining does not detect it."
    assert sentence in result.conclusion


def test_a_detection_number_must_be_whole(write):
    problems = find_problems(read_detection, write("symbol,n_lists\nTGFB1,1.5\nCSF1,-1\nKIT,\n"))

    assert [p.row for p in problems] == [2, 3, 4]


def test_detection_leaves_out_old_names(write):
    frame = read_detection(write("symbol,n_lists\nTGFB1,3\nNOGENE1,9\n"))

    assert frame.rows() == [("TGFB1", 3)]


def test_a_protein_that_stands_twice_in_a_comparator_list_counts_once(write):
    frame = read_comparator(write("list_id,symbol\na,CAVIN1\na,PTRF\nb,CAVIN1\n"))

    assert frame.rows() == [("a", "CAVIN1"), ("b", "CAVIN1")]


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows(write):
    problems = find_problems(read_cargo, write('symbol,source\nTGFB1,"a\nCSF1,b\n'))

    assert "quotation mark" in problems[0].message


def test_the_study_of_a_comparator_list_is_kept_where_one_row_tells_it(write):
    text = "list_id,symbol,study\na,CAVIN1,\na,KIT,PMID:1\na,NOGENE1,PMID:1\nb,KIT,\n"

    frame = read_comparator(write(text))

    assert frame.rows() == [("a", "CAVIN1", "PMID:1"), ("a", "KIT", "PMID:1"), ("b", "KIT", None)]


def test_a_comparator_without_studies_has_no_such_column(write):
    assert read_comparator(write("list_id,symbol\na,KIT\n")).columns == ["list_id", "symbol"]


def test_a_comparator_list_of_two_studies_is_refused(write):
    with pytest.raises(InputError, match="list a is of study PMID:1 and of PMID:2") as caught:
        read_comparator(write("list_id,symbol,study\na,KIT,PMID:1\na,CD63,PMID:2\n"))

    assert [(p.row, p.field) for p in caught.value.problems] == [(3, "study")]


def test_the_disease_of_the_donors_of_a_receptor_is_kept_where_it_is_told(write):
    rows = "symbol,cell_type,disease\nKIT,Leydig cell,NOA\nKIT,Sertoli cell,\n"

    told = read_receptors(write(rows))

    assert told["disease"].to_list() == ["NOA", "not stated"]
    assert "disease" not in read_receptors(write("symbol,cell_type\nKIT,SSC\n")).columns
