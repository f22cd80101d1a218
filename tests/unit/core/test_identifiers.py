import pytest

from tubulus.core.identifiers import is_identifier, suggest_name


@pytest.mark.parametrize("name", ["a", "month-6", "inhibin_b", "x" * 40])
def test_a_short_lower_case_name_is_an_identifier(name):
    assert is_identifier(name)


@pytest.mark.parametrize("name", ["", "6-month", "Arm", "a b", "x" * 41, "-a", "a.b", "a\n", "é"])
def test_anything_else_is_not_an_identifier(name):
    assert not is_identifier(name)


def test_the_nearest_known_name_is_suggested():
    assert suggest_name("moth-6", ["month-6", "baseline"]) == "did you mean 'month-6'?"


def test_a_name_in_other_capitals_is_suggested_before_one_that_is_spelt_alike():
    assert suggest_name("tgfbr2", ["TGFBR2", "tgfbr1"]) == "did you mean 'TGFBR2'?"


def test_what_is_known_is_listed_where_nothing_is_near():
    assert suggest_name("xyz", ["semen", "hormones"]) == "expected one of: hormones, semen"


def test_a_long_list_of_known_names_is_cut():
    remedy = suggest_name("??", [f"item{i:02}" for i in range(11)])

    assert "item09, ..." in remedy
    assert "item10" not in remedy


def test_an_empty_list_of_names_is_said():
    assert suggest_name("x", []) == "none is declared"
