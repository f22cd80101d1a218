from datetime import date

import pytest

from tubulus.study.definition.forms import Item
from tubulus.study.definition.laboratories import Assay
from tubulus.study.records.parsing import parse_entry
from tubulus.study.records.values import ValueState

FSH = Item(id="fsh", label="FSH", kind="number", unit="IU/L")
COUNT = Item(id="count", label="Count", kind="integer")
SPERM = Item(id="c", label="C", kind="number", unit="million/mL", not_quantifiable=True)
TESTOSTERONE = Item(id="testosterone", label="T", kind="number", unit="nmol/L")
PROLACTIN = Item(id="prolactin", label="Prolactin", kind="number", unit="mIU/L")
CODE = Item(id="seen", label="Seen", kind="code", codes={"none": "None", "single": "Single sperm"})
DAY = Item(id="day", label="Day", kind="date")
TIME = Item(id="time", label="Time", kind="time")
TRUTH = Item(id="truth", label="Truth", kind="truth")
TEXT = Item(id="text", label="Text", kind="text")


@pytest.mark.parametrize("item", [FSH, COUNT, CODE, DAY, TIME, TRUTH, TEXT])
@pytest.mark.parametrize("text", ["", "   ", "\t"])
def test_an_empty_cell_is_missing_whatever_the_item(item, text):
    reading = parse_entry(item, text)

    assert reading.value.state is ValueState.MISSING
    assert reading.problem == ""


def test_a_unit_beside_an_empty_cell_does_not_make_a_value():
    assert parse_entry(FSH, "", "IU/L").value.state is ValueState.MISSING


@pytest.mark.parametrize("item", [FSH, COUNT, CODE, DAY, TIME, TRUTH, TEXT])
def test_not_applicable_is_neither_missing_nor_zero(item):
    value = parse_entry(item, "NA").value

    assert (value.state, value.number, value.text) == (ValueState.NOT_APPLICABLE, None, None)


def test_seen_but_not_quantifiable_has_no_number():
    value = parse_entry(SPERM, "SNQ").value

    assert (value.state, value.number) == (ValueState.NOT_QUANTIFIABLE, None)


def test_seen_but_not_quantifiable_is_refused_where_it_makes_no_sense():
    reading = parse_entry(FSH, "SNQ")

    assert reading.value.state is ValueState.UNREADABLE
    assert "not a possible value" in reading.problem


@pytest.mark.parametrize(
    ("text", "number"),
    [("12.5", 12.5), (" 12.5 ", 12.5), ("0", 0.0), (".5", 0.5), ("5.", 5.0), ("1e2", 100.0)],
)
def test_a_number_is_read(text, number):
    value = parse_entry(FSH, text).value

    assert (value.state, value.number) == (ValueState.PRESENT, number)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("<10", ValueState.BELOW_LIMIT),
        ("< 10", ValueState.BELOW_LIMIT),
        (">10", ValueState.ABOVE_LIMIT),
    ],
)
def test_a_limit_keeps_its_number_and_its_side(text, state):
    value = parse_entry(FSH, text).value

    assert (value.state, value.number) == (state, 10.0)
    assert not value.is_known


def test_a_limit_is_converted_like_a_number():
    value = parse_entry(TESTOSTERONE, "<10", "ng/dL").value

    assert (value.state, value.number) == (ValueState.BELOW_LIMIT, pytest.approx(0.3467, rel=1e-3))


@pytest.mark.parametrize("text", ["12,5", "<0,3", ",5", "1,234"])
def test_a_decimal_comma_is_named_as_such(text):
    reading = parse_entry(FSH, text)

    assert reading.value.state is ValueState.UNREADABLE
    assert "decimal comma" in reading.problem


@pytest.mark.parametrize(
    "text", ["high", "1,234.5", "--1", "1 2", "<", "nan", "inf", "1_000", "1e", "12.5 IU/L", "≤10"]
)
def test_what_is_no_number_is_unreadable_and_has_no_number(text):
    reading = parse_entry(FSH, text)

    assert (reading.value.state, reading.value.number) == (ValueState.UNREADABLE, None)
    assert "not a number" in reading.problem


def test_a_number_beyond_all_bounds_is_refused():
    assert "too large" in parse_entry(FSH, "1e999").problem


@pytest.mark.parametrize(
    ("text", "problem"), [("3", ""), ("3.0", ""), ("3.5", "not a whole number")]
)
def test_an_integer_is_whole(text, problem):
    assert parse_entry(COUNT, text).problem == problem


def test_the_unit_entered_beats_the_unit_of_the_laboratory():
    assay = Assay(unit="ng/dL")

    entered = parse_entry(TESTOSTERONE, "300", "nmol/L", assay).value
    implied = parse_entry(TESTOSTERONE, "300", "", assay).value

    assert entered.number == 300.0
    assert implied.number == pytest.approx(10.4, rel=1e-3)


def test_the_unit_that_was_used_is_kept():
    assert parse_entry(FSH, "5").entered_unit == "IU/L"
    assert parse_entry(FSH, "5", "", Assay(unit="mIU/mL")).entered_unit == "mIU/mL"


def test_an_unknown_unit_is_answered_with_the_nearest():
    reading = parse_entry(FSH, "5", "IU/l")

    assert reading.value.state is ValueState.UNREADABLE
    assert "unknown unit 'IU/l'; did you mean 'IU/L'?" in reading.problem


def test_a_unit_of_another_kind_is_refused():
    assert parse_entry(FSH, "5", "mL").value.state is ValueState.UNREADABLE


def test_a_unit_beside_an_item_without_one_is_refused():
    assert "has no unit" in parse_entry(COUNT, "5", "mL").problem


def test_prolactin_needs_the_factor_of_the_laboratory():
    factor = Assay(unit="ng/mL", activity_factor=21.2)

    assert parse_entry(PROLACTIN, "10", "ng/mL").value.state is ValueState.UNREADABLE
    assert parse_entry(PROLACTIN, "10", "ng/mL", factor).value.number == pytest.approx(212.0)


@pytest.mark.parametrize("text", ["single", "SINGLE", "Single sperm", "single SPERM"])
def test_a_code_is_read_by_its_key_or_its_label_in_any_case(text):
    assert parse_entry(CODE, text).value.text == "single"


def test_a_code_that_differs_in_case_only_keeps_its_own():
    item = Item(id="x", label="X", kind="code", codes={"a": "lower", "A": "upper"})

    assert [parse_entry(item, text).value.text for text in ("a", "A")] == ["a", "A"]


def test_an_unknown_code_is_answered_with_the_nearest():
    assert "did you mean 'single'?" in parse_entry(CODE, "singel").problem


def test_a_date_is_year_month_day():
    assert parse_entry(DAY, "2026-01-31").value.day == date(2026, 1, 31)
    assert parse_entry(DAY, "2024-02-29").value.day == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text",
    ["31.01.2026", "31/01/2026", "2026-02-29", "2026-1-3", "20260131", "2026-W05-6", "2026-01"],
)
def test_what_is_no_date_is_told_how_to_be_written(text):
    reading = parse_entry(DAY, text)

    assert (reading.value.state, reading.value.day) == (ValueState.UNREADABLE, None)
    assert "write year-month-day" in reading.problem


def test_a_date_of_the_persian_calendar_is_not_taken_for_the_middle_ages():
    assert "Gregorian" in parse_entry(DAY, "1404-05-12").problem


@pytest.mark.parametrize(("text", "known"), [("08:30", True), ("23:59", True), ("24:00", False)])
def test_a_time_has_hours_and_minutes(text, known):
    assert parse_entry(TIME, text).value.is_known is known


@pytest.mark.parametrize(
    ("text", "truth"),
    [("yes", True), ("Yes", True), ("1", True), ("no", False), ("FALSE", False), ("maybe", None)],
)
def test_yes_and_no_are_read_and_nothing_else(text, truth):
    assert parse_entry(TRUTH, text).value.truth is truth


def test_a_text_is_kept_without_its_outer_spaces():
    assert parse_entry(TEXT, "  two  words ").value.text == "two  words"


def test_the_line_that_declares_the_factor_is_given_where_it_alone_is_missing():
    reading = parse_entry(PROLACTIN, "9", "ng/mL")

    assert 'assays.prolactin = { unit = "ng/mL", activity_factor = <' in reading.problem
    assert "[[laboratories]]" in reading.problem
