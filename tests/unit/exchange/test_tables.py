import polars as pl
import pytest

from tubulus.core.errors import InputError

ONE = """
[[sources]]
file = "a.csv"
form = "blood"
participant = "Nr"
visit = "before"
[sources.columns]
"Score" = { item = "score" }
"""

VISITS = """
[[sources]]
file = "a.csv"
form = "blood"
participant = "Nr"
visit_column = "When"
visits = { "vorher" = "before", "nachher" = "after" }
[sources.columns]
"Score" = { item = "score" }
"""


def list_problems(error):
    return [(p.file, p.row, p.field, p.message) for p in error.value.problems]


def test_a_record_keeps_where_it_came_from(read):
    records = read(ONE, a="Nr,Score\nM1,3\nM2,\n")

    assert records.select("participant", "visit", "state", "number").rows() == [
        ("M1", "before", "present", 3.0),
        ("M2", "before", "missing", None),
    ]
    assert records.select("source_file", "source_row", "source_field").rows()[1] == (
        "a.csv",
        3,
        "Score",
    )


def test_blank_lines_and_lines_of_separators_are_no_participants(read):
    assert read(ONE, a="Nr,Score\n\nM1,3\n,\n\n").height == 1


def test_a_quoted_line_end_does_not_shift_the_lines_of_what_follows(read):
    text = ONE.replace('visit = "before"', 'visit = "before"\nignore = ["Note"]')

    records = read(text, a='Nr,Score,Note\nM1,3,"two\nlines"\nM2,4,x\n')

    assert records["source_row"].to_list() == [2, 4]


def test_a_second_row_of_a_participant_and_visit_is_a_second_entry(read):
    assert read(ONE, a="Nr,Score\nM1,3\nM1,4\n")["occurrence"].to_list() == [1, 2]


def test_a_column_of_visits_is_translated(read):
    records = read(VISITS, a="Nr,When,Score\nM1,Vorher,3\nM1,nachher,4\n")

    assert records["visit"].to_list() == ["before", "after"]


def test_a_visit_without_translation_is_a_problem_of_its_line(read):
    with pytest.raises(InputError) as error:
        read(VISITS, a="Nr,When,Score\nM1,vorher,3\nM1,later,4\n")

    assert list_problems(error) == [("a.csv", 3, "When", "this visit is not translated")]


def test_a_row_without_participant_is_a_problem(read):
    with pytest.raises(InputError) as error:
        read(ONE, a="Nr,Score\n,3\n")

    assert list_problems(error) == [("a.csv", 2, "Nr", "the cell is empty")]


def test_all_problems_of_all_columns_are_reported_together(read):
    with pytest.raises(InputError) as error:
        read(ONE, a="Number,Score,Extra\nM1,3,x\n")

    assert list_problems(error) == [
        ("a.csv", 1, "Extra", "the column is not mapped"),
        ("a.csv", 1, "Nr", "there is no column 'Nr'"),
        ("a.csv", 1, "Number", "the column is not mapped"),
    ]


def test_a_file_that_several_sources_need_is_missed_once(read):
    with pytest.raises(InputError) as error:
        read(ONE + ONE.replace('"before"', '"after"'))

    assert len(error.value.problems) == 1
    assert "cannot be read" in error.value.problems[0].message


def test_two_files_may_fill_one_form_with_an_item_each(read):
    smoking = ONE.replace("a.csv", "b.csv").replace('"Score" = { item = "score" }', "")
    smoking += '"Smoking" = { item = "smoking" }\n'

    records = read(ONE + smoking, a="Nr,Score\nM1,3\n", b="Nr,Smoking\nM1,never\n")

    assert records.select("participant", "occurrence", "item").rows() == [
        ("M1", 1, "score"),
        ("M1", 1, "smoking"),
    ]


def test_two_files_may_fill_one_item_of_different_participants(read):
    records = read(ONE + ONE.replace("a.csv", "b.csv"), a="Nr,Score\nM1,3\n", b="Nr,Score\nM2,4\n")

    assert records["participant"].to_list() == ["M1", "M2"]


def test_an_item_of_a_participant_and_visit_comes_from_one_file_only(read):
    with pytest.raises(InputError) as error:
        read(ONE + ONE.replace("a.csv", "b.csv"), a="Nr,Score\nM1,3\n", b="Nr,Score\nM1,4\n")

    message = "the item 'blood.score' is filled from a.csv line 2 already"
    assert list_problems(error) == [("b.csv", 2, "Score", message)]


def test_a_constant_stands_in_every_entry_and_names_the_laboratory(read):
    text = ONE.replace('visit = "before"', 'visit = "before"\nconstants = { laboratory = "north" }')
    text = text.replace('"Score" = { item = "score" }', '"PRL" = { item = "prolactin" }')

    records = read(text, a="Nr,PRL\nM1,10\nM2,5\n")

    # the laboratory reports ng/mL and declares 20 mIU/L in one
    numbers = records.filter(pl.col("item") == "prolactin")["number"].to_list()
    assert numbers == pytest.approx([200.0, 100.0])
    assert records.filter(pl.col("item") == "laboratory")["text"].to_list() == ["north", "north"]


def test_a_column_may_name_the_laboratory_of_each_row(read):
    text = ONE.replace(
        '"Score" = { item = "score" }',
        '"PRL" = { item = "prolactin" }\n'
        '"Lab" = { item = "laboratory", codes = { "N" = "north" } }',
    )

    records = read(text, a="Nr,PRL,Lab\nM1,10,n\nM2,10,other\n")

    # without a declared factor the item's own unit holds
    numbers = records.filter(pl.col("item") == "prolactin")["number"].to_list()
    assert numbers == pytest.approx([200.0, 10.0])


def test_the_second_of_two_equal_headers_is_called_number_two(read):
    text = ONE.replace('"Score"', '"Score #2"').replace(
        'visit = "before"', 'visit = "before"\nignore = "others"'
    )

    assert read(text, a="Nr,Score,Score\nM1,high,9\n")["number"].to_list() == [9.0]
