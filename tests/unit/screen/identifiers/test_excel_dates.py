import pytest

from tubulus.screen.identifiers.excel_dates import list_names_behind_date


@pytest.mark.parametrize(
    "text",
    ["1-Mar", "01-Mar", "1. Mrz", "Mar-01", "Mar-1", "1/Mar", "2023-03-01", "2023-03-01 00:00:00"],
)
def test_the_forms_of_a_date_lead_to_the_same_names(text):
    assert list_names_behind_date(text)[:2] == ("MARCH1", "MARC1")


@pytest.mark.parametrize(
    "text", ["MARCH1", "SEPT2", "MAR1", "HLA-A", "1-Abc", "", "2023-13-01", "12", "Abc-01"]
)
def test_a_symbol_is_no_date(text):
    assert list_names_behind_date(text) == ()
