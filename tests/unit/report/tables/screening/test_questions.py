from tests.support.screen_material import make_screen_material, make_tables

from tubulus.report.tables.screening.questions import (
    make_question_table,
    write_amount,
    write_least,
)


def list_texts(table):
    return [[str(label), *(str(cell) for cell in cells)] for _, label, cells in table.rows]


def test_questions_say_what_was_not_computed_and_what_is_discouraged():
    rows = list_texts(make_question_table(make_screen_material(**make_tables())))
    cells = {row[0]: row for row in rows}

    assert cells["Receptors of equal degree"][5] == "not computed"
    assert "signed network" in cells["Receptors of equal degree"][8]
    assert cells["Any protein of the proteome"][8] == "discouraged"
    assert rows[0][0] == "Other vesicle proteomes"


def test_amounts_are_whole_where_they_are_counts():
    assert [write_amount(v) for v in (10000, 60.0, 34.21, 0.0913, None)] == [
        "10\N{NARROW NO-BREAK SPACE}000",
        "60",
        "34.2",
        "0.091",
        "–",
    ]


def test_the_least_p_of_a_closed_form_is_not_written_with_its_zeros():
    assert write_least(7e-144) == "below 0.000001"
    assert write_least(1 / 32) == "0.031"
    assert write_least(None) == "–"
