from __future__ import annotations

from datetime import date

import pytest

from tubulus.study.expressions.errors import ExpressionError
from tubulus.study.expressions.parsing import MAXIMUM_NESTING, parse
from tubulus.study.expressions.tree import (
    Aggregate,
    Arithmetic,
    Comparison,
    Day,
    Logical,
    Name,
    Not,
    Number,
    StateTest,
    Text,
)


def test_and_binds_tighter_than_or() -> None:
    tree = parse("a or b and c")

    assert tree == Logical("or", (Name("", "a"), Logical("and", (Name("", "b"), Name("", "c")))))


def test_subtraction_groups_to_the_left() -> None:
    tree = parse("1 - 2 - 3")

    assert tree == Arithmetic("-", Arithmetic("-", Number(1), Number(2)), Number(3))


def test_a_hyphen_belongs_to_the_name_of_a_visit_or_form() -> None:
    assert parse("marrow-harvest.volume@month-6") == Name("marrow-harvest", "volume", "month-6")


def test_not_applicable_is_a_state_and_not_missing_denies_one() -> None:
    x = Name("", "x")

    assert parse("x is not applicable") == StateTest(x, "not applicable")
    assert parse("x is not not applicable") == StateTest(x, "not applicable", negated=True)
    assert parse("x is not quantifiable") == StateTest(x, "not quantifiable")
    assert parse("x is not missing") == StateTest(x, "missing", negated=True)
    assert parse("x is not below limit") == StateTest(x, "below limit", negated=True)


def test_not_denies_the_whole_comparison_behind_it() -> None:
    assert parse("not x = 1") == Not(Comparison("=", Name("", "x"), Number(1)))


def test_a_unit_stands_in_brackets_after_its_number() -> None:
    assert parse("x >= 16 [million/mL]") == Comparison(
        ">=", Name("", "x"), Number(16, "million/mL")
    )


def test_an_iso_date_is_no_subtraction() -> None:
    assert parse("2026-01-31") == Day(date(2026, 1, 31))


def test_a_text_may_hold_quotes_and_backslashes() -> None:
    assert parse(r'"a \"b\" \\ c"') == Text('a "b" \\ c')


def test_an_aggregate_has_form_visit_and_condition() -> None:
    assert parse("count(semen@month-6 where x)") == Aggregate(
        "count", "semen", "", "month-6", Name("", "x")
    )


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 1, "empty"),
        ("a and", 6, "expected a value"),
        ("a == 1", 3, "write = for"),
        ("a <> 1", 3, "write !="),
        ("a && b", 3, "write 'and'"),
        ("a ≥ 1", 3, "write >="),
        ("a AND b", 3, "lower case"),
        ("a = 'x'", 5, "double quotes"),
        ('a = "x', 5, "not closed"),
        (r'a = "x\y"', 7, "backslash"),
        ("a = 31-01-2026", 5, "2026-01-31"),
        ("a = 2026-02-30", 5, "not a date"),
        ("1 < a < 3", 7, "join two comparisons with 'and'"),
        ("(a", 3, "close the bracket"),
        ("a)", 2, "remove ')'"),
        ("a b", 3, "join two conditions"),
        ("a in 3", 6, "square brackets"),
        ("a in []", 7, "expected a text, number or date"),
        ("a is present", 6, "one of: missing, known"),
        ("a not 3", 7, "not in"),
        ("abss(3)", 1, "did you mean 'abs'?"),
        ("min(1, 2)", 5, "expected a form"),
        ("min(a, b)", 6, "least(a, b)"),
        ("any(semen)", 1, "exists(semen)"),
        ("count(semen.volume)", 1, "takes a form"),
        ("mean(semen)", 1, "takes an item"),
        ("exists(semen where x)", 1, "any(semen where ...)"),
        ("a@month-6", 2, "form.item@visit"),
        ("3mL", 1, "runs into a word"),
        ("1e999", 1, "too large"),
        ("a # b", 3, "no meaning here"),
    ],
)
def test_an_error_names_the_character_and_the_remedy(text: str, position: int, words: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)

    assert caught.value.position == position
    assert words in str(caught.value)


@pytest.mark.parametrize("opening", ["(", "not ", "-", "abs("])
def test_nesting_beyond_the_limit_is_refused_with_a_remedy(opening: str) -> None:
    with pytest.raises(ExpressionError, match="nested in each other; split it"):
        parse(opening * (MAXIMUM_NESTING + 1) + "x")


def test_a_very_long_chain_is_refused_and_a_long_list_of_conditions_is_not() -> None:
    with pytest.raises(ExpressionError, match="levels; split it"):
        parse(" + ".join(["x"] * 500))

    assert isinstance(parse(" and ".join(["x"] * 500)), Logical)
