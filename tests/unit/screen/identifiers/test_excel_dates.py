import pytest

from tubulus.screen.identifiers.excel_dates import list_names_behind_date, list_names_behind_serial


@pytest.mark.parametrize(
    "text",
    [
        "1-Mar",
        "01-Mar",
        "1. Mrz",
        "Mar-01",
        "Mar-1",
        "1/Mar",
        "2023-03-01",
        "2023-03-01 00:00:00",
        "01.03.2023",
        "1.3.2023",
    ],
)
def test_the_forms_of_a_date_lead_to_the_same_names(text):
    assert list_names_behind_date(text)[:2] == ("MARCH1", "MARC1")


@pytest.mark.parametrize(
    "text",
    [
        "MARCH1",
        "SEPT2",
        "MAR1",
        "HLA-A",
        "1-Abc",
        "",
        "2023-13-01",
        "12",
        "Abc-01",
        "01.13.2023",
        "1.3",
    ],
)
def test_a_symbol_is_no_date(text):
    assert list_names_behind_date(text) == ()


def test_a_date_with_strokes_is_read_in_both_orders():
    assert set(list_names_behind_date("02/09/2022")) >= {"SEPT2", "FEB9"}
    assert set(list_names_behind_date("25/09/2022")) == {"SEPT25", "SEP25"}


@pytest.mark.parametrize(
    ("text", "first"),
    [("44806", "SEPT2"), ("44986", "MARCH1"), ("44806.0", "SEPT2"), ("7040", None), ("99999", None),
     ("10000", None), ("KIT", None)],
)  # fmt: skip
def test_the_number_of_a_day_leads_to_the_names_of_its_date(text, first):
    assert next(iter(list_names_behind_serial(text)), None) == first
