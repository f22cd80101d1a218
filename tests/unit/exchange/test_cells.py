from datetime import date

import pytest

from tubulus.exchange.cells import read_cell
from tubulus.exchange.source import Column, Source
from tubulus.study.definition.forms import Item
from tubulus.study.definition.laboratories import Assay
from tubulus.study.records.values import ValueState

NUMBER = Item(id="estradiol", label="E2", kind="number", unit="pmol/L")
TEXT = Item(id="remark", label="Remark", kind="text")
DAY = Item(id="day", label="Day", kind="date")
PLAIN = Column(item="estradiol")


def make_source(decimal=".", missing=()):
    return Source(
        file="a.csv", form="f", participant="Nr", decimal=decimal, missing=missing, columns={}
    )


def read_number(text, decimal=",", column=PLAIN):
    return read_cell(make_source(decimal), column, NUMBER, text)


@pytest.mark.parametrize(
    ("text", "number", "state"),
    [
        ("12,5", 12.5, ValueState.PRESENT),
        (" 12 ", 12.0, ValueState.PRESENT),
        ("<0,5", 0.5, ValueState.BELOW_LIMIT),
        ("", None, ValueState.MISSING),
    ],
)
def test_a_decimal_comma_is_understood_where_the_file_has_it(text, number, state):
    value = read_number(text).reading.value

    assert (value.number, value.state) == (number, state)


@pytest.mark.parametrize("text", ["12.5", "1.234,5", "1,2,3", "many"])
def test_what_is_no_number_with_a_decimal_comma_is_unreadable_and_kept_as_it_was(text):
    cell = read_number(text)

    assert cell.reading.value.state is ValueState.UNREADABLE
    assert cell.reading.problem
    assert cell.entered == text


def test_a_decimal_comma_in_a_file_with_points_is_not_guessed_at():
    assert read_number("12,5", decimal=".").reading.value.state is ValueState.UNREADABLE


def test_a_number_that_was_read_stands_with_a_point_so_that_its_decimals_can_be_counted():
    assert read_number("12,50").entered == "12.50"


def test_a_unit_of_the_column_is_converted():
    column = Column(item="estradiol", unit="nmol/L")

    value = read_number("0,13", column=column).reading.value

    assert value.number == pytest.approx(130.0)


def test_the_words_of_file_and_column_mean_missing():
    source = make_source(missing=("no data",))
    column = Column(item="estradiol", missing=("haemolysed",))

    states = [
        read_cell(source, column, NUMBER, text).reading.value.state
        for text in ("No data", "Haemolysed", "lost")
    ]

    assert states == [ValueState.MISSING, ValueState.MISSING, ValueState.UNREADABLE]


def test_a_translation_is_written_as_tubulus_writes_whatever_the_files_decimal_mark():
    column = Column(item="estradiol", codes={"trace": "<0.5"})

    cell = read_number("Trace", column=column)

    assert cell.reading.value.state is ValueState.BELOW_LIMIT
    assert cell.reading.value.number == 0.5
    assert cell.entered == "Trace"


def test_a_text_keeps_its_commas_and_points():
    cell = read_cell(make_source(","), Column(item="remark"), TEXT, "a.b, c")

    assert cell.reading.value.text == "a.b, c"


@pytest.mark.parametrize(
    ("text", "day"), [("31.01.2026", date(2026, 1, 31)), ("31.02.2026", None), ("2026", None)]
)
def test_a_date_is_read_in_the_format_of_the_column_or_is_unreadable(text, day):
    column = Column(item="day", date_format="%d.%m.%Y")

    value = read_cell(make_source(), column, DAY, text).reading.value

    assert value.day == day
    assert value.is_known is (day is not None)


def test_the_factor_of_the_laboratory_converts_mass_to_activity():
    prolactin = Item(id="prolactin", label="Prolactin", kind="number", unit="mIU/L")
    assay = Assay(unit="ng/mL", activity_factor=20.0)

    with_factor = read_cell(make_source(), Column(item="prolactin"), prolactin, "10", assay)
    without = read_cell(
        make_source(), Column(item="prolactin", unit="ng/mL"), prolactin, "10", None
    )

    assert with_factor.reading.value.number == pytest.approx(200.0)
    assert without.reading.value.state is ValueState.UNREADABLE


def test_a_date_that_does_not_fit_is_told_in_the_format_of_the_mapping():
    column = Column(item="day", date_format="%d.%m.%Y")

    cell = read_cell(make_source(), column, DAY, "01/31/2026")

    assert cell.reading.problem == (
        "not a date in the date_format of the mapping, %d.%m.%Y (31.01.2026)"
    )


@pytest.mark.parametrize(
    ("text", "state"), [("2026-01-31", ValueState.PRESENT), ("NA", ValueState.NOT_APPLICABLE)]
)
def test_beside_the_format_of_the_column_the_notation_of_tubulus_is_read(text, state):
    column = Column(item="day", date_format="%d.%m.%Y")

    assert read_cell(make_source(), column, DAY, text).reading.value.state is state
